/** The three ways of quoting, and what a narrator allows of them. The server decides; this keeps people from asking in vain. */
import type { Audience, ConsentSummary, Purpose, QuoteReply } from '#lib/api';
import { audiences } from '../consent/purposes.ts';

export const ways = ['quote-anonymously', 'quote-under-pseudonym', 'quote-by-name'] as const satisfies readonly Purpose[];
export type Way = (typeof ways)[number];
export const isWay = (purpose: string): purpose is Way => (ways as readonly string[]).includes(purpose);

/** The widest audience they allow for a way; nothing where they do not allow it. */
export function allowedFor(consent: ConsentSummary | null | undefined, way: Way): Audience | undefined {
	return consent?.granted.find((one) => one.purpose === way)?.audience;
}
/** Who may be chosen where this is the widest: these and those before them. */
export const audiencesUpTo = (widest: Audience): readonly Audience[] => audiences.slice(0, audiences.indexOf(widest) + 1);

/** A story as far as a quote must know it. */
export interface ToldIn {
	id: string;
	title: string;
	language: string;
	revision: { id: string };
	narrator: { id: string; pseudonym: string };
}
/** Where the words stand. When the text was mended since, the numbers may mean other words: then to the story as a whole. */
export const placeIn = (quote: QuoteReply, story: ToldIn | undefined): string => `t/${quote.testimony_id}${isMended(quote, story) ? '' : `?at=${quote.start}-${quote.end}`}`;
export const isMended = (quote: QuoteReply, story: ToldIn | undefined): boolean => !!story && story.revision.id !== quote.revision_id;

/** Where quotes are met, each once, in the order of the alphabet. */
export const placesOf = (quotes: readonly QuoteReply[]): string[] => [...new Set(quotes.map((one) => one.place))].sort((a, b) => a.localeCompare(b));
/** The words as they are pasted elsewhere: with the chosen name where that was the way, and never with another. */
export const asCopied = (quote: QuoteReply, story: ToldIn | undefined): string => (quote.purpose === 'quote-under-pseudonym' && story ? `${quote.words}\n— ${story.narrator.pseudonym}` : quote.words);
