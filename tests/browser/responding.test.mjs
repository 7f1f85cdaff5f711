// Both ways: an editor opens a call and answers it; a reader without script or account asks beside a published summary; the editor
// answers, a protector lets it out, the reader sees it, and so does a narrator on their phone. In English and in Arabic, on each
// database. KITH_ALBUM=folder keeps pictures.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { newId } from '../../web/src/lib/api/id.ts';
import { stumbles } from './axe.mjs';
import { databases, openBrowser, openHouse, telling, visit } from './house.mjs';
import * as life from './life.mjs';
import { root } from './places.mjs';
import * as told from './told.mjs';

const album = process.env.KITH_ALBUM;
if (album) mkdirSync(album, { recursive: true });
const allows = { store: 'team', analyse: 'team', count: 'public', 'quote-anonymously': 'public' };
const password = 'a lamp in the hallway 7';

const said = {
	en: {
		names: ['Amina', 'Bashir', 'Cem', 'Dina', 'Elif', 'Farid'],
		story: ['We came in March with two bags between the four of us.', 'A woman across the hall asked whether we needed a lamp.'],
		title: 'What opens a door',
		purpose: 'We asked how people came to feel at home.',
		method: 'Conversations in two languages.',
		claim: 'A neighbour who asks first opens more than a letter does.',
		call: { title: 'What opens a street?', by: 'The Bridge Fund', questions: ['What did you stop doing?', 'What opened a street?'] },
		question: 'Did the council pay for the lamps?',
		name: 'Robin of a fund',
		verbatim: 'As one of them put it: a woman across the hall asked whether we needed a lamp.',
		answer: 'No: neighbours lent what they had.',
		outcome: 'The council puts a lamp in every stairwell now.',
		nosy: 'Which street is it?',
		why: 'A street would show who they are.',
		elsewhere: { title: 'What helps people who arrive alone?', called_by: 'The council', questions: ['Who came along?'] }
	},
	ar: {
		names: ['أمينة', 'بشير', 'جميل', 'دينا', 'إلياس', 'فريد'],
		story: ['وصلنا إلى المدينة في مارس ومعنا حقيبتان لأربعة أشخاص.', 'طرقت الجارة بابنا وسألت إن كنا نحتاج إلى مصباح.'],
		title: 'ما الذي يفتح بابًا',
		purpose: 'سألنا كيف صار الناس يشعرون أنهم في بيتهم.',
		method: 'أحاديث بلغتين.',
		claim: 'جار يبادر بالسؤال يفتح أكثر مما تفتح رسالة.',
		call: { title: 'ما الذي يفتح الشارع؟', by: 'صندوق الجسر', questions: ['ما الذي توقفتم عنه؟', 'ما الذي فتح الشارع؟'] },
		question: 'هل دفعت البلدية ثمن المصابيح؟',
		name: 'قارئ من صندوق',
		verbatim: 'كما قيل لنا: طرقت الجارة بابنا وسألت إن كنا نحتاج إلى مصباح.',
		answer: 'لا، أعار الجيران ما عندهم.',
		outcome: 'تضع البلدية الآن مصباحًا في كل درج.',
		nosy: 'في أي شارع هذا؟',
		why: 'اسم الشارع يكشف من هم.',
		elsewhere: { title: 'ما الذي يعين من يصل وحده؟', called_by: 'البلدية', questions: ['من رافقهم؟'] }
	}
};

for (const database of databases)
	describe(`both ways, on ${database}`, { concurrency: 2 }, () => {
		let browser;
		before(async () => (browser = await openBrowser()));
		after(() => browser.close());
		for (const language of ['en', 'ar'])
			test(`what is asked is answered, let out, and seen by reader and narrator, in ${language === 'ar' ? 'Arabic' : 'English'}`, { timeout: 400_000 }, async () => {
				const house = await openHouse(database);
				try {
					await bothWays(browser, house, { database, language, ...said[language] });
				} finally {
					await house.close();
				}
			});
	});

