import { expect, it } from 'vitest';
import type { EditionLine } from '#lib/api';
import { comparedWith, sittings } from './editions.ts';

const line = (number: number, who: string, minute: number): EditionLine => ({ number, by: { id: who, display_name: who }, made_at: new Date(Date.UTC(2026, 2, 1, 9, minute)).toISOString() });
const all = [line(6, 'Noor', 200), line(5, 'Noor', 195), line(4, 'Ed', 190), line(3, 'Noor', 60), line(2, 'Noor', 2), line(1, 'Noor', 0)];
it('what one person wrote in one go is one line', () => expect(sittings(all).map((one) => [one.oldest.number, one.newest.number])).toEqual([[5, 6], [4, 4], [3, 3], [1, 2]]));
it('a sitting is compared with what was before it, an edition with the one before', () => {
	expect([6, 5, 4, 2, 1].map((n) => comparedWith(all, n))).toEqual([4, 4, 3, 1, undefined]);
});
