import { expect, it } from 'vitest';
import { grouped, groupedAsTyped, plainDigits } from './code.ts';

it('reads the digits of any script, whatever stands between them', () => {
	expect(plainDigits('4711-0815 2342 9981')).toBe('4711081523429981');
	expect(plainDigits('٤٧١١ ٠٨١٥ ٢٣٤٢ ٩٩٨١')).toBe('4711081523429981');
	expect(plainDigits('۴۷۱۱–۰۸۱۵–۲۳۴۲–۹۹۸۱')).toBe('4711081523429981');
	expect(plainDigits('code: none')).toBe('');
});
it('shows a code in groups of four', () => expect(grouped('4711081523429981')).toBe('4711 0815 2342 9981'));
it('groups while somebody types, in their own digits, and takes no more than a code has', () => {
	expect(groupedAsTyped('47110')).toBe('4711 0');
	expect(groupedAsTyped('4711 ')).toBe('4711');
	expect(groupedAsTyped('٤٧١١٠')).toBe('٤٧١١ ٠');
	expect(groupedAsTyped('4711081523429981999')).toBe('4711 0815 2342 9981');
});
