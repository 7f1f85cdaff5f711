import { expect, it } from 'vitest';
import type { AskingReply } from '#lib/api';
import { asQuote, openFirst, standingOf, wayOf } from './askings.ts';

const asking = (more: Partial<AskingReply> = {}): AskingReply => ({ id: 'q', testimony_id: 's', revision_id: 'r', start: 4, end: 9, purpose: 'quote-anonymously', audience: 'public', place: 'Yearly report', language: 'ar', words: 'وصلنا', asked_at: '2026-03-02T09:00:00Z', answer: null, answered_at: null, ...more });

it('waits until they say something, and is quoted where the quote of its id is there', () => {
	expect(standingOf(asking(), [])).toBe('waiting');
	expect(standingOf(asking({ answer: 'yes' }), [{ id: 'other' }])).toBe('yes');
	expect(standingOf(asking({ answer: 'yes' }), [{ id: 'q' }])).toBe('quoted');
	expect(standingOf(asking({ answer: 'no' }), [{ id: 'q' }])).toBe('no');
});
it('is quoted to the letter as it was asked', () => expect(asQuote(asking({ answer: 'yes' }))).toEqual({ testimony_id: 's', revision_id: 'r', start: 4, end: 9, purpose: 'quote-anonymously', audience: 'public', place: 'Yearly report' }));
it('says no more of who speaks than a way that is known', () => expect([wayOf('quote-by-name'), wayOf('something-new')]).toEqual(['quote-by-name', 'quote-anonymously']));
it('shows what is not answered first, then the newest', () => {
	const list = [asking({ id: 'a', answer: 'yes', asked_at: '2026-03-09T09:00:00Z' }), asking({ id: 'b' }), asking({ id: 'c', asked_at: '2026-03-03T09:00:00Z' })];
	expect(openFirst(list).map((one) => one.id)).toEqual(['c', 'b', 'a']);
});
