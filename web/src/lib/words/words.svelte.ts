/**
 * Every word of the interface. `t('shell.sign-out')` is reactive: when the language changes, the page changes, without a
 * reload. Messages live in /messages/<language>/<area>.json; English is complete, the rest fall back to it.
 */
import { fill, type Values } from './format.ts';
import type shell from '../../../messages/en/shell.json';
import type people from '../../../messages/en/people.json';
import type testimony from '../../../messages/en/testimony.json';
import type coding from '../../../messages/en/coding.json';
import type search from '../../../messages/en/search.json';
import type narrator from '../../../messages/en/narrator.json';
import type receipt from '../../../messages/en/receipt.json';
import type audit from '../../../messages/en/audit.json';
import type summary from '../../../messages/en/summary.json';
import type codebookNames from '../../../messages/en/codebook-names.json';
import type quote from '../../../messages/en/quote.json';
import type asking from '../../../messages/en/asking.json';
import type proof from '../../../messages/en/proof.json';
import type heard from '../../../messages/en/heard.json';
import type handover from '../../../messages/en/handover.json';
import type waiting from '../../../messages/en/waiting.json';
import type redaction from '../../../messages/en/redaction.json';
import type concern from '../../../messages/en/concern.json';
import type rights from '../../../messages/en/rights.json';
import type again from '../../../messages/en/again.json';
import type call from '../../../messages/en/call.json';
import type response from '../../../messages/en/response.json';
import type processing from '../../../messages/en/processing.json';

export type MessageKey = keyof typeof shell | keyof typeof rights | keyof typeof again | keyof typeof people | keyof typeof testimony | keyof typeof coding | keyof typeof search | keyof typeof narrator | keyof typeof receipt | keyof typeof audit | keyof typeof summary | keyof typeof codebookNames | keyof typeof quote | keyof typeof asking | keyof typeof proof | keyof typeof heard | keyof typeof handover | keyof typeof waiting | keyof typeof redaction | keyof typeof concern | keyof typeof processing | keyof typeof call | keyof typeof response;

export const languages = ['en', 'nl', 'de', 'fr', 'uk', 'ar', 'fa'] as const;
export type Language = (typeof languages)[number];
const rightToLeft: readonly string[] = ['ar', 'fa', 'ur', 'ckb', 'ps', 'he', 'prs', 'sd', 'ug', 'yi', 'dv'];

type Messages = Record<string, string>;
const english: Messages = Object.assign({}, ...Object.values(import.meta.glob<Messages>('/messages/en/*.json', { eager: true, import: 'default' })));
const others = import.meta.glob<Messages>(['/messages/*/*.json', '!/messages/en/*.json'], { import: 'default' });

class Words {
	language = $state<Language>('en');
	#messages = $state.raw<Messages>(english);
	#turn = 0;
	direction = $derived<'ltr' | 'rtl'>(directionOf(this.language));

