/** Keeps what is written: a moment after the last stroke, one edition at a time, and never over somebody else's. */
import { problem, type EditionWritten, type Problem, type Result } from '#lib/api';
import { same, type Draft } from './document.ts';

export type Standing = 'saved' | 'waiting' | 'saving' | 'failed' | 'conflict';
type Write = (after: number, draft: Draft) => Promise<Result<EditionWritten>>;

/** After the last stroke; and at the latest after the first. In milliseconds. */
const PAUSE = 2_000;
const LATEST = 20_000;
const AGAIN = 15_000;

export class Saving {
	standing = $state<Standing>('saved');
	problem = $state.raw<Problem | undefined>();
	edition = $state(0);
	savedAt = $state<number | undefined>();
	/** What the server has, as far as we know. */
	base: Draft;
	#write: Write;
	#done: ((draft: Draft) => void) | undefined;
	#now: Draft;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#since = 0;
	#running: Promise<void> | undefined;
	/** Words that only this page has. */
	open = $derived(this.standing !== 'saved');

	constructor(edition: number, draft: Draft, write: Write, done?: (draft: Draft) => void) {
		this.edition = edition;
		this.base = this.#now = draft;
		this.#write = write;
		this.#done = done;
	}
	/** Something was written. */
	change(draft: Draft): void {
		this.#now = draft;
		if (this.standing === 'conflict') return;
		if (same(draft, this.base) && this.standing !== 'saving') {
			clearTimeout(this.#timer);
			this.standing = 'saved';
			this.problem = undefined;
			return;
		}
		const now = Date.now();
		if (this.standing === 'saved') this.#since = now;
		if (this.standing !== 'saving') this.standing = 'waiting';
		this.#later(Math.max(0, Math.min(PAUSE, this.#since + LATEST - now)));
	}
	/** Saves at once what is not saved yet; says whether everything is. */
	async flush(): Promise<boolean> {
		await this.#once();
		// Something was written while that was on its way.
		if (this.standing === 'waiting') return this.flush();
		return this.standing === 'saved';
	}
	/** What stands on the server was read anew; what is written now goes on top of it. */
	rebase(edition: number, theirs: Draft, draft: Draft): void {
		this.edition = edition;
		this.base = theirs;
		this.problem = undefined;
		this.standing = 'saved';
		this.change(draft);
	}
	stop(): void {
		clearTimeout(this.#timer);
	}
	#later(wait: number): void {
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => void this.#once(), wait);
	}
	async #once(): Promise<void> {
		clearTimeout(this.#timer);
		await this.#running;
		if (this.standing === 'conflict' || same(this.#now, this.base)) return;
		this.#running = this.#save();
		await this.#running;
	}
	async #save(): Promise<void> {
		const sent = this.#now;
		this.standing = 'saving';
		const { data, error } = await this.#write(this.edition, sent).catch(() => ({ data: undefined, error: problem(0, 'offline') }));
		if (data) {
			this.edition = data.edition;
			this.base = sent;
			this.problem = undefined;
			this.savedAt = Date.now();
			this.#since = Date.now();
			this.standing = same(this.#now, sent) ? 'saved' : 'waiting';
			this.#done?.(sent);
			return;
		}
		this.problem = error;
		this.standing = error.code === 'summary.written-meanwhile' ? 'conflict' : 'failed';
		// A line that is down comes back; what the server refused must be mended first.
		if (error.status === 0 || error.status >= 500) this.#later(AGAIN);
	}
}
