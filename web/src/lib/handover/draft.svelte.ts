/** Something to hand over: to whom, how it is quoted, for whose eyes. Nothing is chosen beforehand. */
import type { Audience, NewExport } from '#lib/api';

/** Never with the real name: the service refuses it. */
export const ways = ['quote-anonymously', 'quote-under-pseudonym'] as const;
export const longest = 200;
export type Missing = 'recipient' | 'recipient-long' | 'contact' | 'contact-long' | 'way' | 'audience';

export class HandoverDraft {
	recipient = $state('');
	contact = $state('');
	way = $state<(typeof ways)[number] | ''>('');
	audience = $state<Audience | ''>('');
	missing = $derived.by<Missing[]>(() => {
		const list: Missing[] = [];
		for (const field of ['recipient', 'contact'] as const) {
			if (!this[field].trim()) list.push(field);
			else if ([...this[field]].length > longest) list.push(`${field}-long`);
		}
		if (!this.way) list.push('way');
		if (!this.audience) list.push('audience');
		return list;
	});
	body(): NewExport | undefined {
		const { way, audience } = this;
		if (!way || !audience || this.missing.length) return undefined;
		return { recipient: this.recipient.trim(), contact: this.contact.trim(), purpose: way, audience };
	}
}