async function bothWays(browser, house, story) {
	const everybody = [];
	/** Somebody at a browser of their own; a member of the team has their session and reads this language. */
	async function somebody(name, how, roles, team, tell) {
		const me = await visit(browser, house, how);
		everybody.push(me);
		await telling(`both ways ${story.database} ${story.language} ${name}`, me, house, async () => {
			if (roles) {
				me.ask = await told.joins(house, { newContext: async () => me.context }, team, name, roles);
				await me.go(`/p/${team.id}`);
				if (story.language !== 'en') {
					const kept = me.page.waitForResponse((response) => response.url().endsWith('/api/account'));
					await me.choose(story.language);
					await kept;
				}
			}
			await tell(me);
		});
		return me;
	}
	const at = (me, name, tell) => telling(`both ways ${story.database} ${story.language} ${name}`, me, house, tell);

	const { request } = await browser.newContext();
	const team = await told.begin(house, request, 'Arriving in Zuid');
	const editor = await somebody('Dara', {}, ['editor'], team, () => undefined);
	const protector = await somebody('Pia', {}, ['protector'], team, () => undefined);
	const { summary, address, code } = await isPublished(house, browser, team, editor, protector, story);

	await at(editor, 'calls', () => opensACall(editor, team, story, address));
	const reader = await somebody('reader', { width: 390, scripts: false, locale: story.language }, undefined, team, (me) => asks(me, address, story, story.question));
	await at(editor, 'answers', () => answers(editor, team, story));
	await at(protector, 'lets it out', () => letsOut(protector, team, story, story.question));
	await at(reader, 'reads', () => readsTheAnswer(reader, address, story));
	await at(reader, 'asks again', () => asks(reader, address, story, story.nosy));
	await at(editor, 'declines', () => declines(editor, team, story));
	await at(reader, 'reads why', async () => {
		await reader.page.goto(reader.asked);
		await reader.page.getByText(story.why, { exact: true }).waitFor();
	});
	await at(editor, 'outcome', () => tellsWhatCame(editor, team, story));
	await at(protector, 'lets the outcome out', () => letsOut(protector, team, story, story.outcome));
	await at(reader, 'reads what came', async () => {
		await reader.go(address);
		await reader.page.locator('#came-of-it', { hasText: story.outcome }).waitFor();
		await shot(reader, story, 'public-390');
	});
	await asksElsewhere(team, story);
	await at(editor, 'answers elsewhere', () => answersElsewhere(editor, team, summary, story));
	const narrator = await somebody('narrator', { width: 390 }, undefined, team, (me) => seesIt(me, code, address, story));
	void narrator;
	const storage = await editor.context.storageState();
	await somebody('night', { width: 390, dark: true, language: story.language, storage }, undefined, team, async (me) => {
		for (const page of ['calls', 'responses']) {
			await me.go(`/p/${team.id}/${page}`);
			await me.page.locator('article').first().waitFor();
			await me.settled();
			await shot(me, story, `${page}-390-dark`);
			assert.deepEqual(await stumbles(me.page), [], page);
			assert.equal(await wide(me), 0);
		}
	});
	for (const me of everybody) {
		life.nothingWentWrong(me);
		await me.context.close();
	}
}
const shot = async (who, { language, database }, name) => album && database === 'SQLite' && who.page.screenshot({ path: join(album, `${name}-${language}.png`), fullPage: true });
const wide = (who) => who.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
const starts = (me, key) => new RegExp(`^${me.say(key)}`);

