// A story that was told, through the API: a project with a team, a narrator who answered, their words, a quote of them.
import assert from 'node:assert/strict';
import { newId } from '../../web/src/lib/api/id.ts';

/** Somebody with a session, asking the API as a page of ours does. */
export function asking(house, request) {
	return async (method, path, data) => {
		const answer = await request.fetch(`${house.address}/api${path}`, { method, ...(data === undefined ? {} : { data }), headers: { origin: house.address } });
		const text = await answer.text();
		return { status: answer.status(), body: text ? JSON.parse(text) : undefined };
	};
}
/** What is asked here must be done. */
export async function done(answer) {
	const { status, body } = await answer;
	assert.ok(status < 300, `${status} ${JSON.stringify(body)}`);
	return body;
}
/** The first account and its project. */
export async function begin(house, request, name) {
	const lead = asking(house, request);
	const token = new URL(house.setup).searchParams.get('token');
	await done(lead('POST', '/setup', { display_name: 'Ada van Dijk', email: 'ada@example.org', language: 'en', organisation: 'Neighbours of Zuid', password: 'a lamp in the hallway 7', token }));
	const { id } = await done(lead('POST', '/projects', { name, description: 'How people find a home here.', language: 'en' }));
	return { lead, project: `/projects/${id}`, id };
}
/** Whoever leads also keeps the protection of narrators. */
export async function protects({ lead, project }) {
	const { account } = await done(lead('GET', '/session'));
	await done(lead('PUT', `${project}/members/${account.id}`, { roles: ['lead', 'protector'] }));
}
/** Invites somebody, who comes; they ask for themselves from then on. */
export async function joins(house, browser, { lead, project }, name, roles) {
	const { link } = await done(lead('POST', `${project}/invitations`, { email: `${name.toLowerCase()}@example.org`, roles }));
	const { request } = await browser.newContext();
	const they = asking(house, request);
	await done(they('POST', `/links/${new URL(link, house.address).pathname.split('/').at(-1)}`, { display_name: name, language: 'en', password: 'a lamp in the hallway 7' }));
	return they;
}
/** A narrator who was asked in their own language and answered; `terms` are what they wish beyond yes. */
export async function welcomes(who, { lead, project }, { pseudonym, language, allows, terms = {} }) {
	const [notice, narrator] = [newId(), newId()];
	await done(lead('PUT', `${project}/notices/${notice}`, { publish: true, texts: [{ language, title: 'كيف نحفظ قصتك', body: 'نحفظ قصتك.\n\nيمكنك أن توقف ذلك في أي وقت.' }] }));
	await done(who('PUT', `${project}/narrators/${narrator}`, { pseudonym, role: 'newcomer' }));
	const decisions = Object.entries(allows).map(([purpose, audience]) => ({ purpose, decision: 'granted', audience, ...(terms[purpose] ? { terms: terms[purpose] } : {}) }));
	await done(who('PUT', `${project}/narrators/${narrator}/consents/${newId()}`, { collected_on: new Date().toISOString().slice(0, 10), mode: 'spoken-recorded', notice_id: notice, notice_language: language, decisions }));
	return narrator;
}
/** Keeps a story; where each of its paragraphs stands, in code points, comes along. */
export async function tells(who, { project }, narrator, { title, language, paragraphs }) {
	const testimony = newId();
	const kept = await done(who('PUT', `${project}/testimonies/${testimony}`, { narrator_id: narrator, title, language, kind: 'interview', text: paragraphs.join('\n\n'), told_on: '2026-03' }));
	let at = 0;
	const places = paragraphs.map((text) => {
		const start = at;
		at += [...text].length + 2;
		return { start, end: start + [...text].length };
	});
	return { testimony, revision: kept.revision.id, places };
}
export async function quotes(who, { project }, { testimony, revision }, { start, end }, place) {
	return done(who('PUT', `${project}/quotes/${newId()}`, { testimony_id: testimony, revision_id: revision, start, end, purpose: 'quote-anonymously', audience: 'public', place }));
}
export async function marks(who, { project }, { testimony, revision }, { start, end }, said) {
	return done(who('PUT', `${project}/testimonies/${testimony}/tipping-points/${newId()}`, { revision_id: revision, start, end, axes: { shape: 'tp.shape.single-event', identified_by: 'tp.by.coder' }, ...said }));
}
export const returnCode = async (who, { project }, narrator) => (await done(who('POST', `${project}/narrators/${narrator}/return-code`, {}))).code;
