// The workbench without a mouse: what can be seen there can be reached, and what can be done there can be done.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as bench from './bench.mjs';
import { conversation } from './documents.mjs';
import { openBrowser, openHouse, telling, visit } from './house.mjs';
import * as life from './life.mjs';

test('everything at the workbench is done by keyboard', { timeout: 180_000 }, async () => {
	const house = await openHouse();
	const browser = await openBrowser();
	const me = await visit(browser, house);
	try {
		await telling('keyboard', me, house, async () => {
			await life.setUp(me, house, 'en');
			const home = await life.beginProject(me, 'Arriving');
			await life.publishNotice(me, home);
			await life.welcome(me, home, 'Amber Willow');
			await life.tellFromFile(me, { name: 'stairs.vtt', mimeType: 'text/vtt', buffer: conversation() }, { title: 'The lamp on the stairs' });
			await me.link('hand.open').press('Enter');
			await work(me);
		});
		life.nothingWentWrong(me);
	} finally {
		await browser.close();
		await house.close();
	}
});

async function work(me) {
	const { page, say } = me;
	const { keyboard } = page;
	await page.locator('article [data-words]').first().waitFor();
	await page.locator('[role="listbox"] [role="option"]').first().waitFor();
	/** Walks with Tab until it stands on something of this name. */
	async function tabTo(name, role) {
		for (let i = 0; i < 200; i++) {
			await keyboard.press('Tab');
			const here = page.locator(':focus');
			if ((await here.count()) && (await here.and(page.getByRole(role, { name })).count())) return here;
		}
		throw new Error(`Tab never came to ${role} "${name}"`);
	}
	const spoken = (text) => page.locator('p[role="status"]', { hasText: text }).waitFor({ state: 'attached' });

	// The list of codings at the side: tabs by arrow keys.
	await (await tabTo(say('coding.tab-turns'), 'tab')).press('ArrowRight');
	await page.getByRole('tab', { name: say('coding.tab-codings'), selected: true }).waitFor();

	// Words, sentences, paragraphs; a selection that grows; one code by its letters.
	const [one, two, three] = await bench.codesOf(me, 3);
	await bench.toTheText(me);
	await keyboard.press('ArrowDown');
	await keyboard.press('Shift+ArrowRight');
	await keyboard.press('Shift+ArrowRight');
	await spoken(say('coding.spoken-selected', { quote: 'The neighbour' }));
	await keyboard.press('c');
	await bench.takeCode(me, one);
	await bench.counts(me, 1);
	// Afterwards one stands in the text again, and goes on.
	await page.waitForFunction(() => document.activeElement?.matches('[data-cursor]'));
	await keyboard.press('ArrowDown');
	await keyboard.press('Alt+Shift+ArrowRight');
	await keyboard.press('Enter');
	const box = page.getByRole('combobox', { name: say('coding.find-code') });
	for (const name of [two, three]) {
		await box.fill(name);
		await box.press('Control+Enter');
	}
	await box.press('Enter');
	await bench.counts(me, 3);
	// The codes used last are the digits.
	await page.waitForFunction(() => document.activeElement?.matches('[data-cursor]'));
	await keyboard.press('ArrowDown');
	await keyboard.press('Space');
	await keyboard.press('1');
	await bench.counts(me, 4);

	// Longer and shorter, by one word at either end.
	const quote = () => page.locator('.details blockquote').first().textContent();
	const before = await quote();
	await keyboard.press(']');
	await page.waitForFunction((before) => document.querySelector('.details blockquote').textContent.length > before.length, before);
	await keyboard.press('}');
	await page.waitForFunction((before) => document.querySelector('.details blockquote').textContent === before, before);
	await keyboard.press('{');
	await spoken(/^Now:|^\p{L}+:/u);
	await keyboard.press('[');

	// What it says about the passage, and a note.
	const value = page.locator('.attribute .value').first();
	await tabTo(await value.textContent(), 'button');
	await keyboard.press('Space');
	await page.waitForFunction(() => document.querySelector('.attribute .value').getAttribute('aria-pressed') === 'true');
	await tabTo(say('coding.memo'), 'textbox');
	await keyboard.type('She says it without being asked.');
	const kept = page.waitForResponse((response) => response.request().method() === 'PUT' && response.request().postData()?.includes('without being asked'));
	await keyboard.press('Tab');
	assert.ok((await kept).ok());

	// From coding to coding; remove, and take that back.
	await bench.toTheText(me);
	await keyboard.press('p');
	await keyboard.press('n');
	await keyboard.press('Delete');
	await bench.counts(me, 3);
	await keyboard.press('Control+z');
	await bench.counts(me, 4);
	await keyboard.press('Control+y');
	await bench.counts(me, 3);
	await keyboard.press('Control+z');
	await bench.counts(me, 4);

	// A turning point: its form, field by field.
	await bench.toTheText(me);
	await keyboard.press('Escape');
	await keyboard.press('ArrowDown');
	await keyboard.press('Space');
	await keyboard.press('x');
	await me.heading('tipping.mark').waitFor();
	const shape = page.getByRole('group', { name: say('tipping.axis.shape'), exact: true }).getByRole('radio');
	await tabTo(await shape.first().evaluate((radio) => document.querySelector(`label[for="${radio.id}"]`).textContent), 'radio');
	await keyboard.press('Space');
	await tabTo(new RegExp(say('tipping.axis.identified_by')), 'combobox');
	await keyboard.press('ArrowDown');
	await tabTo(say('tipping.keep'), 'button');
	await keyboard.press('Enter');
	await page.getByText(say('tipping.interpretation'), { exact: true }).waitFor();

	// Find in the story; what was found is selected when one leaves.
	await bench.toTheText(me);
	await keyboard.press('/');
	await keyboard.type('Sunday');
	await keyboard.press('Enter');
	await keyboard.press('Escape');
	await page.getByRole('toolbar', { name: say('coding.with-selection') }).waitFor();
	await keyboard.press('Escape');

	// All of it was kept.
	await page.reload();
	await me.tab('coding.tab-codings').waitFor();
	await bench.counts(me, 4);

	// Nothing that can be pressed is left out on the way with Tab, but what the passage cursor and the lists do as well.
	const here = await page.evaluate(() => {
		const seen = [...document.querySelectorAll('main a[href], main button, main input, main select, main textarea, main [tabindex="0"]')].filter((element) => element.tabIndex >= 0 && !element.disabled && element.checkVisibility({ visibilityProperty: true }) && !element.closest('[inert]'));
		seen.forEach((element, i) => (element.dataset.way = String(i)));
		return seen.length;
	});
	const passed = new Set();
	await page.locator('main [data-way="0"]').focus();
	for (let i = 0; i <= 2 * here + 40 && passed.size < here; i++) {
		const way = await page.evaluate(() => document.activeElement?.dataset.way);
		if (way !== undefined) passed.add(way);
		await keyboard.press('Tab');
	}
	const left = await page.locator('main [data-way]').evaluateAll((all, passed) => all.filter((element) => !passed.includes(element.dataset.way) && !(element.type === 'radio')).map((element) => element.outerHTML.slice(0, 120)), [...passed]);
	assert.deepEqual(left, []);
	assert.ok(here > 15, `there is something to reach: ${here}`);
	// And what is left out has its other way.
	const apart = await page.locator('article button[tabindex="-1"]').count();
	assert.ok(apart > 0 && (await page.getByRole('list', { name: say('coding.in-order') }).or(page.getByRole('tab', { name: new RegExp(say('coding.tab-codings')) })).count()) > 0);
}
