import { expect, it } from 'vitest';
import type { RepresentativeReply } from '#lib/api';
import { inOrder, spanOf, speaksOn } from './speaking.ts';

const one = (more: Partial<RepresentativeReply> = {}): RepresentativeReply => ({ id: 'r', role: 'guardian', since: '2026-03-01', until: '2026-03-31', ended_at: null, ...more });

it('speaks from the first day to the last, and not after it was ended', () => {
	expect(['2026-02-28', '2026-03-01', '2026-03-31', '2026-04-01'].map((day) => speaksOn(one(), day))).toEqual([false, true, true, false]);
	expect(speaksOn(one({ until: null }), '2031-01-01')).toBe(true);
	expect(speaksOn(one({ ended_at: '2026-03-10T09:00:00Z' }), '2026-03-20')).toBe(false);
});
it('shows who speaks now before who did', () => {
	const list = [one({ id: 'ended', ended_at: '2026-03-10T09:00:00Z' }), one({ id: 'over', since: '2026-04-01', until: '2026-04-02' }), one({ id: 'now', since: '2026-01-01', until: null })];
	expect(inOrder(list, '2026-05-01').map(({ id }) => id)).toEqual(['now', 'over', 'ended']);
});
it('says since when and until when, or when it was ended', () => {
	expect(spanOf(one())).toBe('since 1 March 2026 · until 31 March 2026');
	expect(spanOf(one({ until: null }))).toBe('since 1 March 2026');
	expect(spanOf(one({ ended_at: '2026-03-10T09:00:00Z' }))).toBe('since 1 March 2026 · ended on 10 March 2026');
});