/** Six people told, their words are coded, and a summary rests on them; everybody reads it. */
async function isPublished(house, browser, team, editor, protector, { names, story, title, purpose, method, claim, language }) {
	const { project } = team;
	const [collector, coder] = [await told.joins(house, browser, team, 'Bo', ['collector']), await told.joins(house, browser, team, 'Cleo', ['coder'])];
	const { codebooks } = await told.done(coder('GET', `${project}/codebooks`));
	const all = (nodes) => nodes.flatMap((node) => [node, ...all(node.children)]);
	const bridges = all(codebooks.flatMap((book) => book.categories)).find((node) => node.key === 'ioi.social-bridges');
	const summary = newId();
	const path = `${project}/summaries/${summary}`;
	await told.done(editor.ask('PUT', path, { title, language, period_from: '2025-01-01', period_until: '2025-12-31' }));
	const evidence = [];
	let code;
	for (const name of names) {
		const narrator = await told.welcomes(collector, team, { pseudonym: name, language, allows });
		const kept = await told.tells(collector, team, narrator, { title: name, language, paragraphs: story });
		const passage = { revision_id: kept.revision, ...kept.places[1] };
		await told.done(coder('PUT', `${project}/testimonies/${kept.testimony}/codings/${newId()}`, { ...passage, code_id: bridges.id, attributes: { effect: ['enabler'] } }));
		const id = newId();
		await told.done(editor.ask('PUT', `${path}/evidence/${id}`, { testimony_id: kept.testimony, ...passage, stance: 'supports' }));
		evidence.push(id);
		code ??= await told.returnCode(collector, team, narrator);
	}
	const { edition } = await told.done(editor.ask('GET', path));
	const blocks = [
		{ kind: 'text', id: newId(), part: 'purpose', text: purpose },
		{ kind: 'text', id: newId(), part: 'method-and-limits', text: method },
		{ kind: 'statement', id: newId(), part: 'learning-points', says: 'learning-point', text: claim, looked_for_contrary: true, evidence }
	];
	const written = await told.done(editor.ask('PUT', `${path}/document`, { after: edition, document: { title, standfirst: purpose, blocks } }));
	await told.done(editor.ask('POST', `${path}/submit`, {}));
	for (const gate of ['second-person', 'protection', 'approval']) await told.done(protector.ask('PUT', `${path}/signs/${gate}`, { edition: written.edition, passed: true }));
	await told.done(editor.ask('PUT', `${path}/signs/approval`, { edition: written.edition, passed: true }));
	const { address } = await told.done(editor.ask('POST', `${path}/publish`, {}));
	return { summary, address, code };
}

/** Written, put in order by keyboard, opened to everybody, answered with what is published. */
async function opensACall(me, team, story, address) {
	const { page, say } = me;
	await me.go(`/p/${team.id}/summaries`);
	await me.link('calls.title').click();
	await me.heading('calls.none-title').waitFor();
	await shot(me, story, 'calls-none');
	assert.deepEqual(await stumbles(page), []);
	await me.button('call.write').click();
	const dialog = me.dialog();
	await me.button('call.keep', {}, dialog).click();
	// What is missing is said at its field, and one stands on the first of them.
	await dialog.getByText(say('call.title-missing'), { exact: true }).waitFor();
	await page.waitForFunction(() => document.activeElement?.getAttribute('aria-invalid') === 'true');
	await me.field('call.title', {}, dialog).fill(story.call.title);
	await me.field('call.called-by', {}, dialog).fill(story.call.by);
	if (story.language !== 'en') await me.pick(me.field('summary.language', {}, dialog), 'العربية', /^العربية/);
	const one = me.field('call.question-n', { n: new Intl.NumberFormat(story.language === 'en' ? 'en-GB' : 'ar').format(1) }, dialog);
	await one.fill(story.call.questions[0]);
	await me.button('call.question-add', {}, dialog).focus();
	await page.keyboard.press('Enter');
	await page.waitForFunction(() => document.activeElement?.tagName === 'TEXTAREA' && !document.activeElement.value);
	await page.keyboard.type(story.call.questions[1]);
	await page.keyboard.press('Tab');
	await page.keyboard.press('Enter');
	await page.waitForFunction((words) => document.querySelector('[role="dialog"] ol textarea')?.value === words, story.call.questions[1]);
	await dialog.getByRole('checkbox').first().check();
	await me.field('call.closes-on', {}, dialog).fill('2099-04-30');
	await shot(me, story, 'call-writing');
	assert.deepEqual(await stumbles(page), []);
	// Nothing is lost by a slip.
	await page.keyboard.press('Escape');
	await dialog.waitFor({ state: 'detached' });
	await me.button('call.write').click();
	assert.equal(await me.field('call.title', {}, dialog).inputValue(), story.call.title);
	await me.button('call.keep', {}, dialog).click();
	await page.getByText(say('call.kept'), { exact: true }).waitFor();
	const card = page.locator('article', { hasText: story.call.title });
	await card.getByText(say('call.state.draft'), { exact: true }).waitFor();
	await card.getByRole('button', { name: starts(me, 'call.open') }).click();
	await me.dialog().getByRole('button', { name: say('call.open-verb'), exact: true }).click();
	await card.getByText(say('call.state.open'), { exact: true }).waitFor();
	await card.getByRole('button', { name: starts(me, 'call.answer') }).click();
	await me.dialog().getByLabel(story.title, { exact: true }).check();
	await shot(me, story, 'call-answering');
	await me.dialog().getByRole('button', { name: say('call.answer-do'), exact: true }).click();
	await card.getByRole('listitem').filter({ hasText: story.title }).waitFor();
	await card.locator('summary').click();
	assert.deepEqual(await card.locator('ol li').allTextContents(), [...story.call.questions].reverse());
	await me.dialog().waitFor({ state: 'detached' });
	await shot(me, story, 'calls');
	assert.deepEqual(await stumbles(page), []);
	assert.equal(await wide(me), 0);
	// Everybody reads the call, with its answer beside it.
	const publicly = await card.locator('a.read').getAttribute('href');
	const text = await (await me.context.request.get(new URL(publicly, page.url()).href)).text();
	assert.ok(text.includes(story.call.by) && text.includes(`href="${address}"`));
}

