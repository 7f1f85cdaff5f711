/**
 * A narrator's visit to their own page. Its secret and the words live here, in this page's memory, and nowhere else: no storage,
 * no cookie, no address. When the page goes, so do they.
 */
import { beginVisit, endVisit, type NarratorPage, type Problem, type Result, type VisitReply } from '#lib/api';
import { languages, words } from '#lib/words';
import { plainDigits } from './code.ts';

/** No cookie goes along, and no answer is kept by the browser. */
const alone = { credentials: 'omit', cache: 'no-store' } as const;
/** What each question to the server carries: the secret, in a header and nowhere else. */
export type Visiting = typeof alone & { headers: { 'Kith-Visit': string } };
const visiting = (secret: string): Visiting => ({ ...alone, headers: { 'Kith-Visit': secret } });
/**
 * It must leave at once, and may outlive the page. Of an answer to a request without credentials a browser clears nothing, and the
 * server says that it should (`Clear-Site-Data`).
 */
const leave = (secret: string): void => void endVisit({ ...visiting(secret), credentials: 'same-origin', keepalive: true });
const longest = 30 * 60_000;
const warnBefore = 2 * 60_000;
/** Where a quick exit leads: a page that anybody might read. */
export const elsewhere = 'https://www.wikipedia.org/';

export class Visit {
	/** What is held; nothing while one stands before the door. */
	page = $state.raw<NarratorPage | undefined>();
	/** Why the page was closed, when it was open before. */
	left = $state<'done' | 'over' | undefined>();
	endsSoon = $state(false);
	/** So many seconds until a code may be tried again; none when it may. */
	wait = $state(0);
	busy = $state(false);
	problem = $state.raw<Problem | undefined>();
	#secret = '';
	#timers: ReturnType<typeof setTimeout>[] = [];
	#until = 0;
	#ticking: ReturnType<typeof setInterval> | undefined;
	/** Each time the page is closed, answers still on their way come too late. */
	#turn = 0;
	#choseLanguage = false;

	readonly #onclose: () => void;
	constructor(onclose: () => void = () => {}) {
		this.#onclose = onclose;
	}
	async begin(code: string): Promise<void> {
		if (this.busy || this.wait > 0) return;
		this.busy = true;
		this.problem = undefined;
		const turn = this.#turn;
		const { data, error } = await beginVisit({ ...alone, body: { code: plainDigits(code) } });
		this.busy = false;
		// Somebody left while it was being opened: then it stays closed.
		if (turn !== this.#turn) {
			if (data) leave(data.secret);
			return;
		}
		this.problem = error;
		if (error?.retry_after_seconds) this.#pause(error.retry_after_seconds);
		if (data) this.#enter(data);
	}
	/** Tried too often: the door says how long to wait, and when that is over it is as if nothing had been. */
	#pause(seconds: number): void {
		const until = Date.now() + seconds * 1000;
		this.wait = seconds;
		clearInterval(this.#ticking);
		this.#ticking = setInterval(() => {
			this.wait = Math.max(0, Math.ceil((until - Date.now()) / 1000));
			if (this.wait > 0) return;
			clearInterval(this.#ticking);
			this.problem = undefined;
		}, 1000);
	}
	/** Asks the server something on this visit; what comes back is the page as it is now. */
	async act(ask: (mine: Visiting) => Promise<Result<NarratorPage>>): Promise<Problem | undefined> {
		const turn = this.#turn;
		const { data, error } = await this.ask(ask);
		if (data && turn === this.#turn) this.page = data;
		return error;
	}
	async ask<T>(ask: (mine: Visiting) => Promise<Result<T>>): Promise<Result<T>> {
		const secret = this.#secret;
		const answer = await ask(visiting(secret));
		if (answer.error?.code === 'visit.over' && secret === this.#secret) this.#close('over');
		return answer;
	}
	/** Ends the visit here and on the server. */
	end(): void {
		if (this.#secret) leave(this.#secret);
		this.#close('done');
	}
	/** Gone at once, and the back button does not lead here again. */
	exit(): void {
		this.end();
		location.replace(elsewhere);
	}
	/** A phone that slept has not counted: look at the clock when it wakes. */
	look(): void {
		if (this.page && Date.now() >= this.#until) this.#overNow();
	}
	/** The language somebody chooses themselves stays, for as long as the page does. */
	async speak(language: string): Promise<void> {
		this.#choseLanguage = true;
		await words.speak(language, { remember: false });
	}
	#enter(begun: VisitReply): void {
		this.#secret = begun.secret;
		this.page = begun.page;
		this.left = undefined;
		// A phone may have the wrong time: then a visit is as long as visits are. The server ends it in any case.
		const until = Date.parse(begun.ends_at) - Date.now();
		const lasts = until > 0 && until <= longest ? until : longest;
		this.#until = Date.now() + lasts;
		this.#timers = [setTimeout(() => (this.endsSoon = true), Math.max(0, lasts - warnBefore)), setTimeout(() => this.#overNow(), lasts)];
		const own = begun.page.language?.split('-')[0] ?? '';
		if (!this.#choseLanguage && (languages as readonly string[]).includes(own) && own !== words.language) void words.speak(own, { remember: false });
	}
	#overNow(): void {
		if (this.#secret) leave(this.#secret);
		this.#close('over');
	}
	#close(why: 'done' | 'over'): void {
		this.#turn++;
		if (this.page) this.left = why;
		this.#secret = '';
		this.page = undefined;
		this.problem = undefined;
		this.endsSoon = false;
		for (const timer of this.#timers) clearTimeout(timer);
		this.#timers = [];
		this.#onclose();
	}
}
