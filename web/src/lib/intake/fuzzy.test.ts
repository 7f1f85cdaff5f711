import { expect, it } from 'vitest';
import { fuzzyFrom } from './fuzzy.ts';

it('a date is as exact as what was said', () => {
	expect([fuzzyFrom('2026', '', ''), fuzzyFrom('2026', '03', ''), fuzzyFrom('2026', '03', '14')]).toEqual(['2026', '2026-03', '2026-03-14']);
});
it('a day that does not exist is left out', () => expect(fuzzyFrom('2026', '02', '30')).toBe('2026-02'));
it('half a year is no date', () => expect(fuzzyFrom('20', '03', '')).toBe(''));
it('years may be written in other digits', () => expect([fuzzyFrom('٢٠٢٦', '', ''), fuzzyFrom('۲۰۲۶', '', '')]).toEqual(['2026', '2026']));
