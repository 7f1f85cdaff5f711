// After somebody told, the person who welcomed them sits beside them and reads the story to them once more: they say which passages
// they keep to themselves. On a phone in Arabic; and on a desk by key alone, while somebody mends the words. Told on each database.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { newId } from '../../web/src/lib/api/id.ts';
import { stumbles } from './axe.mjs';
import { databases, openBrowser, openHouse, telling, visit } from './house.mjs';
import * as life from './life.mjs';
import * as told from './told.mjs';

const album = process.env.KITH_ALBUM;
if (album) mkdirSync(album, { recursive: true });
const password = life.account.password;
const sentences = ['طرقت الجارة بابنا وسألت إن كنا نحتاج إلى مصباح.', 'كان أخي مختبئًا عندنا في الغرفة الخلفية.', 'بعدها شربنا القهوة معًا كل يوم أحد.'];
const paragraphs = ['وصلنا إلى المدينة في مارس ومعنا حقيبتان.', 'دفعنا للمهرّب كل ما كان معنا من مال.', sentences.join(' '), 'الآن أعمل في المكتبة وأعرف جيراني.'];

for (const database of databases)
	describe(`going through a story together, on ${database}`, { concurrency: 2 }, () => {
		let browser;
		before(async () => (browser = await openBrowser()));
		after(() => browser.close());
		const story = (name, tell) =>
			test(name, { timeout: 240_000 }, async () => {
				const house = await openHouse(database);
				try {
					await tell(browser, house, (who, deed) => telling(`together ${database} ${name}`, who, house, deed));
				} finally {
					await house.close();
				}
			});
		story('two passages are kept, and nobody but their narrator reads them', keepsTwo);
		story('by key alone, while somebody mends the words; and what is not sent is not lost unasked', whileItIsMended);
	});

async function team(browser, house) {
	const { request } = await browser.newContext();
	const found = await told.begin(house, request, 'Arriving in Zuid');
	const [collector, coder] = [await told.joins(house, browser, found, 'Bo', ['collector']), await told.joins(house, browser, found, 'Cleo', ['coder'])];
	const narrator = await told.welcomes(collector, found, { pseudonym: 'أمينة', language: 'ar', allows: { store: 'team', analyse: 'team' } });
	const story = await told.tells(collector, found, narrator, { title: 'المصباح على الدرج', language: 'ar', paragraphs });
	const home = `/p/${found.id}`;
	return { ...found, collector, coder, narrator, story, home, together: `${home}/testimonies/collected/${story.testimony}/together` };
}
async function comes(browser, house, email, options, [who, language] = []) {
	if (who) await told.done(who('PATCH', '/account', { language }));
	const me = await visit(browser, house, options);
	await life.signIn(me, { email, password });
	if (who) me.speaks(language);
	return me;
}
async function leaves(me) {
	life.nothingWentWrong(me);
	await me.context.close();
}
async function looks(me, name) {
	await me.settled();
	if (album) await me.page.screenshot({ path: join(album, `together-${name}.png`), fullPage: name.endsWith('-whole') });
	assert.deepEqual(await stumbles(me.page), [], name);
	assert.equal(await me.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0, `wider than the window: ${name}`);
}
/** What of it the browser keeps. */
const left = ({ page }) => page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]));
const parts = ({ page }) => page.locator('[data-part]');
const press = (me, part, key) => me.button(key, {}, part).click();
/** What the last word is asked for with. */
async function finishes(me) {
	await me.button('again.finish').click();
	await me.button('again.finish-verb', {}, me.dialog()).click();
	await me.dialog().waitFor({ state: 'detached' });
}

