import { describe, expect, it } from 'vitest';
import { findIn } from './find.svelte.ts';
import { TextMap } from './positions.ts';

const quoted = (text: string, wanted: string) => {
	const map = new TextMap(text);
	return findIn(map, wanted).map(({ start, end }) => map.slice(start, end));
};
describe('finding in the text', () => {
	it('does not mind case and accents', () => expect(quoted('Étage, étage 😀 etage', 'ETAGE')).toEqual(['Étage', 'étage', 'etage']));
	it('does not mind Arabic vowel marks', () => expect(quoted('سكنّا 🍲 ثم سكنا', 'سكنا')).toEqual(['سكنّا', 'سكنا']));
	it('finds across a line end', () => expect(quoted('one\ntwo', 'one two')).toEqual(['one\ntwo']));
	it('finds nothing for nothing', () => expect(quoted('abc', '  ')).toEqual([]));
});
