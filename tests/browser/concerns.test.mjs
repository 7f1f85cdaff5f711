// Somebody who reads a story fears for a person in it, on a phone, in their own language. They say so and cannot read it again;
// who protects narrators reads it and settles it. Then the record of processing, as it is read and printed. Told on each database.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { stumbles } from './axe.mjs';
import { databases, openBrowser, openHouse, telling, visit } from './house.mjs';
import * as life from './life.mjs';
import * as told from './told.mjs';

const words = 'تقول إن عمّها يبحث عنها.\nلا تكتبوا اسم المدينة.';
const password = life.account.password;

for (const database of databases)
	describe(`those who protect narrators, on ${database}`, { concurrency: 2 }, () => {
		let browser;
		before(async () => (browser = await openBrowser()));
		after(() => browser.close());
		const story = (name, tell) =>
			test(name, { timeout: 240_000 }, async () => {
				const house = await openHouse(database);
				try {
					await tell(browser, house, (who, deed) => telling(`concerns ${database} ${name}`, who, house, deed));
				} finally {
					await house.close();
				}
			});
		story('a coder fears for somebody and says so once; only a protector reads it, and settles it', fears);
		story('nobody protects anybody yet: that is said before something is written', nobodyYet);
		story('what is done with what people tell is read, printed and taken along', recordOfProcessing);
	});

/** A team with a coder, and a story they may read. */
async function team(browser, house) {
	const { request } = await browser.newContext();
	const found = await told.begin(house, request, 'Arriving in Zuid');
	const coder = await told.joins(house, browser, found, 'Cleo', ['coder']);
	const narrator = await told.welcomes(found.lead, found, { pseudonym: 'أمينة', language: 'ar', allows: { store: 'team', analyse: 'team' } });
	const { testimony } = await told.tells(found.lead, found, narrator, { title: 'المصباح على الدرج', language: 'ar', paragraphs: ['وصلنا في مارس ومعنا حقيبتان.', 'عمّي يسأل عني في كل مكان.'] });
	return { ...found, coder, narrator, testimony, home: `/p/${found.id}` };
}
/** Somebody at a browser, signed in and in the language of their account. */
async function comes(browser, house, email, options, [who, language] = []) {
	if (who) await told.done(who('PATCH', '/account', { language }));
	const me = await visit(browser, house, options);
	await me.go('/sign-in');
	await life.signIn(me, { email, password });
	if (who) me.speaks(language);
	return me;
}
async function leaves(me) {
	life.nothingWentWrong(me);
	await me.context.close();
}
const fits = async ({ page }) => assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0, 'wider than the window');
/** On a phone what is known of a story comes up from below. */
async function beginsToWrite(me, home, testimony) {
	await me.go(`${home}/t/${testimony}`);
	await me.page.locator('article [data-words]').first().waitFor();
	const raise = me.button('concern.raise');
	if (!(await raise.isVisible())) await me.button('coding.toggle-start').click();
	await raise.click();
	await me.dialog().getByText(me.say('concern.ask-lead'), { exact: true }).waitFor();
	return me.dialog().getByLabel(me.say('concern.words'), { exact: true });
}
/** What of it the browser keeps. */
const kept = ({ page }) => page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]));

