import { describe, expect, it } from 'vitest';
import type { Waiting } from '#lib/api';
import { groupsOf, isLate, monthAfter } from './waits.ts';
import { monthsFrom } from './retention.ts';

const nothing: Waiting = { runs_out: [], look_again: [], unanswered: [], requested: [], kept_too_long: [] };

describe('what waits', () => {
	it('is nothing when nothing waits', () => expect(groupsOf(nothing)).toEqual([]));
	it('puts letters first, and leads to where each is done', () => {
		const groups = groupsOf({ ...nothing, runs_out: [{ narrator_id: 'a', valid_until: '2026-12-06T10:00:00Z' }], look_again: [{ narrator_id: 'b', kind: 'threat', review_on: '2026-11-01' }], unanswered: [{ narrator_id: 'a', at: '2026-11-01T10:00:00Z' }], kept_too_long: [{ narrator_id: 'c', asked_at: '2020-01-01T10:00:00Z' }] });
		expect(groups.map((group) => [group.kind, group.waits[0]?.place])).toEqual([['letters', '#said'], ['runs-out', '/consent'], ['look', '#protection'], ['kept', '']]);
	});
	it('puts what is a right before all, by its day; it is late when that day is over', () => {
		const waits = groupsOf({ ...nothing, unanswered: [{ narrator_id: 'a', at: '2026-11-01T10:00:00Z' }], requested: [{ narrator_id: 'b', right: 'access', due_on: '2026-12-01' }] })[0]!.waits;
		expect(waits.map((wait) => [wait.narrator, wait.right, isLate(wait, new Date(2026, 11, 1, 20).getTime()), isLate(wait, new Date(2026, 11, 2, 1).getTime())])).toEqual([['b', 'access', false, true]]);
	});
	it('tells two letters of one moment apart', () => {
		const letter = { narrator_id: 'a', at: '2026-11-01T10:00:00Z' };
		expect(new Set(groupsOf({ ...nothing, unanswered: [letter, letter] })[0]?.waits.map((one) => one.key)).size).toBe(2);
	});
	it('counts a month as laws do', () => {
		expect(monthAfter('2026-11-05T10:00:00Z')).toBe('2026-12-05T10:00:00.000Z');
		expect(monthAfter('2027-01-31T10:00:00Z')).toBe('2027-02-28T10:00:00.000Z');
		expect(monthAfter('2026-12-31T10:00:00Z')).toBe('2027-01-31T10:00:00.000Z');
	});
	it('is late after that month only', () => {
		const wait = groupsOf({ ...nothing, unanswered: [{ narrator_id: 'a', at: '2026-11-01T10:00:00Z' }] })[0]!.waits[0]!;
		expect([isLate(wait, Date.UTC(2026, 10, 30)), isLate(wait, Date.UTC(2026, 11, 2))]).toEqual([false, true]);
	});
});

describe('how many months stories are kept', () => {
	it('is a whole number, or nothing, which is sent as 0', () => expect([monthsFrom(''), monthsFrom(' 24 '), monthsFrom('1200')]).toEqual([0, 24, 1200]));
	it('is nothing else', () => expect(['0', '1201', '1.5', '-3', 'two', '1e3'].map(monthsFrom)).toEqual(Array(6).fill(undefined)));
	it('may be written in the digits of the reader', () => expect([monthsFrom('٢٤'), monthsFrom('۳۶')]).toEqual([24, 36]));
});
