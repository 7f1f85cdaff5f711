// A summary for funders: whoever wrote it makes a link for each reader, a reader opens it on a phone without an account, and the
// link is ended. In English and in Arabic. KITH_ALBUM=folder keeps pictures.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { newId } from '../../web/src/lib/api/id.ts';
import { stumbles } from './axe.mjs';
import { openBrowser, openHouse, telling, visit } from './house.mjs';
import * as life from './life.mjs';
import { root } from './places.mjs';
import * as told from './told.mjs';

const album = process.env.KITH_ALBUM;
if (album) mkdirSync(album, { recursive: true });
const said = {
	en: { title: 'What opens a street', claim: 'Being asked to give something opens a street.', purpose: 'We asked how people came to feel at home.', method: 'Conversations in one language.', reader: 'Sanne at the foundation' },
	ar: { title: 'ما الذي يفتح شارعًا', claim: 'من يُطلب منه أن يعطي شيئًا ينفتح له الشارع.', purpose: 'سألنا كيف صار الناس يشعرون أنهم في بيتهم.', method: 'محادثات بلغة واحدة.', reader: 'سنا من المؤسسة' }
};

describe('a summary for funders', { concurrency: 2 }, () => {
	let browser;
	before(async () => (browser = await openBrowser()));
	after(() => browser.close());
	for (const language of ['en', 'ar'])
		test(`is read by a link until it is ended, in ${language === 'ar' ? 'Arabic' : 'English'}`, { timeout: 300_000 }, async () => {
			const house = await openHouse();
			try {
				await fromLinkToEnd(browser, house, language);
			} finally {
				await house.close();
			}
		});
});

async function fromLinkToEnd(browser, house, language) {
	const { title, claim, purpose, method, reader } = said[language];
	const desk = await visit(browser, house);
	const place = await told.begin(house, desk.context.request, 'Streets');
	const pia = await told.joins(house, browser, place, 'Pia', ['protector']);
	const summary = await isPublished(place, pia, language);
	const path = `/p/${place.id}/summaries/${summary}`;

	const words = publicWords(language);
	let link;
	await telling(`shared ${language} making`, desk, house, async () => {
		const { page } = desk;
		await desk.go('/');
		if (language !== 'en') await desk.choose(language);
		await desk.go(`/p/${place.id}/summaries`);
		await page.getByText(desk.say('summary.for.funder'), { exact: false }).waitFor();
		await looks(desk, `summaries-${language}`);
		await desk.go(path);
		await desk.link('readers.title').click();
		await desk.text('readers.none').waitFor();
		await looks(desk, `readers-none-${language}`);
		await desk.button('readers.make').click();
		await desk.button('readers.make-do').click();
		await page.getByText(desk.say('readers.name-missing'), { exact: true }).waitFor();
		await desk.field('readers.name', {}, desk.dialog()).fill(reader);
		await desk.button('readers.make-do').click();
		link = await desk.field('readers.link', {}, desk.dialog()).inputValue();
		await looks(desk, `readers-made-${language}`);
		await desk.button('readers.copied').click();
		await page.getByRole('strong').getByText(reader, { exact: true }).waitFor();
		assert.ok(!(await page.content()).includes(new URL(link).pathname), 'the link is shown once');
		await desk.button('summary.facts').click();
		await desk.dialog().getByText(desk.say('summary.audience-stands'), { exact: true }).waitFor();
		await looks(desk, `facts-${language}`);
		await desk.button('ui.cancel', {}, desk.dialog()).click();
	});
	const storage = await desk.context.storageState();
	const small = await visit(browser, house, { width: 390, language, storage });
	await telling(`shared ${language} panel on a phone`, small, house, async () => {
		await small.go(`${path}?view=gates`);
		await small.page.getByRole('strong').getByText(reader, { exact: true }).scrollIntoViewIfNeeded();
		await looks(small, `readers-390-${language}`);
	});

	const { pathname } = new URL(link);
	for (const width of [1440, 390]) {
		const them = await visit(browser, house, { width, locale: language, scripts: false });
		await telling(`shared ${language} ${width}`, them, house, async () => {
			await them.go(pathname);
			await them.page.getByText(words('for-funder'), { exact: true }).waitFor();
			for (const text of [claim, purpose, method]) await them.page.getByText(text, { exact: true }).waitFor();
			if (album) await them.page.screenshot({ path: join(album, `shared-${width}-${language}.png`), fullPage: true });
			assert.equal(await them.page.evaluate(() => document.documentElement.scrollWidth), width === 390 ? 390 : await them.page.evaluate(() => document.documentElement.clientWidth));
			assert.deepEqual(await them.context.cookies(), []);
		});
		life.nothingWentWrong(them);
		await them.context.close();
	}
	const seen = await visit(browser, house, { locale: language });
	await seen.go(pathname);
	assert.deepEqual(await stumbles(seen.page), []);
	await seen.context.close();

	await telling(`shared ${language} ending`, desk, house, async () => {
		const { page } = desk;
		await page.reload();
		await page.getByRole('button', { name: new RegExp(`^${desk.say('readers.end')}:?.*`) }).first().click();
		await desk.heading('readers.end-title', { name: reader }).waitFor();
		await desk.button('readers.end-do', {}, desk.dialog()).click();
		await page.getByText(desk.say('readers.ended'), { exact: true }).waitFor();
		await looks(desk, `readers-ended-${language}`);
	});
	const late = await visit(browser, house, { locale: language });
	late.expectRefusal(404, pathname);
	await late.go(pathname);
	await late.page.getByText(words('absent'), { exact: true }).waitFor();
	for (const me of [desk, small, late]) {
		life.nothingWentWrong(me);
		await me.context.close();
	}
}

