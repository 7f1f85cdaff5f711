/** Words in the narrator's language while the page speaks the collector's: for what is read out and agreed to. */
import { directionOf, languages, words } from '#lib/words';
import { countryName } from './countries.ts';
import type { Term } from './terms.ts';
import { fill, type Values } from '../words/format.ts';

const files = import.meta.glob<Record<string, string>>(['/messages/*/testimony.json', '/messages/*/narrator.json', '/messages/*/receipt.json'], { import: 'default' });
/** A handful of translated words among English ones would confuse: all of an area, or none. */
const telling = { testimony: ['purpose.store', 'consent.you-allow', 'receipt.term.shown-first'], narrator: ['return-code.slip-text'], receipt: ['receipt.title', 'purpose.store', 'mine.audience.team'] } as const;
/** What an area is read from, where that is more than its own file. */
const readFrom: { [area in keyof typeof telling]?: readonly string[] } = { testimony: ['testimony', 'receipt'], receipt: ['testimony', 'narrator', 'receipt'] };

export class Spoken {
	#messages = $state.raw<Record<string, string>>({});
	/** The language really spoken: the narrator's where we have its words, else the reader's. */
	language = $state<string>(words.language);
	direction = $derived(directionOf(this.language));
	#turn = 0;
	readonly #area: keyof typeof telling;
	constructor(area: keyof typeof telling = 'testimony') {
		this.#area = area;
	}

	async speak(language: string): Promise<void> {
		const turn = ++this.#turn;
		const base = language.split('-')[0] ?? '';
		const ours = (languages as readonly string[]).includes(base);
		const read = (readFrom[this.#area] ?? [this.#area]).map((area) => (ours ? files[`/messages/${base}/${area}.json`] : undefined));
		const messages: Record<string, string> = Object.assign({}, ...(await Promise.all(read.map((one) => one?.()))));
		if (turn !== this.#turn) return;
		const whole = telling[this.#area].every((key) => key in messages);
		this.#messages = whole ? messages : {};
		this.language = whole ? base : words.language;
	}
	say(key: string, values: Values = {}): string {
		const message = this.#messages[key];
		return message === undefined ? words.say(key, values) : fill(message, values, this.language);
	}
	/** What they chose beyond yes. */
	term(term: Term): string {
		return this.say(term.key, { date: term.day ? this.day(term.day) : '', event: term.event?.replaceAll('-', ' ') ?? '', countries: this.list((term.countries ?? []).map((code) => countryName(code, this.language))) });
	}
	list(things: readonly string[]): string {
		return things.join(this.direction === 'rtl' ? '، ' : ', ');
	}
	day(date: string): string {
		// English as in Europe, "1 March 2026", as on all pages.
		return new Intl.DateTimeFormat(this.language === 'en' ? 'en-GB' : this.language, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(date));
	}
}
