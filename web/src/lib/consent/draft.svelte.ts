/** A consent being asked for. Nothing is answered beforehand, and what was not answered is a no. */
import type { Audience, ConsentMode, NewConsent, Purpose } from '#lib/api';
import { fixedAudience, foundationsOf, purposes } from './purposes.ts';

export type Answer = 'granted' | 'refused';
export type Missing = 'notice' | 'mode' | 'collected-on' | 'collected-later' | 'valid-until' | 'contradiction' | 'no-answers';
export const modes: readonly ConsentMode[] = ['on-screen', 'written', 'paper-scan', 'spoken-recorded', 'witnessed', 'guardian-with-assent'];

export const today = (now = new Date()): string => `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, '0')}-${String(now.getDate()).padStart(2, '0')}`;

export class ConsentDraft {
	notice = $state('');
	language = $state('');
	mode = $state<ConsentMode | ''>('');
	collectedOn = $state('');
	validUntil = $state('');
	note = $state('');
	/** Who may have what is allowed, unless another choice was made for one of them. */
	audience = $state<Audience>('team');
	#answers = $state<Partial<Record<Purpose, Answer>>>({});
	#audiences = $state<Partial<Record<Purpose, Audience>>>({});
	readonly now: string;

	constructor(now = today()) {
		this.now = now;
		this.collectedOn = now;
	}
	answer(purpose: Purpose): Answer | undefined {
		return this.#answers[purpose];
	}
	say(purpose: Purpose, answer: Answer | undefined): void {
		if (answer) this.#answers[purpose] = answer;
		else delete this.#answers[purpose];
	}
	audienceOf(purpose: Purpose): Audience {
		return fixedAudience(purpose) ?? this.#audiences[purpose] ?? this.audience;
	}
	/** `undefined` goes back to the common choice. */
	narrow(purpose: Purpose, audience: Audience | undefined): void {
		if (audience) this.#audiences[purpose] = audience;
		else delete this.#audiences[purpose];
	}
	ownAudience(purpose: Purpose): Audience | undefined {
		return this.#audiences[purpose];
	}
	/** What a yes still needs: quoting was allowed, but not reading. Empty when it stands. */
	lacks(purpose: Purpose): Purpose[] {
		if (this.#answers[purpose] !== 'granted') return [];
		return foundationsOf(purpose).filter((below) => this.#answers[below] !== 'granted');
	}
	granted = $derived(purposes.filter((purpose) => this.#answers[purpose] === 'granted'));
	refused = $derived(purposes.filter((purpose) => this.#answers[purpose] === 'refused'));
	unanswered = $derived(purposes.filter((purpose) => this.#answers[purpose] === undefined));
	contradictions = $derived(purposes.filter((purpose) => this.lacks(purpose).length > 0));
	keeps = $derived(this.#answers.store === 'granted');

	/** What stands in the way of keeping it, in the order of the page. */
	missing = $derived.by<Missing[]>(() => {
		const list: Missing[] = [];
		if (!this.notice || !this.language) list.push('notice');
		if (this.unanswered.length === purposes.length) list.push('no-answers');
		if (this.contradictions.length) list.push('contradiction');
		if (!this.mode) list.push('mode');
		if (!this.collectedOn) list.push('collected-on');
		else if (this.collectedOn > this.now) list.push('collected-later');
		if (this.validUntil && this.validUntil <= (this.collectedOn || this.now)) list.push('valid-until');
		return list;
	});

	/** Every purpose is in it, the unanswered as refused: what was not asked is never left to be guessed. */
	toWire(): NewConsent {
		return {
			notice_id: this.notice,
			notice_language: this.language,
			mode: this.mode || 'on-screen',
			collected_on: this.collectedOn,
			// To the end of that day where they live: "until Friday" holds on Friday.
			...(this.validUntil ? { valid_until: new Date(`${this.validUntil}T23:59:59`).toISOString() } : {}),
			decisions: purposes.map((purpose) => ({ purpose, decision: this.#answers[purpose] ?? 'refused', audience: this.audienceOf(purpose) })),
			...(this.note.trim() ? { note: this.note.trim() } : {})
		};
	}
}
