import { describe, expect, it } from 'vitest';
import type { CellReply, FigureReply } from '#lib/api';
import { againstText, CODES, gathered } from './against.ts';
import { PARTS, QUESTIONS, SAYS, STANCES } from './document.ts';
import { barOf, cellText } from './figures.ts';
import { readView, writeView } from './view.ts';
import { words } from '#lib/words';

const problem = (code: string, more = {}) => ({ code, stops: true, block_id: null, number: 3, needed: 5, about: null, ...more });
describe('what stands against a gate', () => {
	it.each(CODES)('%s is said in words, with nothing left open', (code) => expect(againstText(problem(code, { about: 'purpose' }))).toMatch(/^[^{}]{20,}[.]$/));
	it('names the part that is empty', () => expect(againstText(problem('part.empty', { about: 'purpose' }))).toContain('Why this was asked'));
	it('counts', () => expect(againstText(problem('quote.k-too-small'))).toContain('there are 3, and 5 are needed'));
	it('is said of what nobody foresaw too', () => expect(againstText(problem('moon.full'))).toContain('moon.full'));
});
it('names everything that stands in a document', () => {
	const keys = [...PARTS.map((x) => `summary.part.${x}`), ...SAYS.flatMap((x) => [`summary.says.${x}`, `summary.says-guide.${x}`]), ...STANCES.map((x) => `summary.stance.${x}`), ...QUESTIONS.map((x) => `summary.asks.${x}`)];
	expect(keys.filter((key) => !words.has(key))).toEqual([]);
});
it('gathers what is about the same block', () => {
	const of = (block_id: string | null) => ({ ...problem('evidence.none'), block_id });
	expect(gathered([of(null), of('a'), of('b'), of('a'), of(null)]).map((one) => [one.block, one.problems.length])).toEqual([[undefined, 1], ['a', 2], ['b', 1], [undefined, 1]]);
});
describe('a figure', () => {
	const cells: CellReply[] = [{ is: 'shown', number: 20 }, { is: 'shown', number: 10 }, { is: 'fewer-than', number: 5 }, { is: 'withheld' }];
	const figure: FigureReply = { of: 'role', columns: ['narrators'], rows: cells.map((cell, i) => ({ key: `${i}`, name: '', cells: [cell] })), base: { is: 'shown', number: 30 }, withheld: false };
	it('draws what is shown and nothing else', () => expect(cells.map((cell) => barOf(cell, figure))).toEqual([100, 50, 0, 0]));
	it('says each cell', () => expect(cells.map((cell) => cellText(cell, words.say.bind(words), String))).toEqual(['20', '10', 'fewer than 5', 'not told']));
});
it('keeps in the address what is looked at', () => {
	const url = new URL('http://kith.invalid/p/1/summaries/2?view=gates&block=b');
	expect(readView(url.searchParams)).toEqual({ view: 'gates', block: 'b', edition: undefined, before: undefined });
	expect(writeView(url, { view: 'write', block: undefined }).search).toBe('');
	expect(writeView(url, { view: 'editions', edition: 3, before: 1 }).search).toBe('?view=editions&block=b&edition=3&before=1');
	expect(readView(new URLSearchParams('view=moon&edition=x')).view).toBe('write');
});
