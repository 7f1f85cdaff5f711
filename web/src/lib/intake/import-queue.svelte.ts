/**
 * Many files at once. Each is read, looked at and kept on its own; two at a time; stopped and continued at will. The list of
 * files with their ids is remembered in this tab, never their words: drop the same files again and nothing is kept twice.
 */
import type { KeepTestimony, Problem, ReadingReply, Result, TestimonyKind, TestimonyReply } from '#lib/api';
import { newId, problem } from '#lib/api';
import { isLitter, isReadable } from './files.ts';
import { lineOf } from './reading.svelte.ts';

export type RowState = 'missing' | 'waiting' | 'reading' | 'ready' | 'refused' | 'keeping' | 'kept';
export interface ImportRow {
	id: string;
	/** Made beforehand for a narrator this file may bring along. */
	narratorId: string;
	consentId: string;
	name: string;
	size: number;
	changed: number;
	state: RowState;
	/** A known narrator's id, "new" for one named after the file, "" while nobody was chosen. */
	narrator: string;
	pseudonym: string;
	language: string;
	title: string;
	kind: TestimonyKind;
	/** Why it was refused, in the server's code; and the line, when known. */
	problem: Problem | undefined;
	line: number | undefined;
	/** Must be looked at by a person before it is kept. */
	notices: string[];
	looked: boolean;
	codePoints: number;
}
export interface Desk {
	read(file: File): Promise<Result<ReadingReply>>;
	/** Whether this row's narrator allows keeping, or a consent was stated for them. */
	covered?(row: ImportRow): boolean;
	/** Welcomes the new narrator and writes the consent down, where that is needed; safe to repeat. */
	welcome(row: ImportRow, person: Person): Promise<Result<unknown>>;
	keep(id: string, story: KeepTestimony): Promise<Result<TestimonyReply>>;
}
/** Who a row's narrator is, for this batch: two files that name the same new person are one person. */
export interface Person {
	narratorId: string;
	consentId: string;
}
export interface Drawer {
	getItem(key: string): string | null;
	setItem(key: string, value: string): void;
	removeItem(key: string): void;
}

/** A name for somebody new out of a file's name: "2026-03-14_amina_interview-2.docx" → "Amina". A guess, to be looked at. */
export function pseudonymFrom(fileName: string): string {
	const noise = /^(interview|transcript|transcriptie|verslag|story|verhaal|final|definitief|def|copy|kopie|v\d+|\d+|deel|part|opname|recording)$/iu;
	const words = fileName.replace(/\.[^.]+$/, '').split(/[\s_\-.,()]+/u).filter((word) => word && !noise.test(word) && !/^\d/.test(word));
	const name = words.slice(0, 2).join(' ');
	return name ? name.charAt(0).toLocaleUpperCase() + name.slice(1) : '';
}

export class ImportQueue {
	rows = $state<ImportRow[]>([]);
	running = $state(false);
	readonly atOnce: number;
	#files = new Map<string, File>();
	#texts = new Map<string, ReadingReply>();
	#desk: Desk;
	#drawer: Drawer | undefined;
	#key: string;
	#reading = 0;

