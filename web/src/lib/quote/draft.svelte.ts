/** A quote being chosen: in which way, for whom, where it is met. Nothing is chosen beforehand. */
import type { Audience, ConsentSummary, NewQuote } from '#lib/api';
import { audiences } from '../consent/purposes.ts';
import { allowedFor, audiencesUpTo, type Way } from './ways.ts';

export const longestPlace = 200;
export type Missing = 'way' | 'audience' | 'place' | 'place-long';

export class QuoteDraft {
	way = $state<Way | ''>('');
	#audience = $state<Audience | ''>('');
	place = $state('');
	#consent: () => ConsentSummary | null | undefined;
	/** With what they allow, where this person may know it. */
	constructor(consent: () => ConsentSummary | null | undefined = () => undefined) {
		this.#consent = consent;
	}

	/** Who can be chosen: those whom the narrator allows this way; everybody where we do not know. */
	choices = $derived.by<readonly Audience[]>(() => {
		const consent = this.#consent();
		if (!consent || !this.way) return audiences;
		const widest = allowedFor(consent, this.way);
		return widest ? audiencesUpTo(widest) : audiences;
	});
	/** Another way may be allowed for fewer: what no longer fits is asked again. */
	audience = $derived<Audience | ''>(this.#audience && this.choices.includes(this.#audience) ? this.#audience : '');
	choose(audience: Audience | ''): void {
		this.#audience = audience;
	}
	missing = $derived.by<Missing[]>(() => {
		const list: Missing[] = [];
		if (!this.way) list.push('way');
		if (!this.audience) list.push('audience');
		if (!this.place.trim()) list.push('place');
		// Counted as the server counts: a sign of any script is one.
		else if ([...this.place].length > longestPlace) list.push('place-long');
		return list;
	});
	body(passage: Pick<NewQuote, 'testimony_id' | 'revision_id' | 'start' | 'end'>): NewQuote | undefined {
		const { way, audience } = this;
		if (!way || !audience || this.missing.length) return undefined;
		return { ...passage, purpose: way, audience, place: this.place.trim() };
	}
}
