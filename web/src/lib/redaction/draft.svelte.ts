/** What is being said about a thing: what it is, and what each circle reads in its place. */
import type { Mask, MaskCategory, MaskConfidential, MaskIdentifier, Masks } from '#lib/api';
import { circles, labelled, maskOf, type Circle } from './things.ts';

/** As the server counts it. */
export const longest = 200;
export interface Said {
	category: MaskCategory;
	identifier: MaskIdentifier;
	confidential: MaskConfidential | null;
	masks: Required<Masks>;
	reason: string;
}
export type Wrong = 'words' | 'words-long' | 'words-same';

export class Draft {
	category = $state<MaskCategory>('person');
	identifier = $state<MaskIdentifier>('direct');
	confidential = $state<MaskConfidential | ''>('');
	is = $state<Record<Circle, Mask['is']>>({ funder: 'label', archive: 'label', public: 'label' });
	words = $state<Record<Circle, string>>({ funder: '', archive: '', public: '' });
	reason = $state('');
	#hidden: string;

	/** `hidden`: the words that are masked; they may not stand in their own place. */
	constructor(from: Partial<Said> = {}, hidden = '') {
		this.#hidden = hidden.trim().toLocaleLowerCase('und');
		this.category = from.category ?? 'person';
		this.identifier = from.identifier ?? 'direct';
		this.confidential = from.confidential ?? '';
		this.reason = from.reason ?? '';
		for (const circle of circles) {
			const mask = maskOf(from.masks, circle);
			this.is[circle] = mask.is;
			if (mask.is === 'words') this.words[circle] = mask.text;
		}
	}
	wrong = $derived.by<Partial<Record<Circle, Wrong>>>(() => {
		const found: Partial<Record<Circle, Wrong>> = {};
		for (const circle of circles) {
			if (this.is[circle] !== 'words') continue;
			const words = this.words[circle].trim();
			if (!words) found[circle] = 'words';
			// Counted as the server counts: a sign of any script is one.
			else if ([...words].length > longest) found[circle] = 'words-long';
			else if (this.#hidden && words.toLocaleLowerCase('und').includes(this.#hidden)) found[circle] = 'words-same';
		}
		return found;
	});
	tooLong = $derived([...this.reason.trim()].length > longest);
	fine = $derived(!Object.keys(this.wrong).length && !this.tooLong);
	said(): Said | undefined {
		if (!this.fine) return undefined;
		const masks = labelled();
		for (const circle of circles) {
			const is = this.is[circle];
			masks[circle] = is === 'words' ? { is, text: this.words[circle].trim() } : { is };
		}
		return { category: this.category, identifier: this.identifier, confidential: this.confidential || null, masks, reason: this.reason.trim() };
	}
}
