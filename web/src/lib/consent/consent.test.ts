import { describe, expect, it } from 'vitest';
import type { ConsentSummary } from '#lib/api';
import { ConsentDraft, today } from './draft.svelte.ts';
import { NoticeDraft, paragraphsOf, published } from './notice.svelte.ts';
import { buildingOn, byAudience, foundationsOf, mayKeep, purposes, standingOf } from './purposes.ts';

const asked = () => {
	const draft = new ConsentDraft('2026-03-01');
	draft.notice = 'n1';
	draft.language = 'ar';
	draft.mode = 'spoken-recorded';
	return draft;
};
const summary = (more: Partial<ConsentSummary>): ConsentSummary => ({ record_id: 'c', recorded_at: '2026-03-01T09:00:00Z', valid_until: null, granted: [], withdrawn: [], expired: false, ...more });

describe('a consent being asked for', () => {
	it('has answered nothing beforehand', () => {
		const draft = asked();
		expect(draft.unanswered).toEqual(purposes);
		expect(draft.granted).toEqual([]);
		expect(draft.missing).toEqual(['no-answers']);
	});
	it('sends every purpose, and what was not answered as a no', () => {
		const draft = asked();
		draft.say('store', 'granted');
		const { decisions } = draft.toWire();
		expect(decisions.map((one) => one.purpose)).toEqual(purposes);
		expect(decisions.filter((one) => one.decision === 'granted').map((one) => one.purpose)).toEqual(['store']);
	});
	it('says what a yes rests on, and never says it for the narrator', () => {
		const draft = asked();
		draft.say('quote-anonymously', 'granted');
		expect(draft.lacks('quote-anonymously')).toEqual(['store', 'analyse']);
		expect(draft.answer('analyse')).toBeUndefined();
		expect(draft.missing).toContain('contradiction');
		draft.say('store', 'granted');
		draft.say('analyse', 'granted');
		expect(draft.missing).toEqual([]);
		draft.say('analyse', 'refused');
		expect(draft.contradictions).toEqual(['quote-anonymously']);
	});
	it('takes an answer back', () => {
		const draft = asked();
		draft.say('store', 'granted');
		draft.say('store', undefined);
		expect(draft.unanswered).toContain('store');
	});
	it('uses one audience for all, narrower or wider where somebody chose so', () => {
		const draft = asked();
		draft.audience = 'partners';
		draft.narrow('quote-anonymously', 'public');
		expect(draft.audienceOf('analyse')).toBe('partners');
		expect(draft.audienceOf('quote-anonymously')).toBe('public');
		draft.narrow('quote-anonymously', undefined);
		expect(draft.audienceOf('quote-anonymously')).toBe('partners');
	});
	it('never widens keeping and asking again beyond the team', () => {
		const draft = asked();
		draft.audience = 'public';
		draft.narrow('store', 'public');
		expect(draft.audienceOf('store')).toBe('team');
		expect(draft.audienceOf('contact-again')).toBe('team');
		expect(draft.audienceOf('archive')).toBe('archive');
	});
	it('is not given tomorrow, and does not end before it begins', () => {
		const draft = asked();
		draft.say('store', 'granted');
		draft.collectedOn = '2026-03-02';
		expect(draft.missing).toEqual(['collected-later']);
		draft.collectedOn = '2026-03-01';
		draft.validUntil = '2026-03-01';
		expect(draft.missing).toEqual(['valid-until']);
		draft.validUntil = '2027-03-01';
		expect(draft.missing).toEqual([]);
		expect(draft.toWire().valid_until).toBe(new Date(2027, 2, 1, 23, 59, 59).toISOString());
	});
	it('keeps a plain no, too', () => {
		const draft = asked();
		draft.say('store', 'refused');
		expect(draft.missing).toEqual([]);
		expect(draft.keeps).toBe(false);
	});
	it('knows today where the person is', () => expect(today(new Date(2026, 2, 1, 23, 59))).toBe('2026-03-01'));
});

describe('the purposes', () => {
	it('rest on each other', () => {
		expect(foundationsOf('count')).toEqual(['store', 'analyse']);
		expect(foundationsOf('store')).toEqual([]);
		expect(buildingOn('store')).not.toContain('contact-again');
		expect(buildingOn('analyse')).toContain('quote-by-name');
	});
	it('are gathered by who may have them', () => {
		expect(byAudience([{ purpose: 'count', audience: 'team' }, { purpose: 'quote-anonymously', audience: 'public' }, { purpose: 'store', audience: 'team' }])).toEqual([
			{ audience: 'team', purposes: ['store', 'count'] },
			{ audience: 'public', purposes: ['quote-anonymously'] }
		]);
	});
});

describe('how a consent stands', () => {
	const store = { purpose: 'store', audience: 'team' } as const;
	it('none, given, expired, withdrawn, refused', () => {
		expect(standingOf(null)).toBe('none');
		expect(standingOf(summary({ granted: [store] }))).toBe('given');
		expect(standingOf(summary({ granted: [store], expired: true }))).toBe('expired');
		expect(standingOf(summary({ withdrawn: ['store'] }))).toBe('withdrawn');
		expect(standingOf(summary({}))).toBe('refused');
	});
	it('a story is kept only while keeping is allowed', () => {
		expect(mayKeep(summary({ granted: [store] }))).toBe(true);
		expect(mayKeep(summary({ granted: [store], expired: true }))).toBe(false);
		expect(mayKeep(summary({ granted: [{ purpose: 'contact-again', audience: 'team' }] }))).toBe(false);
		expect(mayKeep(null)).toBe(false);
	});
});

describe('a notice being written', () => {
	const text = (language: string, body: string) => ({ language, title: 'T', body });
	it('has each language once', () => {
		const draft = new NoticeDraft('n', [text('en', 'Words')]);
		draft.add('ar');
		draft.add('ar');
		expect(draft.texts.map((one) => one.language)).toEqual(['en', 'ar']);
		expect([draft.unfinished, draft.ready]).toEqual([['ar'], false]);
	});
	it('is not ready while something of ours stands in brackets', () => {
		const draft = new NoticeDraft('n', [text('en', 'Write to: [your address here]')]);
		expect([draft.bracketed, draft.ready]).toEqual([['en'], false]);
	});
	it('does not change the edition it was begun from', () => {
		const old = text('en', 'Words');
		new NoticeDraft('n', [old]).texts[0]!.body = 'Others';
		expect(old.body).toBe('Words');
	});
	it('is read in paragraphs and points', () => {
		expect(paragraphsOf('One\nline\n\n- a\n- b').map((block) => [block.kind, block.lines])).toEqual([['text', ['One', 'line']], ['points', ['a', 'b']]]);
	});
	it('is shown to narrators only when published, newest first', () => {
		const notice = (number: number, at: string | null) => ({ id: String(number), number, created_at: '', created_by: '', published_at: at, texts: [] });
		expect(published([notice(1, 'x'), notice(3, null), notice(2, 'x')]).map((one) => one.number)).toEqual([2, 1]);
	});
});
