import { describe, expect, it } from 'vitest';
import type { ExportContent, ExportReply } from '#lib/api';
import { HandoverDraft } from './draft.svelte.ts';
import { cell, eachCodeOnce, fileName, toCsv, toJson } from './files.ts';
import { asRanges, waiting } from './notices.ts';

const made: ExportReply = { id: '0198a000-0000-7000-8000-00000000abcd', recipient: 'University', contact: 'x@example.org', purpose: 'quote-anonymously', audience: 'partners', made_at: '2026-03-01T09:00:00Z', lines: 2, notices: [{ line: 2, since: '2026-03-02T09:00:00Z', acknowledged_at: null }, { line: 1, since: '2026-03-02T09:00:00Z', acknowledged_at: '2026-03-03T09:00:00Z' }] };
const content = (...words: string[]): ExportContent => ({ recipient: 'University', terms: 'Delete, when told.', lines: words.map((text, i) => ({ line: i + 1, testimony_id: 's', words: text, codes: ['c1', 'c2'] })) });
const nameOf = (code: string) => ({ c1: 'Housing', c2: 'Work' })[code] ?? code;

describe('a table', () => {
	it('never begins a cell as a formula begins', () => {
		for (const text of ['=1+1', '+31 6', '-2', '@sum(a1)', ' =cmd', '\t=1', '\r=1', '\n@x', '\u00a0=1', '＝1', '＋1', '－1', '＠x', '−5', '\ufeff=1']) expect(cell(text).replace(/^"/, '')[0], JSON.stringify(text)).toBe("'");
	});
	it('leaves other words as they are', () => {
		for (const text of ['We found a flat', 'وجدنا بيتًا', '12', 'a=b', '(=1)']) expect(cell(text)).toBe(text);
	});
	it('keeps commas, quotes and lines inside their cell', () => {
		expect(cell('She said "go", and left')).toBe('"She said ""go"", and left"');
		expect(cell('one\ntwo')).toBe('"one\ntwo"');
		expect(cell('=HYPERLINK("x")')).toBe('"\'=HYPERLINK(""x"")"');
	});
	it('says its encoding, and the terms with every line', () => expect(toCsv(content('وجدنا بيتًا', '-go'), nameOf)).toBe('\ufeffline,words,codes,story,terms\r\n1,وجدنا بيتًا,Housing | Work,s,"Delete, when told."\r\n2,"\'-go",Housing | Work,s,"Delete, when told."\r\n'));
});
it('is JSON with the words as they were said, and how the recipient is reached left out', () => {
	const text = toJson(made, content('=1+1'), nameOf);
	expect(JSON.parse(text)).toEqual({ id: made.id, made_at: made.made_at, recipient: 'University', purpose: 'quote-anonymously', audience: 'partners', terms: 'Delete, when told.', lines: [{ line: 1, testimony_id: 's', words: '=1+1', codes: [{ id: 'c1', name: 'Housing' }, { id: 'c2', name: 'Work' }] }] });
	expect(text).not.toContain('x@example.org');
});
it('names a code once that two coders put on the same words', () => expect(eachCodeOnce({ ...content('x'), lines: [{ line: 1, testimony_id: 's', words: 'x', codes: ['c1', 'c1', 'c2'] }] }).lines[0]?.codes).toEqual(['c1', 'c2']));
it('is saved under a name that names nobody', () => expect(fileName(made, 'csv')).toBe('handed-over-2026-03-01-00abcd.csv'));

describe('what must be deleted', () => {
	it('waits until the recipient said that it is', () => expect(waiting(made).map((one) => one.line)).toEqual([2]));
	it('is written as people write numbers', () => {
		expect(asRanges([7, 1, 2, 3, 9, 10])).toEqual(['1–3', '7', '9', '10']);
		expect(asRanges([])).toEqual([]);
	});
});

describe('something to hand over', () => {
	it('asks for everything, and chooses nothing beforehand', () => {
		const draft = new HandoverDraft();
		expect(draft.missing).toEqual(['recipient', 'contact', 'way', 'audience']);
		expect(draft.body()).toBeUndefined();
	});
	it('is sent as it was chosen', () => {
		const draft = new HandoverDraft();
		Object.assign(draft, { recipient: ' University ', contact: 'x@example.org', way: 'quote-anonymously', audience: 'partners' });
		expect(draft.body()).toEqual({ recipient: 'University', contact: 'x@example.org', purpose: 'quote-anonymously', audience: 'partners' });
		draft.contact = 'x'.repeat(201);
		expect(draft.missing).toEqual(['contact-long']);
	});
});
