/** What a narrator allows, sorted for them: what they can stop, and what falls with it. */
import type { Audience, OwnPurpose, Purpose } from '#lib/api';
import type { MessageKey } from '#lib/words';
import { audiences, fixedAudience, foundationsOf, purposes as inOrder } from '../consent/purposes.ts';

type States = readonly OwnPurpose['state'][];
const inForce: States = ['given', 'renewed'];
const standing: States = [...inForce, 'suspended', 'reaffirm-required'];
/** Something is done with it now. */
export const isInForce = (one: OwnPurpose): boolean => inForce.includes(one.state);
/** It was a yes and is not over: it may be held just now. */
export const stands = (one: OwnPurpose): boolean => standing.includes(one.state);
export const ordered = (list: readonly OwnPurpose[]): OwnPurpose[] => [...list].sort((a, b) => inOrder.indexOf(a.purpose) - inOrder.indexOf(b.purpose));

/** What ends when this one is stopped: it and all that rests on it and still stands. */
export function endingWith(purpose: Purpose, list: readonly OwnPurpose[]): Purpose[] {
	const ending = new Set<Purpose>([purpose]);
	for (let grew = true; grew; ) {
		grew = false;
		for (const one of list) {
			if (one.needs && ending.has(one.needs) && !ending.has(one.purpose)) {
				ending.add(one.purpose);
				grew = true;
			}
		}
	}
	return ordered(list.filter((one) => ending.has(one.purpose) && stands(one))).map((one) => one.purpose);
}
/** Fewer people than now, the fewest first; nobody where it is for the team alone, or where there is no choice. */
export const narrowerThan = (one: OwnPurpose): Audience[] => (isInForce(one) && !fixedAudience(one.purpose) ? audiences.slice(0, audiences.indexOf(one.audience)) : []);
/** What also reaches fewer people when this one does: all that rests on it and reaches further. */
export const narrowingWith = (purpose: Purpose, to: Audience, list: readonly OwnPurpose[]): Purpose[] =>
	ordered(list.filter((one) => isInForce(one) && foundationsOf(one.purpose).includes(purpose) && audiences.indexOf(one.audience) > audiences.indexOf(to))).map((one) => one.purpose);
/** It is paused by itself, and not because what it rests on is: it can be let go on here, with all that waits for it. */
export const mayGoOn = (one: OwnPurpose, list: readonly OwnPurpose[]): boolean => one.state === 'suspended' && !list.some((other) => other.purpose === one.needs && other.state === 'suspended');
export const goingOnWith = (purpose: Purpose, list: readonly OwnPurpose[]): Purpose[] => ordered(list.filter((one) => one.state === 'suspended' && foundationsOf(one.purpose).includes(purpose))).map((one) => one.purpose);
/** One sentence that says what stopping does. Stopping to keep a story erases it; that has its own words. */
const sentences: Record<Exclude<Purpose, 'store'>, MessageKey> = {
	analyse: 'mine.stop.analyse',
	count: 'mine.stop.count',
	'quote-anonymously': 'mine.stop.quote',
	'quote-under-pseudonym': 'mine.stop.quote',
	'quote-by-name': 'mine.stop.quote',
	'publish-full-text': 'mine.stop.publish',
	'share-voice': 'mine.stop.share',
	'share-image': 'mine.stop.share',
	archive: 'mine.stop.archive',
	'contact-again': 'mine.stop.contact'
};
export const stopSentence = (purpose: Purpose): MessageKey => (purpose === 'store' ? 'mine.erase-means' : sentences[purpose]);
/** Where others may hold a copy, it must be said that it cannot be called back. */
export const mayBeOutThere = (purpose: Purpose): boolean => !['count', 'contact-again', 'analyse'].includes(purpose);
