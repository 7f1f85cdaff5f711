// At the workbench: selecting with the mouse and with the keyboard, coding, turning points.
import assert from 'node:assert/strict';

const words = (me) => me.page.locator('article [data-words]');

/** Names of codes that may be used, as the picker shows them. */
export async function codesOf(me, n) {
	const names = await me.page.locator('[role="listbox"] [role="option"] .label > bdi').allTextContents();
	return [...new Set(names)].slice(0, n);
}
/** Opens the list of codings at the side. */
export const codingsAtTheSide = async (me) => {
	await me.tab('coding.tab-codings').click();
	return me.page.getByRole('list', { name: me.say('coding.in-order') });
};
/** How many codings there are, as the tab says. */
export async function counts(me, n) {
	const figure = new Intl.NumberFormat('en').format(n);
	await me.page.waitForFunction(({ label, figure }) => [...document.querySelectorAll('[role="tab"]')].some((tab) => tab.textContent.includes(label) && tab.querySelector('.count')?.textContent === figure), { label: me.say('coding.tab-codings'), figure });
}
/** The n-th paragraph that has enough words, brought to the middle of the window. */
export async function paragraph(me, n, least = 8) {
	const index = await words(me).evaluateAll((all, { n, least }) => all.map((element, i) => ({ i, long: element.textContent.trim().split(/\s+/).length })).filter((one) => one.long >= least)[n]?.i, { n, least });
	assert.notEqual(index, undefined, `the story has a paragraph ${n} of ${least} words`);
	const found = words(me).nth(index);
	await found.evaluate((element) => element.scrollIntoView({ block: 'center' }));
	return found;
}
/** Draws the mouse from one word of a paragraph to another, as a hand does; says what is selected then. */
export async function drag(me, place, from = 0, to = 4) {
	const ends = await place.evaluate(async (element, [from, to]) => {
		// A hand waits until the page stands still.
		let still = 0;
		for (let last; still < 4; ) {
			await new Promise((drawn) => requestAnimationFrame(drawn));
			const { top, left } = element.getBoundingClientRect();
			still = last === `${top} ${left}` ? still + 1 : 0;
			last = `${top} ${left}`;
		}
		const walk = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
		const found = [];
		for (let node = walk.nextNode(); node; node = walk.nextNode()) for (const word of node.data.matchAll(/\S+/gu)) found.push({ node, start: word.index, end: word.index + word[0].length });
		const box = ({ node, start, end }) => {
			const range = document.createRange();
			range.setStart(node, start);
			range.setEnd(node, end);
			return range.getClientRects()[0];
		};
		const rtl = getComputedStyle(element).direction === 'rtl';
		const [a, b] = [box(found[from]), box(found[Math.min(to, found.length - 1)])];
		const y = (rect) => rect.top + rect.height / 2;
		return { first: found[from].node.data.slice(found[from].start, found[from].end), last: ((one) => one.node.data.slice(one.start, one.end))(found[Math.min(to, found.length - 1)]), from: { x: rtl ? a.right - 1 : a.left + 1, y: y(a) }, to: { x: rtl ? b.left + 1 : b.right - 1, y: y(b) } };
	}, [from, to]);
	const { mouse } = me.page;
	await mouse.move(ends.from.x, ends.from.y);
	await mouse.down();
	await mouse.move((ends.from.x + ends.to.x) / 2, ends.to.y, { steps: 3 });
	await mouse.move(ends.to.x, ends.to.y);
	await mouse.up();
	await me.page.getByRole('toolbar', { name: me.say('coding.with-selection') }).waitFor();
	const chosen = await me.page.evaluate(() => document.getSelection().toString());
	assert.ok(ends.first.includes(chosen.split(/\s/)[0]) && ends.last.includes(chosen.split(/\s/).at(-1)) && chosen.includes(' '), `from "${ends.first}" to "${ends.last}" is selected: ${chosen}`);
}
/** Types a few letters of a code and takes it with Enter; the passage is selected already. */
export async function takeCode(me, name) {
	const box = me.page.getByRole('combobox', { name: me.say('coding.find-code') });
	await box.fill(name);
	await box.press('Enter');
}
/** Where the passage cursor stands, and the keyboard with it. */
export const toTheText = async (me) => {
	await me.page.keyboard.press('t');
	await me.page.waitForFunction(() => document.activeElement?.matches('[data-cursor]'));
};
export async function saysAloud(me, key, values) {
	await me.page.locator('[role="status"]', { hasText: me.say(key, values) }).waitFor({ state: 'attached' });
}
/** The workbench with everything in it: the words, the codes, the list of codings at the side. Says which codes there are. */
export async function openBench(me) {
	await words(me).first().waitFor();
	await me.page.locator('[role="listbox"] [role="option"]').first().waitFor();
	await me.tab('coding.tab-codings').click();
	return codesOf(me, 6);
}
/** By keyboard alone: on to the next paragraph, and its first sentence selected. */
export async function keyboardToNextSentence(me) {
	const { keyboard } = me.page;
	await keyboard.press('ArrowDown');
	await keyboard.press('Space');
	await keyboard.press('Space');
	await me.page.getByRole('toolbar', { name: me.say('coding.with-selection') }).waitFor();
}
/** Gathers several codes in the picker, and takes them together. */
export async function takeSeveral(me, names) {
	const box = me.page.getByRole('combobox', { name: me.say('coding.find-code') });
	for (const name of names) {
		await box.fill(name);
		await box.press('Control+Enter');
	}
	await box.fill('');
	await me.button('coding.apply-several', { n: names.length }).click();
}
/** The two answers a tipping point needs, and some words; kept. */
export async function fillTippingPoint(me) {
	const { page, say } = me;
	await me.heading('tipping.mark').waitFor();
	await page.getByRole('group', { name: say('tipping.axis.shape'), exact: true }).getByRole('radio').first().check();
	await me.field('tipping.axis.identified_by').selectOption({ index: 1 });
	await me.field('tipping.year').fill('2019');
	await me.field('tipping.before').fill('Nobody on the stairs said a word.');
	await me.button('tipping.keep').click();
	await page.getByText(say('tipping.interpretation'), { exact: true }).waitFor();
}
export const longWord = (place) => place.evaluate((element) => [...element.textContent.matchAll(/\p{L}{6,}/gu)].map((found) => found[0]).slice(0, 6).sort((a, b) => b.length - a.length)[0]);
/** Enough of a word to know it again when another form of it was found. */
export const stem = (word) => word.normalize('NFC').toLocaleLowerCase().slice(0, 5);
/** The words a link led to, as they are marked in the text. */
export const placeOfLink = (me) =>
	me.page.evaluate(() => {
		const range = document.createRange();
		const [place] = CSS.highlights.get('kith-place');
		range.setStart(place.startContainer, place.startOffset);
		range.setEnd(place.endContainer, place.endOffset);
		return range.toString();
	});
