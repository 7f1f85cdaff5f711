import { expect, it } from 'vitest';
import { within } from './within.ts';

it('leads only to pages of this house', () => {
	expect(within('/p/1/search?q=x')).toBe('/p/1/search?q=x');
	for (const foreign of ['https://elsewhere.example', '//elsewhere.example', '/\\elsewhere.example', '', null]) expect(within(foreign)).toBe('/');
});
