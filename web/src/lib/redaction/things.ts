/**
 * What a story names, each thing with all its mentions: what was decided about it, or how sure the suggestion is. Outside the
 * team a thing is masked wherever its words stand, so what is decided once is decided for all of them.
 */
import type { Mask, MaskCategory, MaskConfidential, MaskIdentifier, Masks, MeasuredReply, RedactionReply, SuggestionReply } from '#lib/api';
import type { Span, TextMap } from '../coding/positions.ts';

export const categories = ['person', 'location', 'organisation', 'datetime', 'demographic', 'code', 'quantity', 'misc'] as const satisfies readonly MaskCategory[];
export const identifiers = ['direct', 'quasi'] as const satisfies readonly MaskIdentifier[];
export const sensitive = ['belief', 'politics', 'sex', 'ethnic', 'health'] as const satisfies readonly MaskConfidential[];
export const circles = ['funder', 'archive', 'public'] as const satisfies readonly (keyof Masks)[];
export type Circle = (typeof circles)[number];
export type Certainty = 'sure' | 'likely' | 'weak';
/** `elsewhere`: decided in another story of the same person, or before this text was mended. */
export type Standing = 'masked' | 'kept' | 'elsewhere' | Certainty;

export interface Mention extends Span {
	/** Decided about this very mention; without it, it follows the others or waits with them. */
	decided?: RedactionReply;
}
export interface Thing {
	key: string;
	/** As they stand at the first mention. */
	words: string;
	/** In the order of the text. */
	mentions: Mention[];
	standing: Standing;
	/** The entity it is, or probably is, when one was decided about. */
	entity: string | undefined;
	/** What is known of that entity in this story. */
	known: RedactionReply | undefined;
	category: MaskCategory;
	identifier: MaskIdentifier;
	confidential: MaskConfidential | null;
}

const label = { is: 'label' } as const;
const keep = { is: 'keep' } as const;
export const labelled = (): Required<Masks> => ({ funder: label, archive: label, public: label });
export const kept = (): Required<Masks> => ({ funder: keep, archive: keep, public: keep });
/** What a circle reads; what nobody said is masked. */
export const maskOf = (masks: Masks | undefined, circle: Circle): Mask => masks?.[circle] ?? label;
export const isKept = (masks: Masks | undefined): boolean => circles.every((circle) => maskOf(masks, circle).is === 'keep');

/** The same words, however they are written: capitals, spaces, vowel signs and stretched letters aside. */
export function folded(words: string): string {
	return words.normalize('NFKC').toLocaleLowerCase('und').replaceAll(/[\u0640\u064B-\u065F\u0670]/gu, '').replaceAll(/[\u2018\u2019\u02BC]/gu, "'").replaceAll(/\s+/gu, ' ').trim();
}
const rank: Record<Certainty, number> = { sure: 3, likely: 2, weak: 1 };
const certaintyOf = (said: string): Certainty => (said === 'sure' || said === 'likely' ? said : 'weak');
export const overlap = (a: Span, b: Span): boolean => a.start < b.end && b.start < a.end;
export const waits = (thing: Pick<Thing, 'standing'>): boolean => thing.standing in rank;

export function thingsOf(map: TextMap, decided: readonly RedactionReply[], suggested: readonly SuggestionReply[]): Thing[] {
	const words = new Map<Span, string>();
	const said = (span: Span) => {
		let found = words.get(span);
		if (found === undefined) words.set(span, (found = map.slice(span.start, span.end)));
		return found;
	};
	const known = new Map<string, RedactionReply>();
	const byWords = new Map<string, string>();
	for (const one of decided) {
		if (!known.has(one.entity_id)) known.set(one.entity_id, one);
		byWords.set(folded(said(one)), one.entity_id);
	}
	// What was decided elsewhere is known by its words too, unless something was decided about them here.
	for (const one of suggested) {
		if (one.entity_id && one.certainty === 'sure' && !byWords.has(folded(said(one)))) byWords.set(folded(said(one)), one.entity_id);
	}
	const things = new Map<string, Thing>();
	const strength = new Map<string, number>();
	const add = (key: string, span: Span, make: () => Omit<Thing, 'key' | 'words' | 'mentions'>, strong: number, mention: Mention) => {
		const old = things.get(key);
		if (!old) things.set(key, { key, words: said(span), mentions: [mention], ...make() });
		else {
			// What is surest says what it is.
			if (strong > (strength.get(key) ?? 0)) Object.assign(old, make());
			old.mentions.push(mention);
		}
		strength.set(key, Math.max(strong, strength.get(key) ?? 0));
	};
	const all = [...decided.map((one) => ({ one, at: one, decided: one as RedactionReply | undefined })), ...suggested.map((one) => ({ one, at: one, decided: undefined }))].sort((a, b) => a.at.start - b.at.start || b.at.end - a.at.end);
	for (const { one, decided: made } of all) {
		const span = one as Span;
		const { start, end } = span;
		const { category, identifier } = one;
		const confidential = one.confidential ?? null;
		if (made) {
			add(`e:${made.entity_id}`, span, () => ({ standing: isKept(made.masks) ? 'kept' : 'masked', entity: made.entity_id, known: made, category, identifier, confidential }), 9, { start, end, decided: made });
			continue;
		}
		const suggestion = one as SuggestionReply;
		const fold = folded(said(span));
		const certainty = certaintyOf(suggestion.certainty);
		const same = byWords.get(fold) ?? (suggestion.certainty === 'sure' ? (suggestion.entity_id ?? undefined) : undefined);
		const of = same && known.get(same);
		if (of) add(`e:${same}`, span, () => ({ standing: isKept(of.masks) ? 'kept' : 'masked', entity: same, known: of, category: of.category, identifier: of.identifier, confidential: of.confidential ?? null }), 8, { start, end });
		else if (same) add(`e:${same}`, span, () => ({ standing: 'elsewhere', entity: same, known: undefined, category, identifier, confidential }), 8, { start, end });
		else {
			// One name of somebody with more names: probably the same, but somebody has to say so.
			const entity = suggestion.entity_id ?? undefined;
			add(`w:${entity ?? ''}:${fold}`, span, () => ({ standing: certainty, entity, known: entity ? known.get(entity) : undefined, category, identifier, confidential }), rank[certainty], { start, end });
		}
	}
	return [...things.values()];
}

