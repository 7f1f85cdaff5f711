/** What a narrator says of a purpose beyond yes, as lines of words: the paper says them to the narrator, the history to the team. */
import type { Attribution, Likeness, Purpose, Terms } from '#lib/api';

/** A choice beyond yes, as the key of its words and what stands in them. */
export type Term = { key: string; day?: string; event?: string; countries?: readonly string[] };
export interface Said {
	purpose: Purpose;
	attribution: Attribution;
	voice: Likeness;
	image: Likeness;
	seenFirst: boolean;
	until: string | null | undefined;
	event: string | null | undefined;
	countries: readonly string[];
}
/** What can be waited for, and how it is called after `…term.`; others are shown as they were written. */
export const events = ['claim-decided', 'family-safe'] as const;
const waitsFor: Partial<Record<string, string>> = { 'claim-decided': 'not-before-claim', 'family-safe': 'not-before-family' };
/** Where the name of the purpose does not say yet under which name. */
export const nameless: readonly Purpose[] = ['publish-full-text', 'share-voice', 'share-image'];

/** Said to the narrator: in the words of the paper. */
export function termsOf(one: Said): Term[] {
	const terms: Term[] = [];
	if (one.attribution !== 'none' || nameless.includes(one.purpose)) terms.push({ key: `receipt.term.name.${one.attribution}` });
	if (one.voice !== 'none') terms.push({ key: `receipt.term.voice.${one.voice}` });
	if (one.image !== 'none') terms.push({ key: `receipt.term.image.${one.image}` });
	if (one.seenFirst) terms.push({ key: 'receipt.term.shown-first' });
	if (one.until) terms.push({ key: 'receipt.term.not-before', day: one.until });
	if (one.event) terms.push(waitsFor[one.event] ? { key: `receipt.term.${waitsFor[one.event]}` } : { key: 'receipt.term.not-before-event', event: one.event });
	if (one.countries.length) terms.push({ key: 'receipt.term.not-in', countries: one.countries });
	return terms;
}
export const saidOf = (purpose: Purpose, terms: Terms): Said => ({
	purpose,
	attribution: terms.attribution ?? 'none',
	voice: terms.voice ?? 'none',
	image: terms.image ?? 'none',
	seenFirst: terms.review_before_use ?? false,
	until: terms.embargo_until,
	event: terms.embargo_event,
	countries: terms.countries_excluded ?? []
});
/** The same, said of the narrator to the team; "without a name" goes without saying there. */
export function termsForTeam(purpose: Purpose, terms: Terms): Term[] {
	const ofThem = (key: string) => key.replace(/^receipt\.term\.(name|voice|image)\./, 'consent.wish.$1.').replace(/^receipt\.term\./, 'consent.term.');
	const all = termsOf(saidOf(purpose, terms)).filter((term) => term.key !== 'receipt.term.name.none').map((term) => ({ ...term, key: ofThem(term.key) }));
	return terms.legal_basis && terms.legal_basis !== 'explicit-consent' ? [...all, { key: `consent.wish.basis.${terms.legal_basis}` }] : all;
}