async function looks(me, name) {
	await me.settled();
	if (album) await me.page.screenshot({ path: join(album, `${name}.png`), fullPage: !name.includes('made') && !name.includes('facts') });
	assert.deepEqual(await stumbles(me.page), [], name);
	const { page } = me;
	assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0, `${name}: wider than the window`);
}

/** Five people told what opened a street to them, for funders alone; a summary of it, through every gate. */
async function isPublished(place, pia, language) {
	const { lead, project } = place;
	const { title, claim, purpose, method } = said[language];
	const summary = newId();
	const at = `${project}/summaries/${summary}`;
	await told.done(lead('PUT', at, { title, language, audience: 'funder' }));
	const books = await told.done(lead('GET', `${project}/codebooks`));
	const coded = books.codebooks.flatMap((book) => book.categories).flatMap((one) => one.children).find(({ key }) => key === 'ioi.social-bridges');
	const evidence = [];
	let quoted;
	for (const pseudonym of ['Amina', 'Bashir', 'Cem', 'Dina', 'Elif', 'Farid']) {
		const narrator = await told.welcomes(lead, place, { pseudonym, language: 'en', allows: { store: 'team', analyse: 'team', count: 'funder', 'quote-anonymously': 'funder' } });
		const story = await told.tells(lead, place, narrator, { title: pseudonym, language: 'en', paragraphs: ['The street was shut to us.', 'Then somebody asked me to cook for everybody.'] });
		const passage = { revision_id: story.revision, ...story.places[1] };
		await told.done(lead('PUT', `${project}/testimonies/${story.testimony}/codings/${newId()}`, { ...passage, code_id: coded.id, attributes: { effect: ['enabler'] } }));
		const id = newId();
		await told.done(lead('PUT', `${at}/evidence/${id}`, { testimony_id: story.testimony, ...passage, stance: 'supports' }));
		evidence.push(id);
		if (quoted) continue;
		quoted = newId();
		await told.done(lead('PUT', `${project}/quotes/${quoted}`, { testimony_id: story.testimony, ...passage, purpose: 'quote-anonymously', audience: 'funder', place: title }));
	}
	const blocks = [
		{ kind: 'text', id: newId(), part: 'purpose', text: purpose },
		{ kind: 'figure', id: newId(), part: 'who-spoke', asks: 'roles' },
		{ kind: 'quote', id: newId(), part: 'quotes', quote_id: quoted },
		{ kind: 'statement', id: newId(), part: 'learning-points', says: 'learning-point', text: claim, looked_for_contrary: true, evidence },
		{ kind: 'text', id: newId(), part: 'method-and-limits', text: method }
	];
	await told.done(lead('PUT', `${at}/document`, { after: 1, document: { title, standfirst: '', blocks } }));
	await told.done(lead('POST', `${at}/submit`, {}));
	for (const gate of ['second-person', 'protection', 'approval']) await told.done(pia('PUT', `${at}/signs/${gate}`, { edition: 2, passed: true }));
	await told.done(lead('PUT', `${at}/signs/approval`, { edition: 2, passed: true }));
	await told.done(lead('POST', `${at}/publish`, {}));
	return summary;
}

function publicWords(language) {
	const all = JSON.parse(readFileSync(join(root, `server/src/published/words/${language}.json`), 'utf8'));
	return (name) => all[name] ?? assert.fail(`there are no public words "${name}"`);
}
