import { describe, expect, it } from 'vitest';
import { filterCount, isEmpty, placeOfTrouble, queryOf, readAsked, toggled, writeAsked } from './asking.ts';
import { pieces } from './marking.ts';

const read = (tail: string) => readAsked(new URLSearchParams(tail));
describe('what is asked', () => {
	it('stands in the address and comes back from it', () => {
		const asked = read('q="a+home"&code=1&code=2&attribute=place:Utrecht&from=2019');
		expect(asked.code).toEqual(['1', '2']);
		expect(read(writeAsked(asked).slice(1))).toEqual(asked);
		expect(filterCount(asked)).toBe(4);
	});
	it('is nothing when nothing is asked', () => expect([isEmpty(read('')), isEmpty(read('q=+')), isEmpty(read('kind=speech'))]).toEqual([true, true, false]));
	it('adds and takes away a filter', () => {
		const once = toggled(read(''), 'language', 'ar');
		expect(once.language).toEqual(['ar']);
		expect(toggled(once, 'language', 'ar').language).toEqual([]);
	});
	it('asks the server for no more than was said', () => expect(queryOf(read('q=flat&kind=speech'), 'x')).toEqual({ q: 'flat', kind: ['speech'], limit: 20, after: 'x' }));
	it('knows where the trouble is', () => expect([placeOfTrouble('/q/7'), placeOfTrouble('q:12'), placeOfTrouble('/q')]).toEqual([7, 12, undefined]));
});
describe('marks', () => {
	it('cut a passage at code points, emoji and Arabic alike', () => {
		expect(pieces({ start: 10, end: 19, text: '😀 بيت 👩‍👧' }, [{ start: 12, end: 15 }])).toEqual([{ words: '😀 ', found: false }, { words: 'بيت', found: true }, { words: ' 👩‍👧', found: false }]);
	});
	it('join when they overlap and stay inside the passage', () => {
		expect(pieces({ start: 0, end: 5, text: 'abcde' }, [{ start: 3, end: 9 }, { start: 1, end: 4 }])).toEqual([{ words: 'a', found: false }, { words: 'bcde', found: true }]);
	});
	it('lose no letter', () => expect(pieces({ start: 0, end: 3, text: 'abc' }, []).map((p) => p.words).join('')).toBe('abc'));
});
