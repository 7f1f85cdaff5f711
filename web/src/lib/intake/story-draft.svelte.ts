/**
 * A story being taken in. Its words stay in this tab (sessionStorage) until the server has them and are wiped then: a phone that is
 * lent or lost must not hold somebody's story.
 */
import { newId, type Cue, type Direction, type KeepTestimony, type ReadingReply, type TestimonyKind, type Turn } from '#lib/api';
import { directionOf } from '#lib/words';
import { oneLineEnd } from './code-points.ts';

export interface RecordingDraft {
	id: string;
	kind: 'audio' | 'video' | 'image' | 'document';
	/** Elsewhere: a web address or a file name. */
	address: string;
	minutes: string;
	sha256: string;
	/** To be kept here. Not part of the kept draft: a browser does not remember files. */
	file: File | undefined;
	state: 'waiting' | 'sending' | 'kept' | 'refused';
	sent: number;
}
interface Kept {
	id: string;
	narrator: string;
	text: string;
	turns: Turn[];
	cues: Cue[];
	title: string;
	kind: TestimonyKind | '';
	language: string;
	direction: Direction;
	toldOn: string;
	placeTold: string;
	fileName: string;
}
export interface Drawer {
	getItem(key: string): string | null;
	setItem(key: string, value: string): void;
	removeItem(key: string): void;
}
const unchosen = { narrator: '', text: '', turns: [], cues: [], title: '', kind: '' as const, language: '', direction: 'auto' as const, toldOn: '', placeTold: '', fileName: '' };

export class StoryDraft {
	id = $state('');
	narrator = $state('');
	text = $state('');
	turns = $state.raw<Turn[]>([]);
	cues = $state.raw<Cue[]>([]);
	title = $state('');
	kind = $state<TestimonyKind | ''>('');
	language = $state('');
	direction = $state<Direction>('auto');
	toldOn = $state('');
	placeTold = $state('');
	fileName = $state('');
	recordings = $state<RecordingDraft[]>([]);
	/** Whether something was found in this tab when the page opened. */
	found = $state(false);
	/** Storage that is full or forbidden: then the draft lives as long as the page, and the page says so. */
	unsafe = $state(false);
	#key: string;
	#drawer: Drawer | undefined;

	constructor(project: string, drawer?: Drawer) {
		this.#key = `kith.story.${project}`;
		this.#drawer = drawer;
		this.#take({ id: newId(), ...unchosen });
		try {
			const kept = drawer?.getItem(this.#key);
			if (kept) {
				this.#take({ id: newId(), ...unchosen, ...(JSON.parse(kept) as Partial<Kept>) });
				this.found = this.text !== '';
			}
		} catch {
			this.unsafe = true;
		}
	}
	#take(kept: Kept): void {
		Object.assign(this, kept);
	}
	snapshot = $derived<Kept>({ id: this.id, narrator: this.narrator, text: this.text, turns: this.turns, cues: this.cues, title: this.title, kind: this.kind, language: this.language, direction: this.direction, toldOn: this.toldOn, placeTold: this.placeTold, fileName: this.fileName });
	/** Keeps what was typed in this tab. Call it when the snapshot changes. */
	hold(snapshot: Kept): void {
		try {
			if (snapshot.text || snapshot.narrator) this.#drawer?.setItem(this.#key, JSON.stringify(snapshot));
			this.unsafe = !this.#drawer;
		} catch {
			this.unsafe = true;
		}
	}
	/** The server has it, or it is not wanted: nothing stays on this device. */
	wipe(): void {
		this.#drawer?.removeItem(this.#key);
		this.#take({ id: newId(), ...unchosen });
		this.recordings = [];
		this.found = false;
	}
	/** Takes over what was read from a file. What a person already chose stays. */
	takeReading(reading: ReadingReply, fileName: string): void {
		this.text = reading.text;
		this.turns = reading.turns;
		this.cues = reading.cues;
		this.fileName = fileName;
		this.title ||= reading.suggested.title;
		this.language ||= reading.suggested.language ?? '';
		this.direction = reading.suggested.direction;
	}
	/** Words changed by hand: turns and times counted in the old text would point at other words, so they go. */
	write(text: string): void {
		const next = oneLineEnd(text);
		if (next === this.text) return;
		this.text = next;
		this.turns = [];
		this.cues = [];
	}
	addRecording(file?: File): void {
		const kind = file?.type.startsWith('video') ? 'video' : file?.type.startsWith('image') ? 'image' : 'audio';
		this.recordings.push({ id: newId(), kind, address: '', minutes: '', sha256: '', file, state: 'waiting', sent: 0 });
	}
	removeRecording(id: string): void {
		this.recordings = this.recordings.filter((recording) => recording.id !== id);
	}
	told = $derived(this.text.trim().length > 0);
	missing = $derived([...(this.told ? [] : ['text']), ...(this.title.trim() ? [] : ['title']), ...(this.kind ? [] : ['kind']), ...(this.language ? [] : ['language'])]);
	/** Which way the words run: chosen, else as their language does. */
	runs = $derived<'ltr' | 'rtl' | 'auto'>(this.direction !== 'auto' ? this.direction : this.language ? directionOf(this.language) : 'auto');

	toWire(): KeepTestimony {
		return {
			narrator_id: this.narrator,
			title: this.title.trim(),
			kind: this.kind || 'other',
			language: this.language,
			direction: this.direction,
			...(this.toldOn ? { told_on: this.toldOn } : {}),
			...(this.placeTold.trim() ? { place_told: this.placeTold.trim() } : {}),
			text: oneLineEnd(this.text),
			...(this.turns.length ? { turns: this.turns } : {}),
			...(this.cues.length ? { cues: this.cues } : {}),
			...(this.fileName ? { file_name: this.fileName } : {})
		};
	}
}
/** "12:30", "1:02:03" or "42" minutes, in milliseconds. */
export function lengthFrom(text: string): number | undefined {
	const parts = text.trim().split(':').map(Number);
	if (!text.trim() || parts.length > 3 || parts.some((part) => !Number.isFinite(part) || part < 0)) return undefined;
	const [a = 0, b = 0, c = 0] = parts;
	const seconds = parts.length === 1 ? a * 60 : parts.length === 2 ? a * 60 + b : a * 3600 + b * 60 + c;
	return Math.round(seconds * 1000);
}