	constructor(project: string, desk: Desk, drawer?: Drawer, atOnce = 2) {
		this.#key = `kith.import.${project}`;
		this.#desk = desk;
		this.#drawer = drawer;
		this.atOnce = atOnce;
		try {
			const held = JSON.parse(drawer?.getItem(this.#key) ?? '[]') as ImportRow[];
			this.rows = held.map((row) => ({ ...row, state: row.state === 'kept' ? 'kept' : 'missing', problem: undefined, line: undefined }));
		} catch {
			this.rows = [];
		}
	}
	kept = $derived(this.rows.filter((row) => row.state === 'kept'));
	refused = $derived(this.rows.filter((row) => row.state === 'refused'));
	missing = $derived(this.rows.filter((row) => row.state === 'missing'));
	read = $derived(this.rows.filter((row) => !['waiting', 'reading', 'missing'].includes(row.state)));
	busy = $derived(this.rows.filter((row) => row.state === 'reading' || row.state === 'keeping').length);
	/** Read, with somebody to tell it and a language: these can be kept. */
	ready = $derived(this.rows.filter((row) => row.state === 'ready' && this.lacks(row).length === 0));
	incomplete = $derived(this.rows.filter((row) => row.state === 'ready' && this.lacks(row).length > 0));
	finished = $derived(this.rows.length > 0 && !this.running && this.rows.every((row) => row.state === 'kept' || row.state === 'refused'));

	lacks(row: ImportRow): ('narrator' | 'consent' | 'language' | 'title' | 'look')[] {
		return [
			...(row.narrator === '' || (row.narrator === 'new' && !row.pseudonym.trim()) ? (['narrator'] as const) : (this.#desk.covered?.(row) ?? true) ? [] : (['consent'] as const)),
			...(row.language ? [] : (['language'] as const)),
			...(row.title.trim() ? [] : (['title'] as const)),
			...(row.notices.some((code) => /confirm/.test(code)) && !row.looked ? (['look'] as const) : [])
		];
	}
	/** Adds files. A file seen before keeps its id; what systems leave in folders is passed over; what cannot be read is refused at once. */
	add(files: readonly File[], language = ''): void {
		for (const file of files) {
			if (isLitter(file.name)) continue;
			const known = this.rows.find((row) => row.name === file.name && row.size === file.size && row.changed === file.lastModified);
			if (known && known.state !== 'missing') continue;
			const row = known ?? this.#row(file, language);
			if (!known) this.rows.push(row);
			this.#files.set(row.id, file);
			const mine = this.#find(row.id);
			if (!mine) continue;
			if (isReadable(file.name)) mine.state = 'waiting';
			else {
				mine.state = 'refused';
				mine.problem = problem(422, 'reading.unsupported-format');
			}
		}
		this.#hold();
		void this.#readOn();
	}
	#row(file: File, language: string): ImportRow {
		return { id: newId(), narratorId: newId(), consentId: newId(), name: file.name, size: file.size, changed: file.lastModified, state: 'waiting', narrator: '', pseudonym: pseudonymFrom(file.name), language, title: '', kind: 'interview', problem: undefined, line: undefined, notices: [], looked: false, codePoints: 0 };
	}
	#find(id: string): ImportRow | undefined {
		return this.rows.find((row) => row.id === id);
	}
	personOf(row: ImportRow): Person {
		const same = (other: ImportRow) => (row.narrator === 'new' ? other.narrator === 'new' && other.pseudonym.trim().toLocaleLowerCase() === row.pseudonym.trim().toLocaleLowerCase() : other.narrator === row.narrator);
		const first = this.rows.find(same) ?? row;
		return { narratorId: row.narrator === 'new' ? first.narratorId : row.narrator, consentId: first.consentId };
	}
	text(id: string): ReadingReply | undefined {
		return this.#texts.get(id);
	}
	remove(id: string): void {
		this.rows = this.rows.filter((row) => row.id !== id);
		this.#files.delete(id);
		this.#texts.delete(id);
		this.#hold();
	}
	/** Reads what was refused for a passing reason once more. */
	again(id: string): void {
		const row = this.#find(id);
		const file = this.#files.get(id);
		if (!row || !file) return;
		row.state = this.#texts.has(id) ? 'ready' : 'waiting';
		row.problem = undefined;
		void this.#readOn();
	}
	/** Reading goes on by itself, `atOnce` at a time. */
	async #readOn(): Promise<void> {
		while (this.#reading < this.atOnce) {
			const row = this.rows.find((one) => one.state === 'waiting');
			if (!row) return;
			row.state = 'reading';
			this.#reading++;
			void this.#readOne(row.id).finally(() => {
				this.#reading--;
				void this.#readOn();
			});
		}
	}
	async #readOne(id: string): Promise<void> {
		const file = this.#files.get(id);
		if (!file) return;
		const { data, error } = await this.#desk.read(file);
		const row = this.#find(id);
		if (!row) return;
		if (error) {
			row.state = 'refused';
			row.problem = error;
			row.line = lineOf(error);
			return;
		}
		this.#texts.set(id, data);
		row.state = 'ready';
		row.title ||= data.suggested.title || row.name;
		row.language ||= data.suggested.language ?? '';
		row.notices = data.notices.map((notice) => notice.code);
		row.codePoints = [...data.text].length;
		this.#hold();
	}
	/** Keeps what is ready, until it is done or stopped. What is under way when stopped is finished first. */
	async start(): Promise<void> {
		if (this.running) return;
		this.running = true;
		await Promise.all(Array.from({ length: this.atOnce }, () => this.#keepOn()));
		this.running = false;
		this.#hold();
	}
	stop(): void {
		this.running = false;
	}
	async #keepOn(): Promise<void> {
		while (this.running) {
			// Read afresh each time: rows become ready, and are mended, while others are kept.
			const row = this.rows.find((one) => one.state === 'ready' && this.lacks(one).length === 0);
			if (!row) return;
			row.state = 'keeping';
			await this.#keepOne(row);
		}
	}
	async #keepOne(row: ImportRow): Promise<void> {
		const reading = this.#texts.get(row.id);
		if (!reading) return;
		const welcomed = await this.#desk.welcome(row, this.personOf(row));
		const { data, error } = welcomed.error ? { error: welcomed.error } : await this.#desk.keep(row.id, this.#story(row, reading));
		const now = this.#find(row.id);
		if (!now) return;
		if (data) {
			now.state = 'kept';
			this.#texts.delete(row.id);
			this.#files.delete(row.id);
		} else {
			now.state = 'refused';
			now.problem = error;
			// Without a connection the rest would fail too: stop, and go on later.
			if (error && (error.status === 0 || error.code === 'signed-out')) this.stop();
		}
		this.#hold();
	}
	#story(row: ImportRow, reading: ReadingReply): KeepTestimony {
		return {
			narrator_id: this.personOf(row).narratorId,
			title: row.title.trim(),
			kind: row.kind,
			language: row.language,
			direction: reading.suggested.direction,
			text: reading.text,
			...(reading.turns.length ? { turns: reading.turns } : {}),
			...(reading.cues.length ? { cues: reading.cues } : {}),
			file_name: row.name
		};
	}
	/** Remembers the list, without a word of any story. Call it after something was chosen. */
	hold(): void {
		this.#hold();
	}
	#hold(): void {
		try {
			this.#drawer?.setItem(this.#key, JSON.stringify(this.rows.map(({ problem: _, ...row }) => row)));
		} catch {
			// Then the list lasts as long as the page.
		}
	}
	clear(): void {
		this.stop();
		this.rows = [];
		this.#files.clear();
		this.#texts.clear();
		this.#drawer?.removeItem(this.#key);
	}
}