async function fears(browser, house, as) {
	const { lead, project, coder, narrator, testimony, home } = await team(browser, house);
	const ada = await told.done(lead('GET', '/session'));
	await told.protects({ lead, project });
	const cleo = await comes(browser, house, 'cleo@example.org', { width: 390 }, [coder, 'ar']);
	await as(cleo, async () => {
		const field = await beginsToWrite(cleo, home, testimony);
		await cleo.dialog().getByText(ada.account.display_name).waitFor();
		await cleo.button('concern.send').click();
		await cleo.dialog().getByText(cleo.say('concern.missing')).waitFor();
		assert.ok(await field.evaluate((it) => it === document.activeElement));
		await field.fill('ش'.repeat(4001));
		await cleo.dialog().getByText(cleo.say('concern.too-long', { most: new Intl.NumberFormat('ar').format(4000) })).waitFor();
		assert.deepEqual(await stumbles(cleo.page), []);
		await fits(cleo);
		// Looking at the story again loses nothing.
		await field.fill(words);
		await cleo.button('ui.cancel').click();
		await cleo.dialog().waitFor({ state: 'detached' });
		await cleo.button('concern.raise').click();
		assert.equal(await field.inputValue(), words);
		// It arrives, but the answer is lost on the way: the words stay, and going again they arrive once.
		const way = '**/concerns/*';
		cleo.expectRefusal(503, `/api${project}/narrators/${narrator}/concerns/`);
		await cleo.page.route(way, async (route) => (await route.fetch(), await route.fulfill({ status: 503 })));
		await cleo.button('concern.send').click();
		await cleo.dialog().getByRole('alert').filter({ hasText: cleo.say('problem.server-away') }).waitFor();
		assert.equal(await field.inputValue(), words);
		await cleo.page.unroute(way);
		await cleo.button('concern.send').click();
		await cleo.text('concern.sent').waitFor();
		await cleo.dialog().waitFor({ state: 'detached' });
		assert.ok(!(await kept(cleo)).includes('عمّها'), 'nothing of it stays in the browser');
		// Not where they wrote it, not by its address, and not by asking.
		assert.equal(await (await beginsToWrite(cleo, home, testimony)).inputValue(), '');
		await cleo.go(`${home}/concerns`);
		await cleo.heading('error.not-found-title').waitFor();
		assert.equal(await cleo.page.getByText('عمّها').count(), 0);
		assert.equal(await cleo.page.getByRole('link', { name: cleo.say('nav.concerns') }).count(), 0);
		assert.equal((await coder('GET', `${project}/concerns`)).status, 404);
		await leaves(cleo);
	});
	const protector = await comes(browser, house, 'ada@example.org');
	await as(protector, async () => {
		const { page, say } = protector;
		await protector.go(`${home}/waiting`);
		await page.getByText(say('waiting.concerns-n', { n: 1 }), { exact: true }).waitFor();
		await protector.link('waiting.concerns-read').click();
		await protector.heading('concern.title').waitFor();
		const note = page.getByRole('listitem').filter({ hasText: 'عمّها' });
		await note.getByRole('link', { name: 'أمينة', exact: true }).waitFor();
		assert.equal(await note.count(), 1);
		await note.getByText('Cleo').waitFor();
		assert.equal(await note.locator('.said').evaluate((said) => getComputedStyle(said).direction), 'rtl');
		assert.deepEqual(await stumbles(page), []);
		await note.getByRole('button', { name: new RegExp(say('concern.settle')) }).click();
		await protector.button('concern.stay', {}, protector.dialog()).click();
		await protector.dialog().waitFor({ state: 'detached' });
		await note.getByRole('button', { name: new RegExp(say('concern.settle')) }).click();
		await protector.button('concern.settle-verb', {}, protector.dialog()).click();
		await protector.text('concern.none-open').waitFor();
		assert.equal(await page.evaluate(() => document.activeElement?.id), 'concerns-open');
		await page.getByText(say('concern.settled-n', { n: 1 }), { exact: true }).click();
		await note.getByText(new RegExp(say('concern.settled-on', { date: '.*' }))).waitFor();
		assert.deepEqual(await stumbles(page), []);
		await protector.go(`${home}/waiting`);
		await protector.heading('waiting.nothing-title').waitFor();
		// That it was said and settled is noted; what was said is not.
		await protector.go(`${home}/audit?act=safeguarding`);
		for (const act of ['raised', 'settled']) await page.getByText(new RegExp(say(`audit.act.safeguarding.${act}`))).waitFor();
		assert.equal(await page.getByText('عمّها').count(), 0);
		await leaves(protector);
	});
}

async function nobodyYet(browser, house, as) {
	const { lead: asked, project, home, testimony, narrator } = await team(browser, house);
	const cleo = await comes(browser, house, 'cleo@example.org', { width: 390 });
	await as(cleo, async () => {
		await beginsToWrite(cleo, home, testimony);
		await cleo.dialog().getByText(cleo.say('concern.nobody-title')).waitFor();
		assert.deepEqual(await stumbles(cleo.page), []);
		await leaves(cleo);
	});
	// Beside the narrator too, by key alone.
	const lead = await comes(browser, house, 'ada@example.org');
	await as(lead, async () => {
		await lead.go(`${home}/narrators/${narrator}`);
		await lead.button('concern.raise').focus();
		await lead.page.keyboard.press('Enter');
		await lead.dialog().waitFor();
		await lead.page.keyboard.type('She is followed.');
		await lead.page.keyboard.press('Tab');
		await lead.page.keyboard.press('Tab');
		await lead.page.keyboard.press('Enter');
		await lead.text('concern.sent').waitFor();
		// Whoever leads does not read it.
		assert.equal(await lead.page.getByRole('link', { name: lead.say('nav.concerns') }).count(), 0);
		assert.equal((await asked('GET', `${project}/concerns`)).status, 404);
		await leaves(lead);
	});
}

async function recordOfProcessing(browser, house, as) {
	const { lead, home } = await team(browser, house);
	const me = await comes(browser, house, 'ada@example.org', { width: 390 }, [lead, 'ar']);
	await as(me, async () => {
		const { page } = me;
		await me.go(`${home}/processing`);
		const record = page.locator('article');
		await record.getByRole('heading', { name: 'Record of processing: Arriving in Zuid', exact: true }).waitFor();
		assert.deepEqual(await record.evaluate((it) => [it.lang, getComputedStyle(it).direction]), ['en', 'ltr']);
		await record.locator('strong', { hasText: 'to be said' }).first().waitFor();
		assert.equal(await record.getByText('**').count(), 0);
		assert.deepEqual(await stumbles(page), []);
		await fits(me);
		const taken = page.waitForEvent('download');
		await me.button('processing.download').click();
		const file = await taken;
		assert.match(file.suggestedFilename(), /^record-of-processing-\d{4}-\d\d-\d\d\.md$/);
		const markdown = await readFile(await file.path(), 'utf8');
		assert.match(markdown, /^# Record of processing: Arriving in Zuid\n/);
		// Every word of it stands on the page.
		const letters = (text) => text.replaceAll(/[^\p{L}\p{N}]/gu, '');
		assert.equal(letters(await record.innerText()), letters(markdown));
		// On paper: the record, and nothing of the page around it.
		await page.emulateMedia({ media: 'print' });
		assert.equal(await me.button('processing.print').isVisible(), false);
		for (const around of [page.getByRole('navigation').first(), me.link('shell.skip')]) assert.equal(await around.isVisible(), false);
		assert.ok(await record.isVisible());
		await leaves(me);
	});
}
