/** What a narrator allows, sorted for them: what they can stop, and what falls with it. */
import type { Purpose } from '#lib/api';
import type { MessageKey } from '#lib/words';
import { purposes as inOrder } from '../consent/purposes.ts';
import type { AllowedPurpose } from './api.ts';

const standing: readonly AllowedPurpose['state'][] = ['given', 'suspended', 'reaffirm-required'];
export const stands = (one: AllowedPurpose): boolean => standing.includes(one.state);
export const ordered = (list: readonly AllowedPurpose[]): AllowedPurpose[] => [...list].sort((a, b) => inOrder.indexOf(a.purpose) - inOrder.indexOf(b.purpose));

/** What ends when this one is stopped: it and all that rests on it and still stands. */
export function endingWith(purpose: Purpose, list: readonly AllowedPurpose[]): Purpose[] {
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