/** The words of the pages that everybody reads. */
const publicWords = (language) => JSON.parse(readFileSync(join(root, `server/src/published/words/${language}.json`), 'utf8'));

/** Without script or account; where the answer will be is kept. */
async function asks(me, address, story, question) {
	const { page } = me;
	const words = publicWords(story.language);
	await me.go(address);
	await page.getByRole('link', { name: words.ask, exact: true }).first().tap();
	await page.getByLabel(words['your-question'], { exact: true }).fill(question);
	await page.getByLabel(words['ask-name'], { exact: true }).fill(story.name);
	await shot(me, story, 'asking-390');
	await page.getByRole('button', { name: words['ask-send'], exact: true }).tap();
	await page.waitForURL(/\/read\/asked\//);
	await page.getByText(words['ask-waiting'], { exact: true }).waitFor();
	me.asked = page.url();
}

/** From the quiet line on the page of summaries; words of a narrator are refused at their field. */
async function answers(me, team, story) {
	const { page, say } = me;
	await me.go(`/p/${team.id}/summaries`);
	await page.getByText(say('responses.wait-n', { n: 1 }), { exact: true }).waitFor();
	await shot(me, story, 'summaries-wait');
	await me.link('responses.look').click();
	const card = page.locator('article', { hasText: story.question });
	await card.getByText(story.name).waitFor();
	await shot(me, story, 'responses-waiting');
	assert.deepEqual(await stumbles(page), []);
	await card.getByRole('button', { name: starts(me, 'response.do-answer') }).click();
	const box = me.field('response.answer', {}, me.dialog());
	await box.fill(story.verbatim);
	me.expectRefusal(422, `/api${team.project}/responses/`);
	await me.button('response.keep', {}, me.dialog()).click();
	await me.dialog().getByText(say('problem.words.verbatim'), { exact: true }).waitFor();
	assert.equal(await box.getAttribute('aria-invalid'), 'true');
	await shot(me, story, 'response-answering');
	assert.deepEqual(await stumbles(page), []);
	await box.fill(story.answer);
	await me.button('response.keep', {}, me.dialog()).click();
	await card.getByText(say('response.held.yours'), { exact: true }).waitFor();
	assert.equal(await card.getByRole('button', { name: starts(me, 'response.pass') }).count(), 0);
	await me.dialog().waitFor({ state: 'detached' });
	await shot(me, story, 'responses-drafted');
	assert.deepEqual(await stumbles(page), []);
}

async function letsOut(me, team, story, words) {
	const { page, say } = me;
	await me.go(`/p/${team.id}/responses`);
	const card = page.locator('article', { hasText: words });
	await card.getByRole('button', { name: starts(me, 'response.pass') }).click();
	await me.dialog().getByRole('button', { name: say('response.pass'), exact: true }).click();
	await page.getByRole('region', { name: say('responses.part.shown'), exact: true }).locator('article', { hasText: words }).waitFor();
	await me.dialog().waitFor({ state: 'detached' });
	await shot(me, story, `responses-shown-${words === story.outcome ? 2 : 1}`);
	assert.deepEqual(await stumbles(page), []);
	assert.equal(await wide(me), 0);
}

async function declines(me, team, story) {
	const { page, say } = me;
	await me.go(`/p/${team.id}/responses`);
	const card = page.locator('article', { hasText: story.nosy });
	await card.getByRole('button', { name: starts(me, 'response.decline') }).click();
	await me.button('response.decline-do', {}, me.dialog()).click();
	await me.dialog().getByText(say('response.why-missing'), { exact: true }).waitFor();
	await me.field('response.decline-why', {}, me.dialog()).fill(story.why);
	assert.deepEqual(await stumbles(page), []);
	await me.button('response.decline-do', {}, me.dialog()).click();
	await me.dialog().waitFor({ state: 'detached' });
	await page.getByText(say('responses.declined-n', { n: 1 }), { exact: true }).click();
	await card.getByText(story.why, { exact: true }).waitFor();
	await shot(me, story, 'responses-declined');
	assert.deepEqual(await stumbles(page), []);
}

/** Another project asks. */
async function asksElsewhere({ lead }, { elsewhere, language }) {
	const { id } = await told.done(lead('POST', '/projects', { name: 'Elsewhere', description: '', language: 'en' }));
	const call = `/projects/${id}/calls/${newId()}`;
	await told.done(lead('PUT', call, { ...elsewhere, language }));
	await told.done(lead('POST', `${call}/open`, {}));
}
/** From the page of a summary, which then says what it answers. */
async function answersElsewhere(me, team, summary, story) {
	const { page, say } = me;
	await me.go(`/p/${team.id}/summaries/${summary}`);
	await page.getByRole('link', { name: story.call.title, exact: true }).waitFor();
	await page.getByRole('button', { name: starts(me, 'call.answer-one') }).click();
	await page.getByRole('menuitem', { name: story.elsewhere.title, exact: true }).click();
	await me.dialog().getByRole('button', { name: say('call.answer-do'), exact: true }).click();
	await page.getByRole('link', { name: story.elsewhere.title, exact: true }).waitFor();
	await me.dialog().waitFor({ state: 'detached' });
	await shot(me, story, 'composer');
	assert.deepEqual(await stumbles(page), []);
	await me.go(`/p/${team.id}/calls`);
	const others = page.getByRole('region', { name: say('calls.others'), exact: true });
	const card = others.locator('article', { hasText: story.elsewhere.title });
	// It is theirs: to answer, and to take the answer back, but not to change or close.
	assert.equal(await card.getByRole('button', { name: starts(me, 'call.close') }).count(), 0);
	await shot(me, story, 'calls-others');
	await card.getByRole('button', { name: starts(me, 'call.take-back') }).click();
	await me.dialog().getByRole('button', { name: say('call.take-back-verb'), exact: true }).click();
	await card.getByText(say('call.answers-n', { n: 0 }), { exact: true }).waitFor();
	assert.deepEqual(await stumbles(page), []);
}

async function readsTheAnswer(me, address, story) {
	const { page } = me;
	const words = publicWords(story.language);
	await page.goto(me.asked);
	await page.getByText(words['ask-answered'], { exact: true }).waitFor();
	await me.go(address);
	const asked = page.locator('#questions article', { hasText: story.question });
	await asked.getByText(story.answer, { exact: true }).waitFor();
}

async function tellsWhatCame(me, team, story) {
	const { page, say } = me;
	await me.go(`/p/${team.id}/responses`);
	await me.button('responses.tell').click();
	await me.field('response.outcome', {}, me.dialog()).fill(story.outcome);
	await me.dialog().getByRole('combobox').selectOption({ label: story.title });
	await me.field('response.day', {}, me.dialog()).fill('2026-02-20');
	await shot(me, story, 'response-telling');
	assert.deepEqual(await stumbles(page), []);
	await me.button('response.keep', {}, me.dialog()).click();
	await page.locator('article', { hasText: story.outcome }).getByText(say('response.held.yours'), { exact: true }).waitFor();
}

/** On a phone, beside their own story. */
async function seesIt(me, code, address, story) {
	const { page } = me;
	await me.go('/mine');
	await me.heading('mine.door-title').waitFor();
	await page.getByText(new Intl.DisplayNames([story.language], { type: 'language' }).of(story.language), { exact: true }).tap();
	await page.waitForFunction((chosen) => document.documentElement.lang === chosen, story.language);
	me.speaks(story.language);
	await me.field('mine.code').fill(code);
	await me.button('mine.open').tap();
	await me.heading('mine.came').waitFor();
	const came = page.locator('.came');
	assert.equal(await came.getByRole('link').getAttribute('href'), address);
	for (const words of [story.outcome, story.question, story.answer]) await came.getByText(words, { exact: true }).waitFor();
	await me.heading('mine.came').evaluate((heading) => heading.scrollIntoView());
	if (album && story.database === 'SQLite') await page.screenshot({ path: join(album, `mine-390-${story.language}.png`) });
	assert.deepEqual(await stumbles(page), []);
	assert.equal(await wide(me), 0);
}
