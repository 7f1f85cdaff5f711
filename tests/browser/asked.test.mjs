// A narrator wishes to see each use first: the team asks, they answer on their phone, in their own language, and answer otherwise
// later. Told on each database.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { stumbles } from './axe.mjs';
import * as bench from './bench.mjs';
import { databases, openBrowser, openHouse, telling, visit } from './house.mjs';
import * as life from './life.mjs';
import * as told from './told.mjs';

const paragraphs = ['وصلنا إلى المدينة في مارس ومعنا حقيبتان.', 'طرقت الجارة بابنا وسألت إن كنا نحتاج إلى مصباح.', 'بعدها شربنا القهوة معًا كل يوم أحد.'];
const report = 'Arriving, a report of 2026';
const allows = { store: 'team', analyse: 'team', 'quote-anonymously': 'public' };
const album = process.env.KITH_ALBUM;

for (const database of databases)
	describe(`asked before each use, on ${database}`, () => {
		let browser;
		before(async () => (browser = await openBrowser()));
		after(() => browser.close());
		test('what they saw and said yes to is quoted, and after a no it is gone', { timeout: 240_000 }, async () => {
			const house = await openHouse(database);
			const me = await visit(browser, house);
			try {
				await telling(`asked ${database}`, me, house, () => seenFirst(browser, house, me));
				life.nothingWentWrong(me);
			} finally {
				await me.context.close();
				await house.close();
			}
		});
	});

async function seenFirst(browser, house, me) {
	const { page, say } = me;
	const { request } = await browser.newContext();
	const team = await told.begin(house, request, 'Arriving in Zuid');
	const collector = await told.joins(house, browser, team, 'Bo', ['collector']);
	// The editor is who sits here.
	await told.joins(house, { newContext: async () => me.context }, team, 'Dara', ['editor']);
	const narrator = await told.welcomes(collector, team, { pseudonym: 'أمينة', language: 'ar', allows, terms: { 'quote-anonymously': { review_before_use: true } } });
	const story = await told.tells(collector, team, narrator, { title: 'المصباح على الدرج', language: 'ar', paragraphs });
	const code = await told.returnCode(collector, team, narrator);
	const home = `/p/${team.id}`;
	const shot = async (who, name) => album && (await who.page.screenshot({ path: join(album, `${name}.png`), fullPage: true }));
	const wide = (who) => who.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

	// Quoting is refused, and asking is offered instead.
	me.expectRefusal(409, `/api${team.project}/quotes/`);
	await me.go(`${home}/t/${story.testimony}`);
	await page.locator('article [data-words]').first().waitFor();
	await bench.drag(me, await bench.paragraph(me, 1, 4), 0, 8);
	await me.button('quote.this', {}, page.getByRole('toolbar', { name: say('coding.with-selection') })).click();
	await page.getByLabel(say('quote.way.quote-anonymously'), { exact: true }).check();
	await page.getByLabel(say('quote.whom')).selectOption('public');
	await page.getByLabel(say('quote.where')).fill(report);
	await me.button('quote.do').click();
	await page.getByText(say('quote.ask-title'), { exact: true }).waitFor();
	assert.deepEqual(await stumbles(page), []);
	await shot(me, 'asked-form');
	await me.button('quote.ask-do').click();
	await page.getByText(say('quote.asked'), { exact: true }).waitFor();

	const asked = page.locator('article', { hasText: report });
	const state = (key) => asked.getByText(say(key).split('{')[0].trim(), { exact: false });
	await me.go(`${home}/quotes?view=asked`);
	await state('askings.state.waiting').waitFor();
	assert.equal(await asked.getByRole('button', { name: say('askings.quote-now') }).count(), 0);
	assert.deepEqual(await stumbles(page), []);
	await shot(me, 'asked-waiting');
	await me.go(`${home}/quotes`);
	await me.heading('quotes.none-title').waitFor();

	const they = await visit(browser, house, { width: 390 });
	const answer = (key) => they.page.getByRole('button', { name: they.say(key), exact: true });
	await telling('asked, the narrator', they, house, async () => {
		await they.go('/mine');
		await they.page.getByText('العربية', { exact: true }).tap();
		await they.page.waitForFunction(() => document.documentElement.lang === 'ar');
		they.speaks('ar');
		await they.field('mine.code').fill(code);
		await they.button('mine.open').tap();
		await they.heading('mine.asked').waitFor();
		const part = they.page.locator('section', { has: they.page.locator('#asked') });
		for (const words of [report, they.say('mine.asked.way.quote-anonymously'), they.say('mine.audience.public'), they.say('mine.asked.silent')]) await part.getByText(words, { exact: true }).waitFor();
		assert.deepEqual(await stumbles(they.page), []);
		assert.equal(await wide(they), 0);
		await shot(they, 'asked-mine-390-ar');
		// Large enough for a thumb.
		const { width, height } = await answer('mine.asked.yes').boundingBox();
		assert.ok(width >= 120 && height >= 56, `${width} × ${height}`);
		await answer('mine.asked.yes').tap();
		await they.page.locator('.standing.yes').waitFor();
		assert.equal(await answer('mine.asked.yes').getAttribute('aria-pressed'), 'true');
		assert.deepEqual(await stumbles(they.page), []);
		await shot(they, 'asked-mine-yes-390-ar');
	});

	// The editor quotes it, to the letter as it was shown.
	await me.go(`${home}/quotes?view=asked`);
	await asked.getByRole('button', { name: say('askings.quote-now') }).click();
	await asked.getByText(say('askings.state.quoted').split('. ').at(-1), { exact: false }).waitFor();
	assert.equal(await asked.getByRole('button', { name: say('askings.quote-now') }).count(), 0);
	assert.deepEqual(await stumbles(page), []);
	await shot(me, 'asked-quoted');
	await me.tab('quotes.title').click();
	await page.locator('article blockquote', { hasText: paragraphs[1].slice(0, 20) }).waitFor();
	await page.waitForURL((url) => !url.searchParams.has('view'));

	// They think otherwise: by keyboard, as somebody without a finger to spare would.
	await telling('asked, the narrator says no', they, house, async () => {
		await answer('mine.asked.no').focus();
		await they.page.keyboard.press('Enter');
		await they.page.locator('.standing.no').waitFor();
		assert.equal(await answer('mine.asked.yes').getAttribute('aria-pressed'), 'false');
		await shot(they, 'asked-mine-no-390-ar');
		life.nothingWentWrong(they);
	});
	await they.context.close();
	await page.reload();
	await me.heading('quotes.none-title').waitFor();
	await me.tab('askings.tab').click();
	await state('askings.state.no').waitFor();
	assert.equal(await asked.getByRole('button', { name: say('askings.quote-now') }).count(), 0);

	// Asked no more: it leaves the list.
	await asked.getByRole('button', { name: say('askings.stop') }).click();
	await me.dialog().getByRole('button', { name: say('askings.stop'), exact: true }).click();
	await me.heading('askings.none-title').waitFor();
	assert.deepEqual(await stumbles(page), []);
	assert.equal(await wide(me), 0);
}
