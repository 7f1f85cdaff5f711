import { describe, expect, it } from 'vitest';
import { add, draftOf, find, fresh, inPart, isBroken, kindsFor, mayStand, move, PARTS, patch, putBack, remove, toPart, type Draft } from './document.ts';
import { documentFrom, TEMPLATES } from './templates.ts';
import { onTop } from './merge.ts';

const empty: Draft = { title: 'Doors', standfirst: '', blocks: [] };
const told = (part: 'purpose' | 'response', text: string) => ({ ...fresh('text', part), text }) as ReturnType<typeof fresh>;
const words = (draft: Draft) => draft.blocks.map((block) => (block.kind === 'text' ? block.text : block.kind));

describe('a document', () => {
	const [one, two, last] = [told('purpose', 'one'), told('purpose', 'two'), told('response', 'last')];
	const three = [last, one, two].reduce((draft, block) => add(draft, block), empty);
	it('keeps its blocks in the order of the parts', () => expect(words(three)).toEqual(['one', 'two', 'last']));
	it('sorts what comes unsorted', () => expect(words(draftOf({ title: '', blocks: [last, one] }))).toEqual(['one', 'last']));
	it('adds behind a block', () => expect(words(add(three, told('purpose', 'between'), one.id))).toEqual(['one', 'between', 'two', 'last']));
	it('moves a block within its part and no further', () => {
		expect(words(move(three, two.id, -1))).toEqual(['two', 'one', 'last']);
		expect(move(three, two.id, 1)).toBe(three);
		expect(move(three, one.id, -1)).toBe(three);
	});
	it('takes a block away and puts it back where it was', () => expect(words(putBack(remove(three, one.id), one, 0))).toEqual(['one', 'two', 'last']));
	it('puts nothing back twice', () => expect(putBack(three, one, 2)).toBe(three));
	it('changes one block and leaves the document that was', () => {
		expect(words(patch<'text'>(three, two.id, { text: 'deux' }))).toEqual(['one', 'deux', 'last']);
		expect(words(three)).toEqual(['one', 'two', 'last']);
	});
	it('lets no text stand where every sentence rests on passages', () => {
		expect(kindsFor('learning-points')).toEqual(['statement', 'quote', 'figure']);
		expect(toPart(three, one.id, 'learning-points')).toBe(three);
		expect(inPart(toPart(three, one.id, 'disclosure'), 'disclosure')).toHaveLength(1);
	});
	it('is broken without a title, or with more of some than there are', () => {
		const nine = { ...fresh('small-figure', 'small-figures'), numerator: 9, denominator: 5 } as ReturnType<typeof fresh>;
		expect([three, { ...three, title: ' ' }, add(three, nine)].map(isBroken)).toEqual([false, true, true]);
	});
	it('leaves a withdrawn block where it is', () => expect(mayStand({ id: '1', kind: 'withdrawn', part: 'quotes' }, 'purpose')).toBe(false));
});
describe('a template', () => {
	it.each(TEMPLATES)('%s has no words in it, and nothing where it may not stand', (template) => {
		const made = draftOf(documentFrom(template, 'Title'));
		expect(made.blocks.every((block) => kindsFor(block.part).includes(block.kind))).toBe(true);
		for (const block of made.blocks) expect('text' in block ? block.text : '').toBe('');
		expect(new Set(made.blocks.map((block) => block.id)).size).toBe(made.blocks.length);
	});
	it('of a year speaks in nearly every part', () => expect(new Set(documentFrom('annual', 'T').blocks?.map((b) => b.part)).size).toBe(PARTS.length - 1));
});
describe('mine on top of theirs', () => {
	const [a, b, c] = [told('purpose', 'a'), told('purpose', 'b'), told('purpose', 'c')];
	const base = { ...empty, blocks: [a, b, c] };
	const say = (draft: Draft, id: string, text: string) => patch<'text'>(draft, id, { text });
	it('keeps what each changed', () => {
		const merged = onTop(base, say(base, a.id, 'mine'), { ...say(base, b.id, 'theirs'), title: 'Gates' });
		expect(words(merged.draft)).toEqual(['mine', 'theirs', 'c']);
		expect(merged).toMatchObject({ both: [], draft: { title: 'Gates' } });
	});
	it('says what both changed, and lets mine stand', () => {
		const merged = onTop(base, say(base, a.id, 'mine'), say(base, a.id, 'theirs'));
		expect([words(merged.draft)[0], merged.both]).toEqual(['mine', [a.id]]);
	});
	it('puts a new block behind what it stood behind', () => {
		const merged = onTop(base, add(base, told('purpose', 'new'), a.id), remove(base, c.id));
		expect(words(merged.draft)).toEqual(['a', 'new', 'b']);
	});
	it('takes away what I took away, unless they worked on it', () => {
		expect(words(onTop(base, remove(base, a.id), base).draft)).toEqual(['b', 'c']);
		expect(words(onTop(base, remove(base, a.id), say(base, a.id, 'theirs')).draft)).toEqual(['theirs', 'b', 'c']);
	});
	it('keeps what I worked on and they took away', () => expect(words(onTop(base, say(base, b.id, 'mine'), remove(base, b.id)).draft)).toEqual(['a', 'mine', 'c']));
	it('finds a block by its id', () => expect(find(base, b.id)).toBe(b));
});
