import { describe, expect, it } from 'vitest';
import { Undo, type Deed } from './undo.svelte.ts';

const said: string[] = [];
const says = (word: string): Deed => ({ name: word, apply: () => said.push(word), revert: () => said.splice(said.lastIndexOf(word), 1) });

describe('undo', () => {
	it('takes back the last deed and does it again', () => {
		const undo = new Undo();
		undo.do(says('housing'));
		undo.do(says('work'));
		expect(undo.undo()?.name).toBe('work');
		expect(said).toEqual(['housing']);
		undo.redo();
		expect(said).toEqual(['housing', 'work']);
		undo.undo();
		undo.undo();
		expect(undo.undo()).toBeUndefined();
		expect(said).toEqual([]);
	});
	it('forgets what was undone once something new is done', () => {
		const undo = new Undo();
		undo.do(says('a'));
		undo.undo();
		undo.do(says('b'));
		expect(undo.redo()).toBeUndefined();
		undo.undo();
	});
	it('keeps only so many deeds', () => {
		const undo = new Undo(2);
		for (const word of ['a', 'b', 'c']) undo.do(says(word));
		expect([undo.undo()?.name, undo.undo()?.name, undo.undo()]).toEqual(['c', 'b', undefined]);
	});
	it('forgets what the server refused', () => {
		const undo = new Undo();
		const deed = says('refused');
		undo.do(deed);
		undo.forget(deed);
		expect(undo.undo()).toBeUndefined();
	});
});
