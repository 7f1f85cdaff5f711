import { describe, expect, it } from 'vitest';
import { TextMap } from '../coding/positions.ts';
import { isOut, opening, paragraphsOf, wholeWords } from './passages.ts';

const text = 'Samir: كيف كان الشتاء؟\n\nAmina: جاءت هانا 👩‍👩‍👧 بمدفأتين.\nكنا نضحك كثيرًا.\n\nA note.';
const map = new TextMap(text);
const at = (words: string) => map.point(text.indexOf(words));
const turns = [
	{ speaker: 'Samir', start: 0, end: at('Amina') },
	{ speaker: 'Amina', start: at('Amina'), end: at('A note') }
];
const limit = (from: string, to: string, id = 'one') => ({ id, start: at(from), end: at(to), since: '2026-03-01T09:00:00Z' });

describe('a story for its narrator', () => {
	it('has all of its words, says once who speaks, and leaves out the label that repeats it', () => {
		const all = paragraphsOf(map, turns, []);
		expect(all.map((one) => [one.speaker, one.pieces.map((piece) => piece.text).join()])).toEqual([
			['Samir', 'كيف كان الشتاء؟'],
			['Amina', 'جاءت هانا 👩‍👩‍👧 بمدفأتين.'],
			[undefined, 'كنا نضحك كثيرًا.'],
			[undefined, 'A note.']
		]);
		for (const one of all) expect(map.slice(one.start, one.end)).toBe(one.pieces.map((piece) => piece.text).join(''));
	});
	it('is one voice where nobody is named', () => expect(paragraphsOf(map, [], []).length).toBe(4));
	it('is cut where a passage is kept out, behind an emoji too', () => {
		const [, amina] = paragraphsOf(map, turns, [limit('بمدفأتين', '.\nكنا')]);
		expect(amina?.pieces.map((piece) => [piece.text, piece.out])).toEqual([
			['جاءت هانا 👩‍👩‍👧 ', false],
			['بمدفأتين', true],
			['.', false]
		]);
		expect(amina?.pieces[1]?.unit).toBe(text.indexOf('بمدفأتين'));
		expect([amina?.out, amina?.ending.map((one) => one.id)]).toEqual([false, ['one']]);
	});
	it('offers to allow a passage again where it ends, once', () => {
		const all = paragraphsOf(map, turns, [limit('جاءت', 'A note'), limit('هانا', 'كنا', 'two')]);
		expect(all.map((one) => one.ending.map((limit) => limit.id))).toEqual([[], ['two'], ['one'], []]);
		expect(all.map((one) => one.out)).toEqual([false, true, true, false]);
	});
});
it('knows a passage that is wholly kept out', () => {
	expect(isOut({ start: 2, end: 4 }, [{ id: 'a', start: 0, end: 4, since: '2026-03-01T09:00:00Z' }])).toBe(true);
	expect(isOut({ start: 2, end: 5 }, [{ id: 'a', start: 0, end: 4, since: '2026-03-01T09:00:00Z' }])).toBe(false);
});
it('says which passage is meant by its first words', () => expect(opening('We came in November. The flat had no heating.', 22)).toBe('We came in November. …'));
it('leaves no half of a word standing', () => {
	const story = new TextMap('We came in November. كنا نضحك كثيرًا.', 'en');
	const grown = (from: string, to: string) => {
		const { start, end } = wholeWords(story, { start: story.point(story.text.indexOf(from)), end: story.point(story.text.indexOf(to)) });
		return story.slice(start, end);
	};
	expect([grown('ame', 'vember'), grown('came', ' in'), grown('حك', 'يرًا')]).toEqual(['came in November', 'came', 'نضحك كثيرًا']);
});
