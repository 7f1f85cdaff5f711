/** A consent being asked for. Nothing is answered beforehand; what was not answered was not asked, and counts as a no. */
import type { Audience, ConsentMode, NewConsent, Purpose, RepresentativeReply, Terms } from '#lib/api';
import { speaksOn } from '../representatives/speaking.ts';
import { fixedAudience, foundationsOf, purposes } from './purposes.ts';
import { AskedDraft, goesOut, Wishes, wireTerms } from './wishes.svelte.ts';

export type Answer = 'granted' | 'refused';
export type Missing = 'notice' | 'mode' | 'collected-on' | 'collected-later' | 'valid-until' | 'embargo-late' | 'witness-long' | 'contradiction' | 'no-answers';
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
	/** What they wish for all that others may have; and what they wish otherwise for one purpose. */
	readonly common = new Wishes();
	readonly asked = new AskedDraft();
	#own = Object.fromEntries(purposes.map((purpose) => [purpose, new Wishes()])) as Record<Purpose, Wishes>;
	#answers = $state<Partial<Record<Purpose, Answer>>>({});
	#audiences = $state<Partial<Record<Purpose, Audience>>>({});
	#representative = $state('');
	readonly now: string;
	readonly #named: (() => readonly RepresentativeReply[]) | undefined;

	/** With who is named to speak for them; nothing where several narrators are asked at once. */
	constructor(now = today(), named?: () => readonly RepresentativeReply[]) {
		this.now = now;
		this.#named = named;
		this.collectedOn = now;
	}
	/** Whether it can be asked here who spoke for them. */
	get asksWhoSpoke(): boolean {
		return this.#named !== undefined;
	}
	/** Who may speak for them on the day of the answers. */
	speakers = $derived.by(() => (this.#named?.() ?? []).filter((one) => speaksOn(one, this.collectedOn)));
	/** Who spoke for them, if somebody did; on another day it may be nobody. */
	representative = $derived(this.speakers.some((one) => one.id === this.#representative) ? this.#representative : '');
	spokenBy(id: string): void {
		this.#representative = id;
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
	wishes(purpose: Purpose): Wishes {
		return this.#own[purpose];
	}
	/** As the service takes it; nothing where nothing was said beyond yes. */
	termsOf(purpose: Purpose): Terms | undefined {
		return this.#answers[purpose] === 'granted' ? wireTerms(purpose, this.common, this.#own[purpose]) : undefined;
	}
	/** A wish that would begin only after everything has ended. */
	isLate(wishes: Wishes): boolean {
		return !!wishes.until && !!this.validUntil && wishes.until > this.validUntil;
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
		const used = this.granted.filter(goesOut).map((purpose) => (this.#own[purpose].apart ? this.#own[purpose] : this.common));
		if (used.some((wishes) => this.isLate(wishes))) list.push('embargo-late');
		if (this.asked.witnessLong) list.push('witness-long');
		return list;
	});

	/** Yes and no as they were said. What was left out was not asked: the service keeps that apart from a no, and allows neither. */
	toWire(): NewConsent {
		const asked = this.asked.toWire();
		return {
			notice_id: this.notice,
			notice_language: this.language,
			mode: this.mode || 'on-screen',
			collected_on: this.collectedOn,
			// To the end of that day where they live: "until Friday" holds on Friday.
			...(this.validUntil ? { valid_until: new Date(`${this.validUntil}T23:59:59`).toISOString() } : {}),
			decisions: purposes.flatMap((purpose) => {
				const decision = this.#answers[purpose];
				const terms = this.termsOf(purpose);
				return decision ? [{ purpose, decision, audience: this.audienceOf(purpose), ...(terms ? { terms } : {}) }] : [];
			}),
			...(asked ? { asked } : {}),
			...(this.representative ? { representative_id: this.representative } : {}),
			...(this.note.trim() ? { note: this.note.trim() } : {})
		};
	}
}
