/** A record in words: the narrator's, where they are ours. */
import { Spoken } from '../consent/spoken.svelte.ts';

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
	#named(type: 'language' | 'region', code: string): string {
		try {
			return new Intl.DisplayNames([this.language], { type }).of(code) ?? code;
		} catch {
			return code;
		}
	}
}
