import { describe, expect, it } from 'vitest';
import { TextMap } from './positions.ts';

const family = '👩‍👩‍👧‍👦';
const texts = {
	plain: 'We found a flat.',
	emoji: `My ${family} slept. 🍲 ready`,
	arabic: 'سكنّا في غرفة واحدة 🍲 تسعة أشهر.',
	combining: 'e\u0301te\u0301 क्षि ก็ดี',
	lines: `one 😀\n\ntwo ${family} three`
};
/** The slow, sure way. */
const slow = (text: string) => [...text];

describe('positions', () => {
	for (const [name, text] of Object.entries(texts)) {
		it(`go from code points to units and back: ${name}`, () => {
			const map = new TextMap(text);
			const points = slow(text);
			expect(map.length).toBe(points.length);
			for (let p = 0; p <= points.length; p++) {
				const unit = points.slice(0, p).join('').length;
				expect(map.unit(p)).toBe(unit);
				expect(map.point(unit)).toBe(p);
			}
		});
		it(`quote what the slow way quotes: ${name}`, () => {
			const map = new TextMap(text);
			const points = slow(text);
			for (let a = 0; a <= points.length; a += 2) for (let b = a; b <= points.length; b += 3) expect(map.slice(a, b)).toBe(points.slice(a, b).join(''));
		});
	}
	it('hold for random mixtures', () => {
		const letters = ['a', 'ب', '\u0301', '😀', '\u200d', '\n', ' ', '👩', 'क्'];
		let seed = 7;
		const random = (n: number) => (seed = (seed * 16807) % 2147483647) % n;
		for (let round = 0; round < 200; round++) {
			const text = Array.from({ length: random(40) }, () => letters[random(letters.length)]).join('');
			const map = new TextMap(text);
			slow(text).forEach((_, p, all) => expect(map.point(map.unit(p))).toBe(p) ?? all);
			const a = random(map.length + 1);
			const snapped = map.snap({ start: a, end: random(map.length + 1) });
			expect(snapped.start).toBeLessThanOrEqual(snapped.end);
		}
	});
	it('stay inside the text', () => {
		const map = new TextMap('ab');
		expect([map.unit(-1), map.unit(9), map.point(-4), map.point(99)]).toEqual([0, 2, 0, 2]);
	});
});

describe('snapping', () => {
	it('takes a family of emoji whole', () => {
		const map = new TextMap(texts.emoji);
		const inside = map.snap({ start: 4, end: 6 });
		expect(map.slice(inside.start, inside.end)).toBe(family);
	});
	it('keeps a letter with its mark', () => {
		const map = new TextMap('été'.normalize('NFD'));
		expect(map.snap({ start: 1, end: 2 })).toEqual({ start: 0, end: 2 });
		const arabic = new TextMap('كنّا');
		expect(arabic.snap({ start: 1, end: 2 })).toEqual({ start: 1, end: 3 });
	});
	it('drops white space at both ends, and turns a backward selection', () => {
		expect(new TextMap('  we  ').snap({ start: 6, end: 0 })).toEqual({ start: 2, end: 4 });
	});
	it('says nothing was selected when only spaces were', () => {
		const { start, end } = new TextMap('a   b').snap({ start: 1, end: 3 });
		expect(start).toBe(end);
	});
});

describe('steps', () => {
	it('go by word, past commas, and into the next line', () => {
		const map = new TextMap('We, too.\n\nCame', 'en');
		expect(map.next(0, 'word')).toBe(4);
		expect(map.next(4, 'word')).toBe(8);
		expect(map.next(8, 'word')).toBe(10);
		expect(map.previous(10, 'word')).toBe(4);
	});
	it('go by sentence', () => {
		const map = new TextMap('She stayed. I cried. Now.', 'en');
		expect([map.next(0, 'sentence'), map.next(12, 'sentence'), map.previous(12, 'sentence')]).toEqual([12, 21, 0]);
	});
	it('go by word in Arabic', () => {
		const map = new TextMap('سكنّا في غرفة', 'ar');
		expect(map.next(0, 'word')).toBe(6);
		expect(map.slice(0, map.wordEnd(6))).toBe('سكنّا');
	});
	it('end words at their last letter', () => {
		const map = new TextMap('We found, then left.', 'en');
		expect(map.nextWordEnd(2)).toBe(8);
		expect(map.nextWordEnd(8)).toBe(14);
		expect(map.previousWordEnd(14)).toBe(8);
	});
	it('find the sentence around a place', () => {
		const map = new TextMap('She stayed. I cried. Now.', 'en');
		expect(map.around(14, 'sentence')).toEqual({ start: 12, end: 20 });
	});
});
