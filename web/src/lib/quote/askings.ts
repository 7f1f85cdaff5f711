/** What narrators who wish to see each use first were asked: how it stands, and what would be quoted of it. */
import type { AskingReply, NewQuote, QuoteReply } from '#lib/api';
import { isWay, type Way } from './ways.ts';

export type Standing = 'waiting' | 'yes' | 'no' | 'quoted';
/** An asking has the id of the quote it asks for. A quote that is there rests on a yes. */
export function standingOf(asking: AskingReply, quotes: readonly Pick<QuoteReply, 'id'>[]): Standing {
	if (!asking.answer) return 'waiting';
	if (asking.answer === 'no') return 'no';
	return quotes.some((one) => one.id === asking.id) ? 'quoted' : 'yes';
}
/** To the letter what they said yes to: anything else would have to be asked anew. */
export const asQuote = ({ testimony_id, revision_id, start, end, purpose, audience, place }: AskingReply): NewQuote => ({ testimony_id, revision_id, start, end, purpose, audience, place });

/** In which way, as it is said to the narrator. */
export const wayOf = (purpose: string): Way => (isWay(purpose) ? purpose : 'quote-anonymously');
/** For the narrator: what they have not answered first, then the newest. */
export const openFirst = (askings: readonly AskingReply[]): AskingReply[] => [...askings].sort((a, b) => Number(!!a.answer) - Number(!!b.answer) || b.asked_at.localeCompare(a.asked_at));
