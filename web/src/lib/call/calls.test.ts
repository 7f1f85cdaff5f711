import { describe, expect, it } from 'vitest';
import type { CallReply } from '#lib/api';
import { added, answeredBy, asked, emptyForm, formOf, longest, moved, openTo, othersOf, ownOf, wrongOf } from './calls.ts';

const call = (more: Partial<CallReply>): CallReply => ({ id: 'c', is_own: true, state: 'open', title: 'What opens a street?', called_by: 'The Bridge Fund', language: 'en', purpose: '', questions: ['What opened it?'], indicators: [], period_from: '', period_until: '', closes_on: '', grants: [], contact: '', answers: [], ...more });
const answer = (summary_id: string) => ({ summary_id, publisher: 'Forum', is_own: true });

describe('a call', () => {
	it('goes through the form and back unchanged', () => {
		const before = call({ questions: ['One?', 'Two?'], grants: ['360G-a-1', '360G-b-2'], indicators: ['ioi.housing'], closes_on: '2026-04-30' });
		const { id, is_own, state, answers, ...rest } = before;
		expect(asked(formOf(before))).toEqual(rest);
	});
	it('asks what was filled in, each grant once', () => {
		const form = { ...emptyForm('nl'), title: ' Leren ', called_by: 'Fonds', questions: [{ key: 0, words: ' Wat? ' }, { key: 1, words: '  ' }], grants: '360G-a\n\n360G-a' };
		expect(asked(form)).toMatchObject({ title: 'Leren', questions: ['Wat?'], grants: ['360G-a'], language: 'nl' });
	});
	it('says at which field something is missing, too long or the wrong way round', () => {
		expect(wrongOf(emptyForm(''))).toEqual({ title: 'missing', called_by: 'missing', language: 'missing', 'questions.0': 'missing' });
		const form = { ...formOf(call({})), title: '🪔'.repeat(longest.line + 1), period_from: '2026-02-01', period_until: '2026-01-01', questions: [{ key: 4, words: 'a'.repeat(longest.question + 1) }] };
		expect(wrongOf(form)).toEqual({ title: 'long', period_until: 'backwards', 'questions.4': 'long' });
		expect(wrongOf(formOf(call({ title: '🪔'.repeat(longest.line) })))).toEqual({});
	});
});
describe('its questions', () => {
	const rows = [{ key: 0, words: 'a' }, { key: 3, words: 'b' }];
	it('keep their number when one is added', () => expect(added(rows).map((row) => row.key)).toEqual([0, 3, 4]));
	it('begin at nothing when all were removed', () => expect(added([])).toEqual([{ key: 0, words: '' }]));
	it('change places with their neighbour, and stay at the end', () => {
		expect([moved(rows, 3, -1), moved(rows, 3, 1), moved(rows, 0, 1)].map((all) => all.map((row) => row.key))).toEqual([[3, 0], [0, 3], [3, 0]]);
	});
});
describe('calls', () => {
	const all = [call({ id: 'closed', state: 'closed' }), call({ id: 'open' }), call({ id: 'theirs', is_own: false, answers: [answer('s')] }), call({ id: 'draft', state: 'draft' })];
	it('are told apart, drafts first', () => expect([ownOf(all), othersOf(all)].map((list) => list.map((one) => one.id))).toEqual([['draft', 'open', 'closed'], ['theirs']]));
	it('know which a summary answers, and which it could', () => expect([answeredBy(all, 's'), openTo(all, 's'), openTo(all, 'other')].map((list) => list.map((one) => one.id))).toEqual([['theirs'], ['open'], ['open', 'theirs']]));
});
