import { describe, expect, it } from 'vitest';
import type { ConsentSummary, QuoteReply } from '#lib/api';
import { QuoteDraft } from './draft.svelte.ts';
import { allowedFor, asCopied, audiencesUpTo, placeIn, placesOf, type ToldIn } from './ways.ts';

const consent: ConsentSummary = { record_id: 'c', recorded_at: '2026-03-01T09:00:00Z', valid_until: null, withdrawn: [], expired: false, granted: [{ purpose: 'analyse', audience: 'team' }, { purpose: 'quote-anonymously', audience: 'public' }, { purpose: 'quote-under-pseudonym', audience: 'partners' }] };
const quote = (more: Partial<QuoteReply> = {}): QuoteReply => ({ id: 'q', testimony_id: 's', revision_id: 'r1', start: 4, end: 9, purpose: 'quote-anonymously', audience: 'team', place: 'Yearly report', words: 'We found a flat.', language: 'en', made_at: '2026-03-02T09:00:00Z', ...more });
const story: ToldIn = { id: 's', title: 'T', language: 'en', revision: { id: 'r1' }, narrator: { id: 'n', pseudonym: 'Amber' } };
const passage = { testimony_id: 's', revision_id: 'r1', start: 4, end: 9 };

describe('what a narrator allows of quoting', () => {
	it('is known way by way', () => expect([allowedFor(consent, 'quote-anonymously'), allowedFor(consent, 'quote-by-name'), allowedFor(null, 'quote-by-name')]).toEqual(['public', undefined, undefined]));
	it('ends at the widest audience', () => expect(audiencesUpTo('funder')).toEqual(['team', 'partners', 'funder']));
});

describe('a quote being chosen', () => {
	it('has chosen nothing beforehand', () => {
		const draft = new QuoteDraft();
		expect(draft.missing).toEqual(['way', 'audience', 'place']);
		expect(draft.body(passage)).toBeUndefined();
	});
	it('is sent as it was chosen, without spaces around its place', () => {
		const draft = new QuoteDraft();
		draft.way = 'quote-by-name';
		draft.choose('funder');
		draft.place = '  Yearly report ';
		expect(draft.body(passage)).toEqual({ ...passage, purpose: 'quote-by-name', audience: 'funder', place: 'Yearly report' });
	});
	it('asks again for whom, when another way is allowed for fewer', () => {
		const draft = new QuoteDraft(() => consent);
		draft.way = 'quote-anonymously';
		draft.choose('public');
		expect(draft.audience).toBe('public');
		draft.way = 'quote-under-pseudonym';
		expect([draft.choices, draft.audience]).toEqual([['team', 'partners'], '']);
		expect(draft.missing).toContain('audience');
	});
	it('counts signs of any script once', () => {
		const draft = new QuoteDraft();
		draft.place = '🕊'.repeat(200);
		expect(draft.missing).not.toContain('place-long');
		draft.place += '.';
		expect(draft.missing).toContain('place-long');
	});
});

describe('a quote in the list', () => {
	it('leads to its words, and to the whole story when the text was mended since', () => {
		expect(placeIn(quote(), story)).toBe('t/s?at=4-9');
		expect(placeIn(quote({ revision_id: 'r0' }), story)).toBe('t/s');
	});
	it('is copied with the chosen name only where that is the way', () => {
		expect(asCopied(quote(), story)).toBe('We found a flat.');
		expect(asCopied(quote({ purpose: 'quote-under-pseudonym' }), story)).toBe('We found a flat.\n— Amber');
		expect(asCopied(quote({ purpose: 'quote-by-name' }), story)).toBe('We found a flat.');
	});
	it('knows where quotes are met, each once', () => expect(placesOf([quote({ place: 'B' }), quote({ place: 'A' }), quote({ place: 'B' })])).toEqual(['A', 'B']));
});
