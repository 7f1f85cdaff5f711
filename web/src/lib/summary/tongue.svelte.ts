/** The words around a summary in its own language, which need not be the reader's. English where nobody translated them. */
import { directionOf, languages, words } from '#lib/words';
import { fill, type Values } from '../words/format.ts';

export type Say = (key: string, values?: Values, fallback?: string) => string;
type Messages = Record<string, string>;
const files = import.meta.glob<Messages>(['/messages/*/summary.json', '/messages/*/codebook-names.json', '/messages/*/testimony.json'], { import: 'default' });
const known = new Map<string, Promise<Messages>>();

function messagesOf(language: string): Promise<Messages> {
	const found = known.get(language);
	if (found) return found;
	const reading = Promise.all(Object.entries(files).flatMap(([path, read]) => (path.startsWith(`/messages/${language}/`) ? [read()] : []))).then((all) => Object.assign({}, ...all) as Messages);
	known.set(language, reading);
	return reading;
}
export class Tongue {
	/** The language of the words around; of the seven that Kith speaks. */
	readonly language: string;
	/** The language of the summary itself. */
	readonly written: string;
	readonly direction: 'ltr' | 'rtl';
	#messages = $state.raw<Messages>({});
	ready = $state(false);
	constructor(written: string) {
		this.written = written;
		const base = written.split('-')[0] ?? '';
		this.language = (languages as readonly string[]).includes(base) ? base : 'en';
		this.direction = directionOf(this.language);
		void messagesOf(this.language).then((messages) => {
			this.#messages = messages;
			this.ready = true;
		});
	}
	say: Say = (key, values = {}, fallback) => {
		const message = this.#messages[key];
		if (message !== undefined) return fill(message, values, this.language);
		return this.language === words.language && words.has(key) ? words.say(key, values) : (fallback ?? (this.ready ? key : ''));
	};
	/** A day, a month or a year, as it is said in this language. */
	day = (date: string): string => {
		const [year, month, day] = date.split('-').map(Number);
		if (!year) return date;
		const shape: Intl.DateTimeFormatOptions = { year: 'numeric', timeZone: 'UTC', ...(month ? { month: 'long' as const } : {}), ...(day ? { day: 'numeric' as const } : {}) };
		return new Intl.DateTimeFormat(`${this.language === 'en' ? 'en-GB' : this.language}-u-ca-gregory`, shape).format(new Date(Date.UTC(year, (month ?? 1) - 1, day ?? 1)));
	};
	number = (n: number): string => new Intl.NumberFormat(this.language === 'en' ? 'en-GB' : this.language).format(n);
}
