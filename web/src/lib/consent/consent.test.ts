import { describe, expect, it } from 'vitest';
import type { ConsentSummary, Purpose, State } from '#lib/api';
import { words } from '#lib/words';
import { ConsentDraft, today } from './draft.svelte.ts';
import { events, saidOf, termsForTeam, termsOf } from './terms.ts';
import { attributions, likenesses } from './wishes.svelte.ts';
import { NoticeDraft, paragraphsOf, published } from './notice.svelte.ts';
import { buildingOn, byAudience, foundationsOf, mayKeep, notAllowed, purposes, standingOf } from './purposes.ts';

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
	it('sends what was answered, and leaves out what was not: a no is no "not asked"', () => {
		const draft = asked();
		draft.say('store', 'granted');
		draft.say('count', 'refused');
		const wire = draft.toWire();
		expect(wire.decisions).toEqual([
			{ purpose: 'store', decision: 'granted', audience: 'team' },
			{ purpose: 'count', decision: 'refused', audience: 'team' }
		]);
		// The plain case says nothing of wishes, nor of how they were asked.
		expect('asked' in wire).toBe(false);
	});
	it('says wishes of what goes out, in common and apart', () => {
		const draft = asked();
		for (const purpose of ['store', 'analyse', 'count', 'quote-anonymously', 'publish-full-text', 'share-voice'] as const) draft.say(purpose, 'granted');
		draft.say('archive', 'refused');
		draft.common.until = '2026-05-01';
		draft.common.event = 'claim-decided';
		draft.common.exclude('SY');
		draft.common.exclude('SY');
		draft.wishes('publish-full-text').attribution = 'pseudonym';
		draft.wishes('share-voice').voice = 'altered';
		draft.wishes('quote-anonymously').apart = true;
		draft.wishes('quote-anonymously').seenFirst = true;
		const common = { embargo_until: '2026-05-01T12:00:00.000Z', embargo_event: 'claim-decided', countries_excluded: ['SY'] };
		expect(Object.fromEntries(draft.toWire().decisions.map((one) => [one.purpose, one.terms]))).toEqual({
			store: undefined,
			analyse: undefined,
			count: common,
			'quote-anonymously': { review_before_use: true },
			'publish-full-text': { attribution: 'pseudonym', ...common },
			'share-voice': { voice: 'altered', ...common },
			archive: undefined
		});
		draft.validUntil = '2026-04-01';
		expect(draft.missing).toEqual(['embargo-late']);
		draft.common.until = '';
		draft.common.allow('SY');
		expect(draft.termsOf('count')).toEqual({ embargo_event: 'claim-decided' });
	});
	it('says how they were asked, and only what was said back rightly', () => {
		const draft = asked();
		draft.say('store', 'granted');
		const how = draft.asked;
		how.confirmed = true;
		expect(how.toWire()).toBeUndefined();
		how.interpreter = 'professional';
		how.witness = ' social worker ';
		how.ways = ['listened'];
		how.saidBack = ['can-stop', 'what-happens'];
		expect(draft.toWire().asked).toEqual({ interpreter: 'professional', interpreter_confirmed: true, witness: 'social worker', listened: true, said_back: [{ question: 'what-happens', understood: true }, { question: 'can-stop', understood: true }] });
		how.witness = 'x'.repeat(61);
		expect(draft.missing).toEqual(['witness-long']);
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

describe('what was not allowed', () => {
	const one = (purpose: Purpose, state: State, decision: 'granted' | 'refused' = 'refused') => ({ purpose, state, decision, audience: 'team' as const, terms: {} });
	it('keeps a no apart from what nobody asked, in the order of the questions', () =>
		expect(notAllowed({ decisions: [one('archive', 'not-asked'), one('count', 'refused'), one('store', 'given', 'granted'), one('share-voice', 'not-asked')] })).toEqual([
			{ answer: 'no', purposes: ['count'] },
			{ answer: 'not-asked', purposes: ['share-voice', 'archive'] }
		]));
	it('claims neither of a consent that was replaced', () => expect(notAllowed({ decisions: [one('count', 'closed'), one('store', 'closed', 'granted')] })).toEqual([{ answer: 'no-or-not-asked', purposes: ['count'] }]));
});

describe('what was said beyond yes', () => {
	it('is told to the narrator with a name, to the team without what goes without saying', () => {
		const terms = { attribution: 'none', review_before_use: true, embargo_event: 'family-safe', countries_excluded: ['SY'], legal_basis: 'research' } as const;
		expect(termsOf(saidOf('publish-full-text', { ...terms, countries_excluded: ['SY'] })).map((term) => term.key)).toEqual(['receipt.term.name.none', 'receipt.term.shown-first', 'receipt.term.not-before-family', 'receipt.term.not-in']);
		expect(termsForTeam('publish-full-text', { ...terms, countries_excluded: ['SY'] }).map((term) => term.key)).toEqual(['consent.term.shown-first', 'consent.term.not-before-family', 'consent.term.not-in', 'consent.wish.basis.research']);
	});
	it('has words for every choice, for narrator and team', () => {
		for (const attribution of attributions) for (const likeness of likenesses) for (const event of [...events, 'camp-closed']) {
			const terms = { attribution, voice: likeness, image: likeness, embargo_event: event, embargo_until: '2026-05-01T12:00:00Z', review_before_use: true, countries_excluded: ['SY'] };
			const keys = [...termsOf(saidOf('share-voice', terms)), ...termsForTeam('share-voice', terms)].map((term) => term.key);
			expect(keys.filter((key) => !words.has(key))).toEqual([]);
		}
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

describe('how they were told', () => {
	it('names who spoke for them only where they may on that day', () => {
		const guardian = { id: 'g', role: 'guardian' as const, since: '2026-02-01', until: null, ended_at: null };
		const draft = new ConsentDraft('2026-03-01', () => [guardian]);
		draft.spokenBy('g');
		expect(draft.toWire().representative_id).toBe('g');
		draft.collectedOn = '2026-01-31';
		expect([draft.speakers, draft.toWire().representative_id]).toEqual([[], undefined]);
		expect(new ConsentDraft('2026-03-01').asksWhoSpoke).toBe(false);
	});
	it('is ticked as it happens on the page, in one order, and taken back', () => {
		const draft = new ConsentDraft('2026-03-01');
		draft.asked.tick('easy_read');
		draft.asked.tick('listened');
		draft.asked.tick('listened');
		expect(draft.asked.toWire()).toEqual({ listened: true, easy_read: true });
		draft.asked.tick('easy_read', false);
		expect(draft.asked.toWire()).toEqual({ listened: true });
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
		const notice = (number: number, at: string | null) => ({ id: String(number), number, created_at: '', created_by: '', published_at: at, texts: [], sounds: [] });
		expect(published([notice(1, 'x'), notice(3, null), notice(2, 'x')]).map((one) => one.number)).toEqual([2, 1]);
	});
});
