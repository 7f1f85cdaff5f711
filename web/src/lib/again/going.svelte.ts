/** What a narrator says of each part, until it is sent: in the memory of the page and nowhere else. */
import { askedAgain, openCollected, type OpenTestimony, type Problem } from '#lib/api';
import { TextMap, type Span } from '../coding/positions.ts';
import { today } from '../consent/draft.svelte.ts';
import { allowAgain, carried, holds, inItsWords, keepAlso, keptOut, letterOf, partsOf, wasChanged, withMarked, type Answers, type Letter, type Part, type Said } from './going.ts';

export class GoingThrough {
	story = $state.raw() as OpenTestimony;
	answers = $state.raw<Answers>(new Map());
	busy = $state(false);
	problem = $state.raw<Problem | undefined>();
	/** The words were changed while they were being gone through. */
	changed = $state(false);
	/** How many passages were kept, once it has arrived. */
	sent = $state<number | undefined>();
	readonly map = $derived(new TextMap(this.story.text, this.story.language));
	readonly parts = $derived(partsOf(this.map, this.story.turns_list, this.story.language));
	readonly asked = $derived(this.parts.filter((part) => !part.out));
	readonly open = $derived(this.asked.filter((part) => !this.answers.has(part.start)));
	readonly kept = $derived(keptOut(this.parts, this.answers));
	/** Leaving now would lose what they said. */
	readonly atStake = $derived(this.sent === undefined && this.answers.size > 0);
	readonly #project: string;
	#last: Letter | undefined;

	constructor(project: string, story: OpenTestimony) {
		this.#project = project;
		this.story = story;
	}
	said = (part: Part): Said | undefined => this.answers.get(part.start);
	say(part: Part, said: Said | undefined): void {
		if (this.busy) return;
		const next = new Map(this.answers);
		if (said) next.set(part.start, said);
		else next.delete(part.start);
		this.answers = next;
	}
	turn(part: Part, sentence: Span): void {
		const said = this.said(part);
		this.say(part, holds(said, sentence) ? allowAgain(this.map, part, said, sentence) : keepAlso(this.map, part, said, sentence));
	}
	mark(span: Span): void {
		if (!this.busy) this.answers = withMarked(this.map, this.parts, this.answers, span);
	}
	/** The first part after this one that nothing was said of; from the beginning, where there is none. */
	next(after = -1): Part | undefined {
		return this.open.find((part) => part.start > after) ?? this.open[0];
	}
	/** What has become of it; nothing where there is a problem to read. */
	async send(): Promise<'sent' | 'changed' | undefined> {
		if (this.busy || this.sent !== undefined) return undefined;
		this.busy = true;
		this.problem = undefined;
		const path = { project: this.#project, testimony: this.story.id };
		const { id, body } = (this.#last = letterOf({ revision_id: this.story.open_revision, asked_on: today(), kept_out: this.kept }, this.#last));
		const { error } = await askedAgain({ path: { ...path, again: id }, body });
		const anew = error && wasChanged(error) ? await this.#openAnew(path) : false;
		this.busy = false;
		if (!error) this.sent = body.kept_out.length;
		else if (!anew) this.problem ??= inItsWords(error);
		return error ? (anew ? 'changed' : undefined) : 'sent';
	}
	async #openAnew(path: { project: string; testimony: string }): Promise<boolean> {
		const { data, error } = await openCollected({ path });
		if (!data) {
			this.problem = error;
			return false;
		}
		const [before, answers] = [this.parts, this.answers];
		this.story = data;
		this.answers = carried(before, answers, this.parts);
		return (this.changed = true);
	}
}
