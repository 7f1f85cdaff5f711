/** What is feared for narrators, as those who protect them read it; and how it is sent. */
import { newId, type ConcernReply } from '#lib/api';

/** As the server counts: a sign of any script is one. */
export const longest = 4000;
export const isTooLong = (words: string): boolean => [...words.trim()].length > longest;

/** What is put in the post. */
export interface Letter {
	id: string;
	words: string;
}
/**
 * The same words go under the same id, so that what was sent twice arrives once. Words that were changed go under a new one: what
 * came first stands, and under its id they would be lost without anybody noticing.
 */
export const letterOf = (words: string, last?: Letter): Letter => (last?.words === words.trim() ? last : { id: newId(), words: words.trim() });

export const openOf = (concerns: readonly ConcernReply[]): ConcernReply[] => concerns.filter((one) => !one.settled_at).sort((a, b) => b.made_at.localeCompare(a.made_at));
export const settledOf = (concerns: readonly ConcernReply[]): ConcernReply[] => concerns.filter((one) => one.settled_at).sort((a, b) => (b.settled_at ?? '').localeCompare(a.settled_at ?? ''));
