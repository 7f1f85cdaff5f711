import { describe, expect, it } from 'vitest';
import type { RequestReply } from '#lib/api';
import { daysUntil, isTooLong, latestDay, longest, monthsAfter, openOf, rights, settledOf, ways } from './requests.ts';

const request = (id: string, due_on: string, settled_at: string | null = null): RequestReply => ({ id, narrator_id: 'n', right: 'access', received_on: '2026-01-01', due_on, extended: false, settled_at });

describe('what is asked for as a right', () => {
	it('is due on the same day of a later month, or on its last, as the server counts', () => {
		expect([monthsAfter('2026-01-31', 1), monthsAfter('2027-12-15', 1), monthsAfter('2027-11-30', 3), monthsAfter('2026-11-22', 3)]).toEqual(['2026-02-28', '2028-01-15', '2028-02-29', '2027-02-22']);
	});
	it('has whole days left, over a change of the clock too', () => {
		expect([daysUntil('2026-03-30', '2026-03-28'), daysUntil('2026-03-28', '2026-03-28'), daysUntil('2026-03-01', '2026-03-02')]).toEqual([2, 0, -1]);
	});
	it('came on no day that the server does not know yet', () => {
		const now = new Date('2026-11-22T23:30:00Z');
		expect(latestDay(now) <= '2026-11-22').toBe(true);
	});
	it('stands among the open ones by urgency until it is settled, then the latest first', () => {
		const all = [request('a', '2026-03-01'), request('b', '2026-02-01', '2026-01-03T00:00:00Z'), request('c', '2026-02-01'), request('d', '2026-02-01', '2026-01-09T00:00:00Z')];
		expect([openOf(all), settledOf(all)].map((list) => list.map((one) => one.id))).toEqual([['c', 'a'], ['d', 'b']]);
	});
	it('is settled in as many signs as the service allows, of any script', () => expect([isTooLong('🪔'.repeat(longest)), isTooLong('a'.repeat(longest + 1))]).toEqual([false, true]));
	it('can be done somewhere, whatever it is', () => expect(rights.filter((right) => !ways[right].length)).toEqual([]));
});