async function keepsTwo(browser, house, as) {
	const { lead, project, collector, coder, narrator, story, home, together } = await team(browser, house);
	const code = await told.returnCode(collector, { project }, narrator);
	const open = async () => (await told.done(coder('GET', `${project}/testimonies/${story.testimony}`))).text;
	const bo = await comes(browser, house, 'bo@example.org', { width: 390 }, [collector, 'ar']);
	await as(bo, async () => {
		const { page, say } = bo;
		await bo.go(`${home}/narrators/${narrator}`);
		await page.getByText(say('again.not-yet')).waitFor();
		await looks(bo, 'narrator-before-390-ar');
		await bo.link('again.title').click();
		await page.waitForURL(`**${together}`);
		const part = parts(bo);
		await part.nth(3).waitFor();
		assert.equal(await part.count(), 4);
		await looks(bo, 'begins-390-ar');
		assert.equal(await page.locator('[aria-pressed="true"]').count(), 0, 'nothing is decided beforehand');
		await press(bo, part.nth(0), 'again.read');
		await press(bo, part.nth(1), 'again.kept');
		assert.deepEqual(await part.nth(1).getByRole('button', { pressed: true }).allInnerTexts(), [say('again.kept')]);
		// Of the longer one a sentence.
		await press(bo, part.nth(2), 'again.some');
		await part.nth(2).getByRole('button', { name: sentences[1], exact: true }).click();
		await part.nth(2).getByText(say('again.some-kept', { n: 1 })).waitFor();
		await looks(bo, 'sentences-390-ar');
		await press(bo, part.nth(2), 'again.some-close');
		assert.equal(await part.nth(2).locator('s').innerText(), sentences[1]);
		await bo.heading('again.left-title', { n: 1 }).waitFor();
		assert.equal(await bo.button('again.finish').count(), 0);
		// A few words, marked by a finger; and then not.
		await part.nth(3).locator('[data-unit]').evaluate((it) => document.getSelection().setBaseAndExtent(it.firstChild, 6, it.firstChild, 9));
		await bo.button('again.keep-marked').waitFor();
		await looks(bo, 'marked-390-ar');
		await bo.button('again.keep-marked').click();
		assert.equal(await part.nth(3).locator('s').innerText(), 'أعمل');
		await press(bo, part.nth(3), 'again.read');
		assert.equal(await part.nth(3).locator('s').count(), 0);
		const number = new Intl.NumberFormat('ar').format(4);
		await page.getByText(say('again.progress', { n: number, of: number })).waitFor();
		await looks(bo, 'gone-through-390-ar-whole');
		assert.ok(!(await left(bo)).includes('مختبئ'), 'nothing of it stays in the browser');
		// Its answer is lost on the way: it is sent again, and kept once.
		const way = '**/asked-again/*';
		bo.expectRefusal(503, `/api${project}/collected/${story.testimony}/asked-again/`);
		await page.route(way, async (route) => (await route.fetch(), await route.fulfill({ status: 503 })));
		await bo.button('again.finish').click();
		await bo.dialog().getByText(say('again.finish-means', { n: 2, name: '\u2068أمينة\u2069' })).waitFor();
		await looks(bo, 'asks-390-ar');
		await bo.button('again.finish-verb', {}, bo.dialog()).click();
		await page.getByRole('alert').filter({ hasText: say('problem.server-away') }).waitFor();
		await page.unroute(way);
		await finishes(bo);
		await bo.heading('again.sent-title').waitFor();
		assert.ok(await page.evaluate(() => document.activeElement?.tagName === 'H1'));
		await looks(bo, 'sent-390-ar-whole');
		await bo.link('again.to-narrator', { name: '\u2068أمينة\u2069' }).click();
		await page.getByText(say('again.done', { date: dayIn('ar'), n: 2 })).waitFor();
		await looks(bo, 'narrator-after-390-ar-whole');
		// Where it is gone through once more, they stand covered.
		await bo.go(together);
		await part.nth(1).getByText(say('again.covered-all')).waitFor();
		assert.equal(await part.nth(1).getByRole('button').count(), 0);
		await page.getByText(say('again.before', { date: dayIn('ar') })).waitFor();
		await looks(bo, 'once-more-390-ar-whole');
		assert.ok(!(await page.content()).includes('مختبئ'));
		await leaves(bo);
	});
	assert.equal((await told.done(collector('GET', `${project}/narrators/${narrator}/asked-again`))).length, 1);
	const text = await open();
	for (const gone of [paragraphs[1], sentences[1]]) assert.ok(!text.includes(gone));
	for (const stays of [paragraphs[0], sentences[0], sentences[2], paragraphs[3]]) assert.ok(text.includes(stays));
	const cleo = await comes(browser, house, 'cleo@example.org');
	await as(cleo, async () => {
		await cleo.go(`${home}/t/${story.testimony}`);
		await cleo.page.locator('article [data-words]', { hasText: sentences[2] }).first().waitFor();
		for (const gone of ['المهرّب', 'مختبئ']) assert.equal(await cleo.page.getByText(gone).count(), 0);
		// Who only reads goes through nothing.
		cleo.expectRefusal(404, `/api${project}/collected/`);
		await cleo.go(together);
		await cleo.heading('error.not-found-title').waitFor();
		await leaves(cleo);
	});
	const amina = await visit(browser, house, { width: 390, locale: 'ar' });
	await as(amina, async () => {
		amina.speaks('ar');
		await amina.go('/mine');
		await amina.field('mine.code').fill(code);
		await amina.button('mine.open').click();
		await amina.page.getByText(amina.say('again.mine', { date: dayIn('ar') })).waitFor();
		assert.equal(await amina.page.getByRole('button', { name: amina.say('mine.allow-again') }).count(), 2);
		await looks(amina, 'mine-390-ar-whole');
		await leaves(amina);
	});
	const ada = await comes(browser, house, 'ada@example.org');
	await as(ada, async () => {
		await told.protects({ lead, project });
		await ada.go(`${home}/audit?act=consent`);
		await ada.page.getByText(new RegExp(ada.say('audit.act.consent.asked-again'))).waitFor();
		// Whoever leads sees that it was done, and is not sent there: they did not welcome her.
		await ada.go(`${home}/narrators/${narrator}`);
		await ada.page.getByText(ada.say('again.done', { date: dayIn('en-GB'), n: 2 })).waitFor();
		assert.equal(await ada.link('again.title').count(), 0);
		await looks(ada, 'narrator-after-1440-en-whole');
		await leaves(ada);
	});
}
const dayIn = (language) => new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'Europe/Amsterdam' }).format(new Date());