	/** The sentence of a key; an unknown key shows itself, so that it is seen and mended. */
	say(key: string, values: Values = {}): string {
		const message = this.#messages[key] ?? english[key];
		if (message === undefined) return key;
		if (this.#messages[key] !== undefined) return fill(message, values, this.language);
		// English inside a right-to-left page keeps its own order (U+2066 … U+2069).
		const borrowed = fill(message, values, 'en');
		return this.direction === 'rtl' ? `\u2066${borrowed}\u2069` : borrowed;
	}
	has(key: string): boolean {
		return key in this.#messages || key in english;
	}
	/** Fetches a language's words and turns the page to them. The browser remembers the choice, except where nothing may stay behind. */
	async speak(language: string, { remember = true } = {}): Promise<void> {
		const chosen = nearest(language);
		const turn = ++this.#turn;
		const files = Object.entries(others).filter(([path]) => path.startsWith(`/messages/${chosen}/`));
		const messages = await Promise.all(files.map(([, read]) => read()));
		if (turn !== this.#turn) return; // asked for another language meanwhile
		this.#messages = chosen === 'en' ? english : Object.assign({}, ...messages);
		this.language = chosen;
		document.documentElement.lang = chosen;
		document.documentElement.dir = directionOf(chosen);
		if (!remember) return;
		try {
			localStorage.setItem('kith.language', chosen);
		} catch {
			// Without storage the choice lasts as long as the page.
		}
	}
}

export const words = new Words();

/** The sentence of a key, in the reader's language. */
export function t(key: MessageKey, values?: Values): string {
	return words.say(key, values);
}
/** The same for a key put together at run time, such as `role.${role}`. Give the fallback a person can read. */
export function tMaybe(key: string, fallback: string, values?: Values): string {
	return words.has(key) ? words.say(key, values) : fallback;
}

export function directionOf(language: string): 'ltr' | 'rtl' {
	return rightToLeft.includes(language.split('-')[0] ?? '') ? 'rtl' : 'ltr';
}

/** What this person most likely reads: their own choice, else what the browser asks for. */
export function preferredLanguage(): Language {
	try {
		const kept = localStorage.getItem('kith.language');
		if (kept) return nearest(kept);
	} catch {
		// no storage
	}
	const wanted = navigator.languages.map((l) => l.split('-')[0]).find((l) => (languages as readonly string[]).includes(l ?? ''));
	return nearest(wanted ?? 'en');
}
function nearest(language: string): Language {
	const base = language.split('-')[0] as Language;
	return languages.includes(base) ? base : 'en';
}

/** A language's name, in the reader's language ("Arabic") or in its own ("العربية"). */
export function languageName(code: string, inItself = false): string {
	try {
		// BCP 47 for a language that nobody named; browsers call it "root".
		if (code === 'und') return t('ui.unknown');
		return new Intl.DisplayNames([inItself ? code : words.language], { type: 'language' }).of(code) ?? code;
	} catch {
		return code;
	}
}
/** A name inside a sentence keeps its own direction (U+2068 … U+2069). */
export const isolated = (name: string): string => `\u2068${name}\u2069`;
/** Names one after the other: "A, B", or "أ، ب". */
export function formatList(names: readonly string[]): string {
	return names.join(words.direction === 'rtl' ? '، ' : ', ');
}
/** How dates and numbers are written: English as in Europe, "1 March 2026". */
const writing = () => (words.language === 'en' ? 'en-GB' : words.language);
export function formatNumber(n: number): string {
	return new Intl.NumberFormat(writing()).format(n);
}
/** A moment, as a day: "1 March 2026". */
export function formatDay(moment: string): string {
	return new Intl.DateTimeFormat(writing(), { dateStyle: 'long' }).format(new Date(moment));
}
/** A moment, with its time of day. */
export function formatMoment(moment: string): string {
	return new Intl.DateTimeFormat(writing(), { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(moment));
}
/** A date people only half remember: "2026", "March 2026" or "1 March 2026". */
export function formatFuzzy(date: string): string {
	const [year, month, day] = date.split('-').map(Number);
	if (!year) return date;
	const at = new Date(Date.UTC(year, (month ?? 1) - 1, day ?? 1));
	const shape: Intl.DateTimeFormatOptions = { year: 'numeric', timeZone: 'UTC' };
	if (month) shape.month = 'long';
	if (day) shape.day = 'numeric';
	// Half a date cannot be carried into another calendar.
	return new Intl.DateTimeFormat(day ? writing() : `${writing()}-u-ca-gregory`, shape).format(at);
}
/** "3 minutes ago", for what just happened. */
export function formatAgo(moment: string, now = Date.now()): string {
	const seconds = (new Date(moment).getTime() - now) / 1000;
	const ago = new Intl.RelativeTimeFormat(writing(), { numeric: 'auto' });
	const steps: [Intl.RelativeTimeFormatUnit, number][] = [['year', 31_557_600], ['month', 2_629_800], ['week', 604_800], ['day', 86_400], ['hour', 3600], ['minute', 60]];
	for (const [unit, length] of steps) if (Math.abs(seconds) >= length) return ago.format(Math.round(seconds / length), unit);
	return ago.format(0, 'minute');
}
/** A length in time: 754000 → "12:34". */
export function formatLength(milliseconds: number): string {
	const all = Math.round(milliseconds / 1000);
	const [h, m, s] = [Math.floor(all / 3600), Math.floor(all / 60) % 60, all % 60];
	const two = (n: number) => String(n).padStart(2, '0');
	return h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}
