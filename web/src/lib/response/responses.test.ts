import { describe, expect, it } from 'vitest';
import type { ResponseReply, SummaryLine } from '#lib/api';
import { grouped, held, isTooLong, longest, may, readByAll, waitingOf } from './responses.ts';

const one = (id: string, more: Partial<ResponseReply> = {}): ResponseReply => ({ id, kind: 'question', state: 'waiting', summary_id: 's', summary_title: 'What opens a street', language: 'en', question: 'Who paid?', begun_at: '2026-03-01T09:00:00Z', happened_on: '', may: ['say', 'decline', 'remove'], ...more });

describe('what is said beside summaries', () => {
	it('stands by what waits for whom: the longest waiting first, then what is read, the newest first', () => {
		const all = [one('new', { begun_at: '2026-03-09T09:00:00Z' }), one('old'), one('shown', { state: 'shown' }), one('later', { state: 'shown', begun_at: '2026-03-02T09:00:00Z' }), one('no', { state: 'declined' }), one('again', { state: 'again' })];
		expect(grouped(all).map(({ state, all }) => [state, all.map(({ id }) => id)])).toEqual([['waiting', ['old', 'new']], ['again', ['again']], ['shown', ['later', 'shown']], ['declined', ['no']]]);
		expect(waitingOf(all)).toHaveLength(2);
	});
	it('is let out by somebody else, and where somebody reads it', () => {
		const drafted = one('a', { state: 'drafted', said_by: { id: 'me', display_name: 'Dara' } });
		expect([held(drafted, 'me'), held({ ...drafted, may: ['pass'] }, 'you'), held({ ...drafted, summary_title: null }, 'you'), held(one('a'), 'me')]).toEqual(['yours', undefined, 'no-summary', undefined]);
		expect([may(drafted, 'say'), may(drafted, 'pass')]).toEqual([true, false]);
	});
	it('is as long as the service allows, counted in signs of any script', () => expect([isTooLong(' م'.repeat(longest.words / 2)), isTooLong('🪔'.repeat(longest.words + 1)), isTooLong('abc', 2)]).toEqual([false, true, true]));
	it('is told beside what everybody reads', () => {
		const line = (id: string, more: Partial<SummaryLine>) => ({ id, state: 'published', address: `/read/forum/${id}`, ...more }) as SummaryLine;
		expect(readByAll([line('a', {}), line('b', { address: null }), line('c', { state: 'retired' }), line('d', { state: 'in-review' })]).map(({ id }) => id)).toEqual(['a', 'd']);
	});
});
