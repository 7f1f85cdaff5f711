// One person's way through Kith, from the link in the terminal to a withdrawal, on each database and in two languages that
// run in opposite directions. Nothing is done but by what stands on the screen.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { readFileSync } from 'node:fs';
import * as bench from './bench.mjs';
import { pdf } from './documents.mjs';
import { databases, makeRun, openBrowser, openHouse, telling, visit } from './house.mjs';
import * as life from './life.mjs';
import { documentOf, interviewAsPdf } from './places.mjs';

const narrator = 'Amber Willow';

for (const database of databases)
	describe(`a story's way through Kith, on ${database}`, { concurrency: 2 }, () => {
		let browser;
		before(async () => (browser = await openBrowser()));
		after(() => browser.close());
		for (const language of ['en', 'ar'])
			test(`in ${language === 'ar' ? 'Arabic' : 'English'}`, { timeout: 240_000 }, async (t) => {
				const house = await openHouse(database, makeRun);
				const me = await visit(browser, house);
				try {
					await telling(`journey ${database} ${language}`, me, house, () => journey(me, house, language, (name) => t.diagnostic(name)));
					life.nothingWentWrong(me);
				} finally {
					await me.context.close();
					await house.close();
				}
			});
	});

async function journey(me, house, language, step) {
	const { page } = me;
	const direction = () => page.evaluate(() => document.documentElement.dir);

	step('sets up, begins a project, publishes a notice, welcomes a narrator');
	await life.setUp(me, house, language);
	assert.equal(await direction(), language === 'ar' ? 'rtl' : 'ltr');
	const home = await life.beginProject(me, 'Arriving in Zuid');
	await life.publishNotice(me, home);
	await life.welcome(me, home, narrator);

	step('brings in a document, a PDF and captions');
	const docx = documentOf('docx');
	const first = await life.tellFromFile(me, docx.path, { tongue: docx.tongue });
	const [letter, captions] = [documentOf('txt'), documentOf('vtt')];
	await me.button('hand.another-same').click();
	const interview = interviewAsPdf();
	if (interview) await life.tellFromFile(me, interview.path, { tongue: interview.tongue });
	else {
		step('KITH_CORPORA names no folder with a PDF: one is printed instead');
		await life.tellFromFile(me, { name: 'printed.pdf', mimeType: 'application/pdf', buffer: await pdf(me.context.browser(), readFileSync(letter.path, 'utf8')) }, { tongue: letter.tongue });
	}
	await me.button('hand.another-same').click();
	await life.tellFromFile(me, captions.path, { tongue: captions.tongue });
	await me.go(`${home}/testimonies`);
	await page.waitForFunction(() => document.querySelectorAll('main tbody tr').length === 3);
	assert.equal(await direction(), language === 'ar' ? 'rtl' : 'ltr', 'the language lasts');

	step('opens one in the workbench');
	await page.getByRole('link', { name: first, exact: true }).first().click();
	await page.waitForURL(/\/t\//);
	const codes = await bench.openBench(me);
	assert.ok(codes.length >= 6, `the codebook is at hand: ${codes}`);

	step('codes twenty passages: ten with the mouse, eight by keyboard, two with several codes');
	let codings = 0;
	for (let i = 0; i < 10; i++) {
		await bench.drag(me, await bench.paragraph(me, i, 20), 0, i % 2 ? 5 : 18);
		if (i < 6) {
			await me.button('coding.code').click();
			await bench.takeCode(me, codes[i]);
		} else await page.getByRole('toolbar', { name: me.say('coding.with-selection') }).getByRole('button', { name: codes[5], exact: true }).click();
		await bench.counts(me, ++codings);
	}
	await bench.toTheText(me);
	for (let i = 0; i < 8; i++) {
		await bench.keyboardToNextSentence(me);
		await page.keyboard.press('Enter');
		await bench.takeCode(me, codes[i % 6]);
		await bench.counts(me, ++codings);
	}
	for (let i = 0; i < 2; i++) {
		await bench.drag(me, await bench.paragraph(me, 12 + i), 1, 6);
		await me.button('coding.code').click();
		await bench.takeSeveral(me, [codes[i], codes[i + 1]]);
		await bench.counts(me, (codings += 2));
	}

	step('takes one back and does it again; marks a turning point');
	await bench.toTheText(me);
	await page.keyboard.press('Control+z');
	await bench.counts(me, codings - 2);
	await page.keyboard.press('Control+Shift+z');
	await bench.counts(me, codings);
	const passage = await bench.paragraph(me, 2);
	await bench.drag(me, passage, 2, 8);
	await me.page.getByRole('toolbar', { name: me.say('coding.with-selection') }).getByRole('button', { name: me.say('tipping.mark'), exact: true }).click();
	await bench.fillTippingPoint(me);
	await page.reload();
	await me.tab('coding.tab-codings').waitFor();
	await bench.counts(me, codings);

	step('finds a word of a coded passage, with its marks, and goes there');
	const word = await bench.longWord(await bench.paragraph(me, 0));
	await me.go(`${home}/search`);
	await life.search(me, word);
	const hit = page.locator('article', { has: page.locator('mark') }).first();
	await hit.waitFor();
	const marked = await hit.locator('mark').first().textContent();
	assert.equal(bench.stem(marked), bench.stem(word));
	const found = await page.locator('[data-hit]').count();
	const facet = page.getByRole('group', { name: me.say('search.facet-indicator'), exact: true }).or(page.getByRole('group', { name: me.say('search.facet-code'), exact: true })).getByRole('checkbox').first();
	await facet.check();
	await page.getByRole('list', { name: me.say('search.in-force') }).waitFor();
	await page.waitForFunction((before) => { const now = document.querySelectorAll('[data-hit]').length; return now > 0 && now <= before && !document.querySelector('section[aria-busy="true"]'); }, found);
	await page.locator('[data-hit] a[data-open]').first().click();
	await page.waitForURL(/\/t\/.*at=/);
	await page.waitForFunction(() => [...(CSS.highlights.get('kith-place') ?? [])].some((range) => range.startContainer.parentElement.getBoundingClientRect().top < innerHeight));
	assert.equal(bench.stem(await bench.placeOfLink(me)), bench.stem(word));

	step('keeps a withdrawal: the story is nowhere any more');
	await life.withdraw(me, home, narrator);
	await me.go(`${home}/search`);
	await me.heading('search.no-stories').waitFor();
	await life.search(me, word);
	await me.heading('search.nothing').waitFor();
	assert.equal(await page.locator('[data-hit]').count(), 0);
	await me.go(`${home}/testimonies`);
	await me.heading('testimonies.none-title').waitFor();
	assert.equal(await page.getByText(first).count(), 0);
	assert.equal(await direction(), language === 'ar' ? 'rtl' : 'ltr');
}
