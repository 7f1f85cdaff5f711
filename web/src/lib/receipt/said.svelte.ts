/** A record in words: the narrator's, where they are ours. */
import { directionOf } from '#lib/words';
import { Spoken } from '../consent/spoken.svelte.ts';
import type { Term } from './lines.ts';

export class Said extends Spoken {
	constructor(language: string) {
		super('receipt');
		void this.speak(language);
	}
	languageName(code: string): string {
		return this.#named('language', code);
	}
	/** The law of a country, where it is given by its two letters; else as somebody wrote it. */
	law(written: string): string {
		return /^[A-Z]{2}$/.test(written) ? this.#named('region', written) : written;
	}
	term(term: Term): string {
		return this.say(term.key, { date: term.day ? this.day(term.day) : '', event: term.event?.replaceAll('-', ' ') ?? '', countries: this.list((term.countries ?? []).map((code) => this.#named('region', code))) });
	}
	list(things: readonly string[]): string {
		return things.join(directionOf(this.language) === 'rtl' ? '، ' : ', ');
	}
	#named(type: 'language' | 'region', code: string): string {
		try {
			return new Intl.DisplayNames([this.language], { type }).of(code) ?? code;
		} catch {
			return code;
		}
	}
}
