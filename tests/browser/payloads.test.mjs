// Whatever people write is text: in names, titles, files and notes. Nothing of it is ever run, and all of it can be read.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as bench from './bench.mjs';
import { docx, vtt } from './documents.mjs';
import { openBrowser, openHouse, telling, visit } from './house.mjs';
import * as life from './life.mjs';

const payload = (name) => `${name} <img src=/executed onerror="alert(1)"><script>alert(2)</script><svg onload=alert(3)> javascript:alert(4) {{7*7}}`;
/** Short enough for names, and different enough to be known again. */
const brief = (name) => `${name}<img src=/executed onerror=alert(1)>`;

test('what people write is shown as text and never run', { timeout: 240_000 }, async () => {
	const house = await openHouse();
	const browser = await openBrowser();
	const me = await visit(browser, house);
	try {
		await telling('payloads', me, house, () => everything(me, house));
		life.nothingWentWrong(me);
	} finally {
		await browser.close();
		await house.close();
	}
});

async function everything(me, house) {
	const { page, say } = me;
	const reads = async (text, where = page) => {
		await where.getByText(text, { exact: false }).filter({ visible: true }).first().waitFor();
		assert.equal(await page.locator('img[src*="executed"], a[href^="javascript:" i], main svg[onload], main script').count(), 0, `markup in ${page.url()}`);
	};
	await life.setUp(me, house, 'en', { name: brief('Ada'), organisation: brief('Neighbours') });
	const home = await life.beginProject(me, brief('Arriving'));
	await reads(brief('Arriving'));
	await life.publishNotice(me, home, { title: brief('Notice'), extra: payload('Body') });
	await page.getByRole('link', { name: brief('Notice') }).click();
	await reads(payload('Body'));
	await life.welcome(me, home, brief('Willow'));

	const files = [
		{ name: `${brief('web').replaceAll('/', '')}.html`, mimeType: 'text/html', buffer: Buffer.from(`<h1>Hello</h1><p onclick="alert(5)">Markup <b>went</b>. <img src=/executed onerror=alert(1)><script>alert(2)</script><a href="javascript:alert(3)">a link</a></p><p>${payload('Page').replaceAll('<', '&lt;').replaceAll('>', '&gt;')}</p><iframe src="/executed"></iframe>`), shows: payload('Page') },
		{ name: 'letter.docx', mimeType: 'application/octet-stream', buffer: docx(['We came in March.', payload('Letter')]), shows: payload('Letter') },
		{ name: 'captions.vtt', mimeType: 'text/vtt', buffer: vtt([[brief('Speaker').replaceAll('=/', '='), payload('Captions')], ['Amber', 'And then the neighbour came with a lamp.']]), shows: payload('Captions') }
	];
	for (const { shows, ...file } of files) {
		await life.tellFromFile(me, file, { title: brief(file.name.slice(0, 3)), look: () => reads(shows), elsewhere: file.name === 'letter.docx' ? 'https://example.org/"><img src=/executed>' : undefined });
		await reads(brief(file.name.slice(0, 3)));
		await me.link('hand.open').click();
		await bench.openBench(me);
		await reads(shows, page.locator('article'));
		if (file.name !== 'captions.vtt') {
			await page.goBack();
			await me.go(`${home}/testimonies/add`);
			await me.pick(me.field('collect.known'), 'Willow', /Willow/);
			await me.button('collect.to-the-story').click();
			await page.waitForURL(/step=tell/);
		}
	}

	// At the workbench: a memo, a turning point, the name of somebody who speaks.
	await bench.drag(me, await bench.paragraph(me, 0, 5), 0, 3);
	await me.button('coding.code').click();
	const [name] = await bench.codesOf(me, 1);
	await bench.takeCode(me, name);
	const memo = me.field('coding.memo');
	await memo.fill(payload('Memo'));
	await memo.blur();
	await bench.drag(me, await bench.paragraph(me, 0, 5), 1, 3);
	await page.keyboard.press('x');
	await me.field('tipping.place').fill(payload('Place'));
	await bench.fillTippingPoint(me);
	await reads(payload('Place'));
	await page.reload();
	await me.tab('coding.tab-codings').click();
	await page.getByRole('list', { name: say('coding.in-order') }).getByRole('button').first().click();
	assert.equal(await me.field('coding.memo').inputValue(), payload('Memo'));

	// A code of the project's own.
	await me.go(`${home}/codebook`);
	await me.button('codebook.add-under').first().click();
	await me.field('codebook.name').fill(brief('Code'));
	await me.field('codebook.definition').fill(payload('Meaning'));
	await me.dialog().getByRole('button', { name: say('ui.save'), exact: true }).click();
	await me.dialog().waitFor({ state: 'detached' });
	await reads(brief('Code'));
	await reads(payload('Meaning'));

	// Found again, and everywhere else where any of it may stand.
	await me.go(`${home}/search`);
	await life.search(me, 'executed');
	await page.locator('mark').first().waitFor();
	await reads('onerror');
	for (const path of ['/', '/account', '/people', home, `${home}/testimonies`, `${home}/narrators`, `${home}/members`, `${home}/settings`, `${home}/notices`, `${home}/search?q=${encodeURIComponent(brief('"x'))}`]) {
		if (path.includes('q=')) me.expectRefusal(422, `/api${home.replace('/p/', '/projects/')}/search`);
		await me.go(path);
		await me.settled();
		await reads('<img src=/executed');
	}
	await me.go(`${home}/narrators`);
	await page.getByRole('link', { name: brief('Willow') }).first().click();
	await me.heading('narrator.their-stories').waitFor();
	await reads(brief('Willow'));
	await me.go('/sign-in?next=javascript:alert(6)//');
	await me.settled();
}
