import { describe, expect, it } from 'vitest';
import { fill, namesIn, pluralsIn } from './format.ts';

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
		it(`${path} says all that English says and nothing else, and asks for the same values`, () => {
			const area = files[path.replace(/^\/messages\/\w+\//, '/messages/en/')] ?? {};
			expect(Object.keys(area).filter((key) => !(key in messages))).toEqual([]);
			expect(Object.keys(messages).filter((key) => !(key in area))).toEqual([]);
			expect(Object.entries(messages).filter(([key, message]) => namesIn(message).join() !== namesIn(english.get(key) ?? '').join()).map(([key]) => key)).toEqual([]);
		});
		it(`${path} has every form its language counts with`, () => {
			const rules = new Intl.PluralRules(path.split('/')[2]);
			const lacking = Object.entries(messages).flatMap(([key, message]) =>
				pluralsIn(message).flatMap((cases) => {
					const needed = new Set(Array.from({ length: 200 }, (_, n) => n).filter((n) => !cases.includes(`=${n}`)).map((n) => rules.select(n)));
					return [...needed, 'other'].filter((form) => !cases.includes(form)).map((form) => `${key}: ${form}`);
				})
			);
			expect(lacking).toEqual([]);
		});
	}
});
