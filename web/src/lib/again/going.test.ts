import { describe, expect, it } from 'vitest';
import { TextMap } from '../coding/positions.ts';
import { allowAgain, carried, holds, inItsWords, keepAlso, keptOut, letterOf, partsOf, piecesOf, wasChanged, withMarked, type Answers, type Part } from './going.ts';

const hidden = '\u2588'.repeat(13);
const text = `Samir: كيف كان الشتاء؟\n\nAmina: جاءت هانا 👩‍👩‍👧 بمدفأتين. كنا نضحك كثيرًا. أخي مختبئ.\n\n${hidden}\n\nWe left ██████ in May.`;
const map = new TextMap(text, 'ar');
const at = (words: string, after = false) => map.point(text.indexOf(words) + (after ? words.length : 0));
const turns = [
	{ speaker: 'Samir', start: 0, end: at('Amina') },
	{ speaker: 'Amina', start: at('Amina'), end: map.length }
];
const parts = partsOf(map, turns, 'ar');
const [asks, tells, gone, left] = parts as [Part, Part, Part, Part];
const words = (spans: readonly { start: number; end: number }[]) => spans.map(({ start, end }) => map.slice(start, end));
const said = (...all: [Part, 'read' | 'kept'][]): Answers => new Map(all.map(([part, answer]) => [part.start, { answer }]));

describe('a story that is gone through', () => {
	it('has a part for each paragraph, without the label that repeats who speaks, and knows what was covered before', () => {
		expect(parts.map(({ speaker, text, out }) => [speaker, text, out])).toEqual([
			['Samir', 'كيف كان الشتاء؟', false],
			['Amina', 'جاءت هانا 👩‍👩‍👧 بمدفأتين. كنا نضحك كثيرًا. أخي مختبئ.', false],
			[undefined, hidden, true],
			[undefined, 'We left ██████ in May.', false]
		]);
		expect(words(tells.sentences)).toEqual(['جاءت هانا 👩‍👩‍👧 بمدفأتين.', 'كنا نضحك كثيرًا.', 'أخي مختبئ.']);
	});
	it('is sent as passages in code points, in the order of the story', () => {
		expect(keptOut(parts, new Map())).toEqual([]);
		const kept = keptOut(parts, said([left, 'kept'], [asks, 'read'], [tells, 'kept']));
		expect(words(kept)).toEqual([tells.text, left.text]);
		expect(map.unit(kept[0]?.end ?? 0)).toBe(text.indexOf('أخي مختبئ.') + 'أخي مختبئ.'.length);
	});
	it('is kept sentence by sentence; those beside each other are one passage, and all of them are the whole part', () => {
		const [first, second, third] = tells.sentences as [(typeof tells.sentences)[0], (typeof tells.sentences)[0], (typeof tells.sentences)[0]];
		let now = keepAlso(map, tells, undefined, third);
		now = keepAlso(map, tells, now, first);
		expect(words(keptOut(parts, new Map([[tells.start, now]])))).toEqual(['جاءت هانا 👩‍👩‍👧 بمدفأتين.', 'أخي مختبئ.']);
		now = keepAlso(map, tells, now, second);
		expect(now).toEqual({ answer: 'kept' });
		expect(holds(now, second)).toBe(true);
		const less = allowAgain(map, tells, now, second);
		expect(words(keptOut(parts, new Map([[tells.start, less!]])))).toEqual(['جاءت هانا 👩‍👩‍👧 بمدفأتين.', 'أخي مختبئ.']);
		expect(allowAgain(map, tells, allowAgain(map, tells, less, first), third)).toBeUndefined();
	});
	it('is kept by whole words where it was marked by hand, in each part it touches, and never where it is covered', () => {
		const next = withMarked(map, parts, said([asks, 'read']), { start: at('شتاء'), end: at('جاءت', true) });
		expect(words(keptOut(parts, next))).toEqual(['الشتاء؟', 'جاءت']);
		const over = withMarked(map, parts, new Map(), { start: at('أخي'), end: at('We', true) });
		expect(over.has(gone.start)).toBe(false);
		expect(words(keptOut(parts, over))).toEqual(['أخي مختبئ.', 'We']);
	});
	it('is drawn in pieces: read, kept, covered before', () => {
		expect(piecesOf(map, left, keepAlso(map, left, undefined, { start: at('We left'), end: at('We left', true) })).map(({ text, is }) => [text, is])).toEqual([['We left', 'kept'], [' ', 'read'], ['██████', 'covered'], [' in May.', 'read']]);
		expect(piecesOf(map, tells, undefined).map(({ unit }) => unit)).toEqual([text.indexOf('جاءت')]);
	});
});
it('keeps what can be kept when the words are changed meanwhile', () => {
	const changed = new TextMap(text.replace('الشتاء', 'الشتاء الأول'), 'ar');
	const now = partsOf(changed, turns.map((turn) => ({ ...turn, start: turn.start && turn.start + 6, end: turn.end + 6 })), 'ar');
	const third = tells.sentences[2]!;
	const next = carried(parts, new Map([[asks.start, { answer: 'kept' }], [tells.start, keepAlso(map, tells, undefined, third)], [left.start, { answer: 'read' }]]), now);
	expect(keptOut(now, next).map(({ start, end }) => changed.slice(start, end))).toEqual(['أخي مختبئ.']);
	expect([...next.values()].map(({ answer }) => answer)).toEqual(['some', 'read']);
});
it('goes under the same id for as long as it is the same', () => {
	const body = { revision_id: 'r', asked_on: '2026-03-02', kept_out: [{ start: 0, end: 4 }] };
	const first = letterOf(body);
	expect(letterOf(structuredClone(body), first)).toBe(first);
	expect(letterOf({ ...body, kept_out: [] }, first).id).not.toBe(first.id);
});
it('knows that the words were changed, and says what is wrong in the words of the field', () => {
	const problem = (at: string, code: string) => ({ status: 422, code: 'invalid', title: '', detail: '', type: 'about:blank', fields: [{ at, code, detail: 'so' }] });
	expect([wasChanged(problem('/revision_id', 'passage.outside')), wasChanged(problem('/start', 'passage.outside'))]).toEqual([true, false]);
	expect(inItsWords(problem('/start', 'too-many')).code).toBe('passage.too-many');
	expect(inItsWords(problem('/start', 'passage.outside')).code).toBe('passage.outside');
});
