import { describe, expect, it } from 'vitest';
import { changes, differ } from './diff.ts';
import { fresh, move, patch, remove, type Draft, type Statement } from './document.ts';

const shown = (before: string, after: string) =>
	differ(before, after)
		.map(({ words, is }) => (is === 'same' ? words : is === 'added' ? `{+${words}+}` : `[-${words}-]`))
		.join('');
describe('words', () => {
	it('are added, taken away, exchanged', () => {
		expect(shown('The door opened.', 'The old door opened.')).toBe('The {+old +}door opened.');
		expect(shown('The old door opened.', 'The door opened.')).toBe('The [-old -]door opened.');
		expect(shown('a b c', 'a x c')).toBe('a [-b-]{+x+} c');
	});
	it('that change together stand together', () => expect(shown('we met at school', 'we met in town')).toBe('we met [-at school-]{+in town+}'));
	it('are the same', () => expect(differ('same', 'same')).toEqual([{ words: 'same', is: 'same' }]));
	it('come from nothing and go to nothing', () => expect([shown('', 'new'), shown('old', ''), shown('', '')]).toEqual(['{+new+}', '[-old-]', '']));
	it('of Arabic are words too', () => expect(shown('فتح الجار الباب', 'فتح الجار النافذة')).toBe('فتح الجار [-الباب-]{+النافذة+}'));
	it('never lose a letter', () => {
		const [before, after] = ['one two  three\n\nfour five', 'two one three four\n\nsix'];
		const found = differ(before, after);
		expect(found.filter((one) => one.is !== 'added').map((one) => one.words).join('')).toBe(before);
		expect(found.filter((one) => one.is !== 'removed').map((one) => one.words).join('')).toBe(after);
	});
});
describe('editions', () => {
	const [a, b, c] = [fresh('text', 'purpose'), fresh('statement', 'learning-points') as Statement, fresh('figure', 'coverage')];
	const before: Draft = { title: 'Doors', standfirst: '', blocks: [a, c, b] };
	it('are the same', () => expect(changes(before, before)).toEqual([]));
	it('tell what is new, gone and changed', () => {
		const after = { ...patch<'text'>(remove(before, c.id), a.id, { text: 'Why' }), title: 'Gates' };
		expect(changes(before, after).map((one) => [one.is, one.block?.id])).toEqual([['changed', undefined], ['changed', a.id], ['removed', c.id]]);
	});
	it('tell what a sentence rests on now', () => {
		const [change] = changes(before, patch<'statement'>(before, b.id, { evidence: ['1', '2'] }));
		expect(change).toMatchObject({ is: 'changed', fields: [], also: ['evidence'], rested: { before: 0, after: 2 } });
	});
	it('tell what moved, and only that', () => {
		const d = fresh('text', 'purpose');
		const two = { ...before, blocks: [a, d, c, b] };
		expect(changes(two, move(two, d.id, -1)).map((one) => one.is)).toEqual(['moved']);
	});
});