async function whileItIsMended(browser, house, as) {
	const { project, collector, story, home, together } = await team(browser, house);
	const bo = await comes(browser, house, 'bo@example.org', { width: 1440 });
	await as(bo, async () => {
		const { page, say } = bo;
		await bo.go(`${home}/testimonies/collected/${story.testimony}`);
		await page.getByText(say('again.not-yet')).waitFor();
		await looks(bo, 'story-1440-en');
		await bo.link('again.title').first().click();
		const part = parts(bo);
		await part.nth(3).waitFor();
		// Each key decides on the part one is at, and goes on to the next.
		for (const key of ['k', 'm', 'n', 'm']) await page.keyboard.press(key);
		assert.deepEqual(await part.evaluateAll((all) => all.map((it) => [...it.querySelectorAll('.choice')].map((one) => one.ariaPressed === 'true').join())), ['false,true', 'true,false', 'false,false', 'true,false']);
		assert.equal(await page.evaluate(() => document.activeElement?.closest('[data-part]')?.id), await part.nth(2).getAttribute('id'));
		await looks(bo, 'half-way-1440-en');
		// Not lost unasked.
		await page.getByRole('link', { name: say('testimonies.mine'), exact: true }).first().click();
		await bo.dialog().getByText(say('again.leave-means')).waitFor();
		await bo.button('again.stay', {}, bo.dialog()).click();
		await bo.dialog().waitFor({ state: 'detached' });
		await bo.heading('again.left-title', { n: 1 }).waitFor();
		await page.keyboard.press('k');
		await looks(bo, 'gone-through-1440-en-whole');
		// Meanwhile a slip is mended in the second and the third.
		const mended = paragraphs.map((one, i) => (i === 1 || i === 2 ? `${one} نعم.` : one)).join('\n\n');
		await told.done(collector('PUT', `${project}/collected/${story.testimony}/revisions/${newId()}`, { text: mended, reason: 'A slip.' }));
		bo.expectRefusal(422, `/api${project}/collected/${story.testimony}/asked-again/`);
		await finishes(bo);
		await page.getByText(say('again.changed')).waitFor();
		await bo.heading('again.left-title', { n: 2 }).waitFor();
		assert.deepEqual(await part.evaluateAll((all) => all.map((it) => it.querySelectorAll('[aria-pressed="true"]').length)), [1, 0, 0, 1]);
		await looks(bo, 'changed-1440-en');
		// They have had enough: what they kept is kept, and the rest is as it was.
		await bo.button('again.stop').click();
		await looks(bo, 'stops-1440-en');
		await bo.button('again.stop-verb', {}, bo.dialog()).click();
		await bo.heading('again.sent-some-title').waitFor();
		await looks(bo, 'sent-1440-en');
		const { text } = await told.done(collector('GET', `${project}/collected/${story.testimony}`));
		assert.ok(!text.includes(paragraphs[0]) && text.includes(paragraphs[1]) && text.includes(paragraphs[3]));
		// Now nothing is at stake: one goes without being asked.
		await bo.link('hand.open').click();
		await page.getByText(say('again.done', { date: dayIn('en-GB'), n: 1 })).waitFor();
		assert.equal(await bo.dialog().count(), 0);
		await looks(bo, 'story-after-1440-en');
		await leaves(bo);
	});
}
