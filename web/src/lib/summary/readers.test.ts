import { describe, expect, it } from 'vitest';
import { reaches, standingOf } from './readers.ts';

describe('the readers of a summary', () => {
	it('are told what is allowed for them or for more', () => {
		expect(reaches('public', 'funder')).toBe(true);
		expect(reaches('funder', 'funder')).toBe(true);
		expect(reaches('partners', 'funder')).toBe(false);
		expect(reaches('funder', 'public')).toBe(false);
	});
	it('have links that open until they are ended or over', () => {
		const link = { ended_at: null, expires_at: '2026-05-30T00:00:00Z', opened_times: 0 };
		const [before, after] = [new Date('2026-05-29'), new Date('2026-05-30')];
		expect(standingOf(link, before)).toBe('unopened');
		expect(standingOf({ ...link, opened_times: 2 }, before)).toBe('opened');
		expect(standingOf(link, after)).toBe('over');
		expect(standingOf({ ...link, ended_at: '2026-03-01T00:00:00Z' }, after)).toBe('ended');
	});
});
