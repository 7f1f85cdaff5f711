import { describe, expect, it } from 'vitest';
import { fill, namesIn } from './format.ts';

const files = import.meta.glob<Record<string, string>>('/messages/*/*.json', { eager: true, import: 'default' });
const english = new Map<string, string>();
for (const [path, messages] of Object.entries(files)) {
	if (!path.startsWith('/messages/en/')) continue;
	for (const [key, message] of Object.entries(messages)) english.set(key, message);
}

describe('a message', () => {
	it('takes values', () => expect(fill('Hello {name}', { name: 'أمينة' }, 'en')).toBe('Hello أمينة'));
	it('counts as its language does', () => {
		const stories = '{n, plural, one {# історія} few {# історії} other {# історій}}';
		expect([1, 3, 5, 21].map((n) => fill(stories, { n }, 'uk'))).toEqual(['1 історія', '3 історії', '5 історій', '21 історія']);
	});
	it('chooses', () => expect(fill('{x, select, yes {ja} other {nee}}', { x: 'yes' }, 'nl')).toBe('ja'));
	it('keeps # outside a plural', () => expect(fill('room #4', {}, 'en')).toBe('room #4'));
});

describe('the messages', () => {
	it('stand in one file only', () => {
		const all = Object.entries(files).filter(([path]) => path.startsWith('/messages/en/')).flatMap(([, messages]) => Object.keys(messages));
		expect(all.filter((key, i) => all.indexOf(key) !== i)).toEqual([]);
	});
	for (const [path, messages] of Object.entries(files)) {
		if (path.startsWith('/messages/en/')) continue;
		it(`${path} says nothing that English does not, and asks for the same values`, () => {
			expect(Object.keys(messages).filter((key) => !english.has(key))).toEqual([]);
			expect(Object.entries(messages).filter(([key, message]) => namesIn(message).join() !== namesIn(english.get(key) ?? '').join()).map(([key]) => key)).toEqual([]);
		});
	}
});