/** What a mention looks like in the text. */
export interface Look extends Span {
	standing: Standing;
	key: string;
}
/** Every mention to mark, in the order of the text. */
export function looksOf(things: readonly Thing[]): Look[] {
	return things.flatMap((thing) => thing.mentions.map(({ start, end }) => ({ start, end, standing: thing.standing, key: thing.key }))).sort((a, b) => a.start - b.start || b.end - a.end);
}
const over: Record<Standing, number> = { masked: 6, elsewhere: 5, kept: 4, sure: 3, likely: 2, weak: 1 };
export interface Piece extends Span {
	look: Look | undefined;
}
/** A stretch cut where marks begin and end; where marks lie on each other, what is decided shows. */
export function piecesOf(start: number, end: number, looks: readonly Look[]): Piece[] {
	const here = looks.filter((look) => look.start < end && look.end > start);
	if (!here.length) return [{ start, end, look: undefined }];
	const cuts = [...new Set([start, end, ...here.flatMap((look) => [Math.max(start, look.start), Math.min(end, look.end)])])].sort((a, b) => a - b);
	const pieces: Piece[] = [];
	for (let i = 0; i + 1 < cuts.length; i++) {
		const [from, to] = [cuts[i] as number, cuts[i + 1] as number];
		let look: Look | undefined;
		for (const one of here) if (one.start <= from && one.end >= to && (!look || over[one.standing] > over[look.standing])) look = one;
		const last = pieces.at(-1);
		if (last && last.look === look) last.end = to;
		else pieces.push({ start: from, end: to, look });
	}
	return pieces;
}

/** What suggestions were measured to find: the language of the story, or all where that one was not measured. */
export interface Found {
	language: string | undefined;
	sentences: number;
	/** Of 100, rounded down: a figure must not promise more than was found. */
	unlisted: number | undefined;
	listed: number | undefined;
	others: number | undefined;
}
export function foundOf(measured: readonly MeasuredReply[], language: string): Found | undefined {
	const primary = language.split('-')[0] ?? '';
	const own = measured.some((one) => one.language === primary && one.direct_per_mille != null);
	const rows = measured.filter((one) => one.language === (own ? primary : 'all'));
	const [unlisted, listed] = [rows.find((one) => !one.names_known), rows.find((one) => one.names_known)];
	const sentences = (unlisted ?? listed)?.sentences;
	if (!sentences) return undefined;
	const hundred = (per: number | null | undefined) => (per == null ? undefined : Math.floor(per / 10));
	return { language: own ? primary : undefined, sentences, unlisted: hundred(unlisted?.direct_per_mille), listed: hundred(listed?.direct_per_mille), others: hundred((unlisted ?? listed)?.quasi_per_mille) };
}

/** Scripts that write words without spaces between them: there the ends of a word are for people to see. */
const unspaced = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}]/u;
const ofWord = (sign: string) => /[\p{L}\p{M}\p{N}\u200c\u200d]/u.test(sign) && !unspaced.test(sign);
/** The same stretch, widened to whole words: only whole words are found again, so half of one would not be masked. */
export function wholeWords(map: TextMap, span: Span): Span {
	let { start, end } = span;
	while (start > 0 && ofWord(map.slice(start, start + 1)) && ofWord(map.slice(start - 1, start))) start--;
	while (end < map.length && ofWord(map.slice(end - 1, end)) && ofWord(map.slice(end, end + 1))) end++;
	return { start, end };
}
/** What was decided to be masked for a circle and stands in its rendering all the same, with the words around it. */
export function leftIn(map: TextMap, decided: readonly RedactionReply[], circle: Circle, rendering: string): RedactionReply[] {
	const around = 8;
	return decided.filter(({ start, end, masks }) => {
		if (maskOf(masks, circle).is === 'keep') return false;
		const [before, after] = [map.slice(Math.max(0, start - around), end), map.slice(start, end + around)];
		return rendering.includes(before) || rendering.includes(after);
	});
}

/** A rendering cut where words stand in brackets that do not stand so in the story: these were masked. */
export function masksIn(line: string, story: string): { words: string; masked: boolean }[] {
	return line.split(/(\[[^[\]\n]{1,240}\])/u).filter(Boolean).map((words) => ({ words, masked: /^\[.*\]$/u.test(words) && !story.includes(words) }));
}
