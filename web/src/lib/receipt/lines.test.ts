import { encode } from 'uqr';
import { describe, expect, it } from 'vitest';
import { linesOf, unsaid } from './lines.ts';
import { asSaved, asScanned, type ConsentRecord, type PurposeOf } from './record.ts';

const at = '2026-03-01T10:00:00Z';
const one = (purpose: PurposeOf['purpose'], more: Partial<PurposeOf> = {}): PurposeOf => ({ purpose, state: 'given', since: at, audience: 'team', validity_until: null, attribution: 'none', voice: 'none', image: 'none', embargo_until: null, embargo_event: null, review_before_each_use: false, countries_excluded: [], ...more });
const record = (...purposes: PurposeOf[]): ConsentRecord => ({
	record_id: '0198a000-0000-7000-8000-000000000001',
	processing: { privacy_notice: { id: null, language: 'ar', title: 'كيف نحفظ قصتك' }, language: 'ar', purposes, storage_locations: ['not stated'], jurisdiction: 'NL', collection_method: 'witnessed' },
	party: [{ name: 'Neighbours of Zuid', address: 'not stated', contact: 'stories@example.org' }],
	events: [{ time: at }]
});

describe('a record as lines', () => {
	it('puts what is allowed first, each in the order it was asked', () => {
		const lines = linesOf(record(one('count', { state: 'refused' }), one('analyse'), one('store'), one('archive', { state: 'not-asked' })));
		expect(lines.allowed.map((line) => line.purpose)).toEqual(['store', 'analyse']);
		expect(lines.notAllowed).toEqual([
			{ purpose: 'count', answer: 'no', day: undefined },
			{ purpose: 'archive', answer: 'not-asked', day: undefined }
		]);
	});
	it('never shows as a yes what is held, over, taken back or waited for', () => {
		const held = linesOf(
			record(
				one('store', { state: 'renewed' }),
				one('analyse', { state: 'suspended' }),
				one('count', { state: 'expired', validity_until: '2026-06-01T00:00:00Z' }),
				one('quote-anonymously', { state: 'withdrawn' }),
				one('quote-by-name', { state: 'reaffirm-required' }),
				one('share-voice', { state: 'requested' }),
				one('archive', { state: 'revoked' })
			)
		);
		expect(held.allowed.map((line) => line.purpose)).toEqual(['store']);
		expect(held.notAllowed.map(({ answer, day }) => [answer, day])).toEqual([
			['held', at],
			['over', '2026-06-01T00:00:00Z'],
			['taken-back', at],
			['held-until-asked', at],
			['waiting', undefined],
			['over', at]
		]);
	});
	it('says every choice beyond yes', () => {
		const told = one('publish-full-text', { attribution: 'initial', voice: 'altered', image: 'own', embargo_until: at, embargo_event: 'claim-decided', review_before_each_use: true, countries_excluded: ['SY', 'IR'] });
		expect(linesOf(record(told)).allowed[0]?.terms).toEqual([
			{ key: 'receipt.term.name.initial' },
			{ key: 'receipt.term.voice.altered' },
			{ key: 'receipt.term.image.own' },
			{ key: 'receipt.term.shown-first' },
			{ key: 'receipt.term.not-before', day: at },
			{ key: 'receipt.term.not-before-claim' },
			{ key: 'receipt.term.not-in', countries: ['SY', 'IR'] }
		]);
		expect(linesOf(record(one('archive', { embargo_event: 'family-safe' }))).allowed[0]?.terms).toEqual([{ key: 'receipt.term.not-before-family' }]);
		expect(linesOf(record(one('archive', { embargo_event: 'camp-closed' }))).allowed[0]?.terms).toEqual([{ key: 'receipt.term.not-before-event', event: 'camp-closed' }]);
	});
	it('says "without your name" only where the purpose leaves it open', () => {
		const terms = linesOf(record(one('store'), one('quote-under-pseudonym'), one('publish-full-text'))).allowed.map((line) => line.terms.map((term) => term.key));
		expect(terms).toEqual([[], [], ['receipt.term.name.none']]);
	});
	it('leaves out what nobody has said of who keeps the story, and knows what is missing', () => {
		const { keeper } = linesOf(record(one('store')));
		expect(keeper).toEqual({ name: 'Neighbours of Zuid', address: '', contact: 'stories@example.org', jurisdiction: 'NL', storage: '' });
		expect(unsaid(keeper)).toEqual(['address', 'storage']);
	});
});

it('has a square that holds number and fingerprint, and a file that is the record to the byte', () => {
	const receipt = { sha256: 'ab'.repeat(32), record: { ...record(one('store')) } };
	const text = asScanned(receipt);
	expect(text).toBe(`Kith consent 0198a000-0000-7000-8000-000000000001 sha256 ${'ab'.repeat(32)}`);
	expect(encode(text, { ecc: 'M', border: 0 }).size).toBeLessThanOrEqual(49);
	expect(asSaved(receipt)).toBe(JSON.stringify(receipt.record));
});
