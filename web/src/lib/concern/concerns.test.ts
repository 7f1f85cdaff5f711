import { describe, expect, it } from 'vitest';
import type { ConcernReply } from '#lib/api';
import { isTooLong, letterOf, longest, openOf, settledOf } from './concerns.ts';

const concern = (id: string, made_at: string, settled_at: string | null = null): ConcernReply => ({ id, narrator_id: 'n', words: 'She is followed.', made_by: 'a', made_at, settled_at });

describe('a fear for somebody', () => {
	it('goes twice under one id, so that it arrives once', () => {
		const first = letterOf(' She is followed. ');
		expect(letterOf('She is followed.\n', first)).toBe(first);
	});
	it('goes under another id when its words were changed, so that none are lost', () => {
		const first = letterOf('She is followed.');
		const second = letterOf('She is followed, and afraid.', first);
		expect([second.words, second.id === first.id]).toEqual(['She is followed, and afraid.', false]);
	});
	it('is as long as the service allows, counted in signs of any script', () => {
		expect([isTooLong('🪔'.repeat(longest)), isTooLong(` ${'a'.repeat(longest)} `), isTooLong('a'.repeat(longest + 1))]).toEqual([false, false, true]);
	});
	it('stands among the open ones until it is settled, the newest first', () => {
		const all = [concern('a', '2026-01-01T00:00:00Z'), concern('b', '2026-01-02T00:00:00Z', '2026-01-03T00:00:00Z'), concern('c', '2026-01-04T00:00:00Z'), concern('d', '2026-01-01T00:00:00Z', '2026-01-09T00:00:00Z')];
		expect([openOf(all), settledOf(all)].map((list) => list.map((one) => one.id))).toEqual([['c', 'a'], ['d', 'b']]);
	});
});
