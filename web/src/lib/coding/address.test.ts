import { describe, expect, it } from 'vitest';
import { readPlace, writePlace } from './address.ts';

const url = (tail: string) => new URL(`https://kith.example/p/1/t/2${tail}`);
describe('the address of the workbench', () => {
	it('leads to a passage and a coding', () => expect(readPlace(url('?at=12-40&coding=x').searchParams)).toEqual({ at: { start: 12, end: 40 }, coding: 'x', tipping: undefined }));
	it('minds nothing that is not a place', () => {
		for (const odd of ['?at=', '?at=9-3', '?at=a-b', '?at=-1-4', '?at=1']) expect(readPlace(url(odd).searchParams).at).toBeUndefined();
	});
	it('is written and read again, and leaves the rest alone', () => {
		const place = { at: { start: 3, end: 9 }, coding: undefined, tipping: 'tip' };
		const written = writePlace(url('?revision=r&coding=old'), place);
		expect(readPlace(written.searchParams)).toEqual(place);
		expect(written.searchParams.get('revision')).toBe('r');
	});
});
