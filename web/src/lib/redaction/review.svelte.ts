/** The review of one story: what is suggested, what was decided, what is open, and every deed with its undo. */
import { listRedactions, newId, problemText, redact, unredact, type AccountReply, type OpenTestimony, type Problem, type RedactionReply, type RedactionsReply, type Result, type SuggestionReply } from '#lib/api';
import { sayTrouble } from '#lib/ui';
import { t } from '#lib/words';
import { blocksOf, type Block } from '../coding/blocks.svelte.ts';
import { Codings } from '../coding/codings.svelte.ts';
import { TextMap, type Span } from '../coding/positions.ts';
import type { Reading } from '../coding/reading.ts';
import { Sender } from '../coding/sender.ts';
import { Surface } from '../coding/surface.svelte.ts';
import { Undo, type Deed } from '../coding/undo.svelte.ts';
import { short } from '../coding/workbench.svelte.ts';
import type { Said } from './draft.svelte.ts';
import { folded, isKept, kept, labelled, looksOf, overlap, thingsOf, waits, wholeWords, type Thing } from './things.ts';

/** How the review asks; tests put their own in its place. */
export interface Asks {
	list(): Promise<Result<RedactionsReply>>;
	put(one: RedactionReply): Promise<Result<RedactionReply>>;
	drop(id: string): Promise<Result<unknown>>;
}
export function asking(path: { project: string; testimony: string }, revision_id: string): Asks {
	return {
		list: () => listRedactions({ path }),
		put: ({ id, start, end, entity_id, category, identifier, confidential, masks, reason }) => redact({ path: { ...path, redaction: id }, body: { revision_id, start, end, entity_id, category, identifier, confidential: confidential ?? null, masks, reason } }),
		drop: (id) => unredact({ path: { ...path, redaction: id } })
	};
}
const inOrder = (a: Span, b: Span) => a.start - b.start || b.end - a.end;

export class Review implements Reading {
	readonly testimony: OpenTestimony;
	readonly map: TextMap;
	readonly blocks: Block[];
	readonly surface: Surface;
	readonly undo = new Undo();
	#sender = new Sender();
	#me: Pick<AccountReply, 'id'>;
	#asks: Asks;
	#again: ReturnType<typeof setTimeout> | undefined;
	#turn = 0;

	decided = $state.raw<readonly RedactionReply[]>([]);
	suggested = $state.raw<readonly SuggestionReply[]>([]);
	measured = $state.raw<RedactionsReply['measured']>([]);
	/** The text was mended since this page was opened: places mean other words now. */
	mended = $state(false);
	weak = $state(true);
	caret = $state(0);
	selection = $state.raw<Span | undefined>();
	/** The mention that is open. */
	current = $state.raw<Span | undefined>();
	/** What is being written about: the open thing, or words somebody chose. */
	writing = $state.raw<Span | undefined>();
	spoken = $state('');
	/** Deeds the server has not answered yet. */
	unsent = $state(0);
	/** Grows with every answer: what was asked of the server before may be otherwise now. */
	kept = $state(0);

	constructor(testimony: OpenTestimony, reply: RedactionsReply, me: Pick<AccountReply, 'id'>, asks: Asks) {
		this.testimony = testimony;
		this.map = new TextMap(testimony.text, testimony.language);
		this.blocks = blocksOf(this.map, testimony.turns_list);
		this.surface = new Surface(this.map, this.blocks, new Codings(), () => [], () => undefined);
		this.#me = me;
		this.#asks = asks;
		this.#take(reply);
	}
	/** Suggestions without those on words that were decided about. */
	unmet = $derived(this.suggested.filter((one) => !this.decided.some((made) => overlap(made, one))));
	all = $derived.by(() => thingsOf(this.map, this.decided, this.unmet));
	things = $derived(this.weak ? this.all : this.all.filter((thing) => thing.standing !== 'weak'));
	weakOnes = $derived(this.all.filter((thing) => thing.standing === 'weak').length);
	waiting = $derived(this.things.filter(waits).length);
	settled = $derived(this.all.filter((thing) => !waits(thing)).length);
	looks = $derived(looksOf(this.things));
	thing = $derived.by<Thing | undefined>(() => {
		const at = this.current;
		return at && this.all.find((thing) => thing.mentions.some((one) => one.start === at.start && one.end === at.end));
	});
	/** Which of its mentions is open. */
	nth = $derived(this.thing ? this.thing.mentions.findIndex((one) => one.start === this.current?.start && one.end === this.current.end) : -1);

	get selectedId(): string | undefined {
		return this.thing?.key;
	}
	quote(span: Span): string {
		return this.map.slice(span.start, span.end).replaceAll(/\s*\n\s*/g, ' ');
	}
	standing(thing: Thing): string {
		return t(`redaction.is.${thing.standing}`);
	}
	saidAt(point: number): string {
		const look = this.#at(point);
		return look ? t(`redaction.is.${look.standing}`) : '';
	}
	#at(point: number) {
		return this.looks.filter((look) => look.start <= point && point < look.end).sort((a, b) => a.end - a.start - (b.end - b.start))[0];
	}

	// ── going about ────────────────────────────────────────────────────────
	selectText(span: Span | undefined): void {
		this.selection = span;
	}
	clearSelection(): void {
		this.selection = undefined;
		globalThis.document?.getSelection()?.removeAllRanges();
	}
	select(_none?: undefined): void {
		this.current = undefined;
		this.writing = undefined;
	}
	/** Opens what lies at a place. */
	open(point: number): void {
		const look = this.#at(point);
		if (look) this.show(look);
		else this.select();
	}
	show(span: Span, aloud = false): void {
		this.current = { start: span.start, end: span.end };
		this.writing = undefined;
		this.caret = span.start;
		this.surface.reveal(span.start, 'edge');
		if (aloud) this.spoken = this.#told();
	}
	#told(): string {
		const thing = this.thing;
		return thing ? t('redaction.spoken', { words: short(thing.words), what: t(`redaction.category.${thing.category}`), standing: this.standing(thing), n: thing.mentions.length }) : '';
	}
	/** The next or previous thing that waits, in the order of the text. */
	step(by: 1 | -1): Thing | undefined {
		const list = this.things.filter(waits);
		const from = this.current?.start ?? (by === 1 ? this.caret - 1 : this.caret);
		const first = (thing: Thing) => thing.mentions[0]?.start ?? 0;
		const next = by === 1 ? list.find((thing) => first(thing) > from) : list.findLast((thing) => first(thing) < from);
		// Round again, so that nothing is left behind.
		const found = next ?? (by === 1 ? list[0] : list.at(-1));
		const mention = found?.mentions[0];
		if (!mention) {
			this.spoken = t('redaction.none-wait');
			return undefined;
		}
		this.show(mention, true);
		return found;
	}
	/** Another mention of what is open. */
	mention(by: 1 | -1): void {
		const { thing, nth } = this;
		if (!thing || thing.mentions.length < 2) return;
		const n = thing.mentions.length;
		const next = thing.mentions[(nth + by + n) % n];
		if (!next) return;
		this.show(next);
		this.spoken = t('redaction.mention', { at: ((nth + by + n) % n) + 1, n });
	}

	// ── deeds ──────────────────────────────────────────────────────────────
	/** Whether what it is decided to be elsewhere is not known here: then somebody has to say it anew. */
	mustSay(thing: Thing | undefined = this.thing): boolean {
		return !!thing?.entity && !thing.known;
	}
	/** What the form begins with. */
	drafted(span: Span): { said: Partial<Said>; thing: Thing | undefined } {
		const fold = folded(this.map.slice(span.start, span.end));
		const thing = this.all.find((one) => one.mentions.some((mention) => mention.start === span.start && mention.end === span.end)) ?? this.all.find((one) => folded(one.words) === fold);
		if (!thing) return { said: {}, thing };
		const { category, identifier, confidential, known } = thing;
		return { said: { category, identifier, confidential, ...(known ? { masks: { ...labelled(), ...known.masks }, reason: waits(thing) ? '' : known.reason } : {}) }, thing };
	}
	/** Masks what is open, as it is suggested. */
	mask(): boolean {
		const { thing, current } = this;
		if (!thing || !current) return false;
		if (!waits(thing) || this.mustSay(thing)) return this.write();
		const { category, identifier, confidential } = thing.known ?? thing;
		const masks = { ...labelled(), ...thing.known?.masks };
		// Where the words of that one stay, these are masked on their own.
		const alone = isKept(masks);
		this.#decide(current, alone ? newId() : (thing.entity ?? newId()), { category, identifier, confidential: confidential ?? null, masks: alone ? labelled() : masks, reason: '' }, thing);
		return true;
	}
	/** Decides that the words that are open stay as they are. */
	keep(): boolean {
		const { thing, current } = this;
		if (!thing || !current || thing.standing === 'kept') return false;
		if (thing.standing === 'elsewhere') return this.write();
		const { category, identifier, confidential } = thing;
		if (thing.standing === 'masked') this.#change(thing, { category, identifier, confidential, masks: kept(), reason: thing.known?.reason ?? '' });
		// Probably somebody else's words: they stay without touching what was decided about that one.
		else this.#decide(current, newId(), { category, identifier, confidential, masks: kept(), reason: '' }, thing);
		return true;
	}
	/** Opens the form for words somebody chose; for what is open, where nobody chose any. */
	own(): boolean {
		const { selection } = this;
		if (!selection) return this.write();
		const marked = this.all.some((thing) => thing.mentions.some((one) => one.start === selection.start && one.end === selection.end));
		const span = marked ? selection : wholeWords(this.map, selection);
		this.current = span;
		return this.write(span);
	}
	/** Opens the form. */
	write(span: Span | undefined = this.current): boolean {
		if (!span) return false;
		this.writing = { start: span.start, end: span.end };
		return true;
	}
	/** What the form says about a stretch. */
	say(span: Span, said: Said): void {
		const { thing } = this.drafted(span);
		this.writing = undefined;
		if (thing && thing.known && !waits(thing)) {
			this.#change(thing, said, thing.mentions.some((one) => one.decided && overlap(one, span)) ? undefined : span);
			this.show(span);
		} else this.#decide(span, thing?.entity ?? newId(), said, thing);
		this.clearSelection();
	}
	#made(span: Span, entity_id: string, said: Said): RedactionReply {
		return { id: newId(), start: span.start, end: span.end, entity_id, ...said, decided_by: this.#me.id, decided_at: new Date().toISOString() };
	}
	#decide(span: Span, entity: string, said: Said, thing: Thing | undefined): void {
		const made = this.#made(span, entity, said);
		const words = short(this.quote(span), 60);
		const stays = isKept(said.masks);
		const deed: Deed = { name: t(stays ? 'redaction.done-kept' : 'redaction.done-masked', { words }), apply: () => this.#put([made], deed), revert: () => this.#drop([made], deed) };
		this.undo.do(deed);
		const n = Math.max(thing?.mentions.length ?? 1, this.all.find((one) => one.key === `e:${entity}`)?.mentions.length ?? 1);
		const news = n > 1 ? `${deed.name} ${t('redaction.everywhere', { n })}` : deed.name;
		if (thing && waits(thing)) {
			const next = this.step(1);
			this.spoken = [news, next ? this.#told() : t('redaction.none-wait')].join(' ');
			if (!next) this.show(span);
		} else {
			this.show(span);
			this.spoken = news;
		}
	}
	/** What is said of a thing holds for every mention that was decided about. */
	#change(thing: Thing, said: Said, more?: Span): void {
		const before = thing.mentions.flatMap((one) => one.decided ?? []);
		const now = new Date().toISOString();
		const after = before.map((one) => ({ ...one, ...said, decided_by: this.#me.id, decided_at: now }));
		const fresh = more && thing.entity ? [this.#made(more, thing.entity, said)] : [];
		const deed: Deed = { name: t(isKept(said.masks) ? 'redaction.done-kept' : 'redaction.done-changed', { words: short(thing.words, 60) }), apply: () => this.#put([...after, ...fresh], deed), revert: () => (this.#drop(fresh, deed), this.#put(before, deed)) };
		this.undo.do(deed);
		this.spoken = deed.name;
	}
	/** Takes back what was decided about the thing that is open. */
	takeBack(thing: Thing | undefined = this.thing): boolean {
		const made = thing?.mentions.flatMap((one) => one.decided ?? []) ?? [];
		if (!thing || !made.length) return false;
		const deed: Deed = { name: t('redaction.done-taken-back', { words: short(thing.words, 60) }), apply: () => this.#drop(made, deed), revert: () => this.#put(made, deed) };
		this.undo.do(deed);
		this.spoken = deed.name;
		return true;
	}
	back(): void {
		const deed = this.undo.undo();
		this.spoken = deed ? t('coding.undone', { deed: deed.name }) : t('coding.nothing-to-undo');
	}
	again(): void {
		const deed = this.undo.redo();
		this.spoken = deed ? t('coding.redone', { deed: deed.name }) : t('coding.nothing-to-redo');
	}

	// ── told to the server ─────────────────────────────────────────────────
	#put(all: readonly RedactionReply[], deed: Deed): void {
		for (const one of all) {
			const before = this.decided;
			// The same thing reads the same everywhere.
			this.decided = [...this.decided.filter((old) => old.id !== one.id).map((old) => (old.entity_id === one.entity_id ? { ...old, masks: one.masks } : old)), one].sort(inOrder);
			this.#send(() => this.#asks.put(one), deed, () => this.#as(before, one));
		}
	}
	#drop(all: readonly RedactionReply[], deed: Deed): void {
		for (const one of all) {
			const before = this.decided;
			this.decided = before.filter((old) => old.id !== one.id);
			this.#send(() => this.#asks.drop(one.id), deed, () => this.#as(before, one));
		}
	}
	/** As it stood before: what the server did not keep must not look masked, even where it cannot be asked again. */
	#as(before: readonly RedactionReply[], one: RedactionReply): void {
		const old = before.find((was) => was.id === one.id);
		const rest = this.decided.filter((now) => now.id !== one.id).map((now) => (now.entity_id === one.entity_id ? { ...now, masks: before.find((was) => was.id === now.id)?.masks ?? now.masks } : now));
		this.decided = (old ? [...rest, old] : rest).sort(inOrder);
	}
	/** One after the other: what is said of a thing reaches all its mentions. */
	#send(ask: () => Promise<Result<unknown>>, deed: Deed, putBack: () => void): void {
		this.#turn++;
		this.unsent++;
		clearTimeout(this.#again);
		const answered = () => {
			this.unsent--;
			this.kept++;
			if (!this.unsent) this.#again = setTimeout(() => void this.reload(), 400);
		};
		void this.#sender.send('redactions', ask, answered, (problem: Problem) => {
			putBack();
			this.undo.forget(deed);
			sayTrouble(t('coding.refused', { deed: deed.name, why: problemText(problem) }));
			answered();
		});
	}
	/** Asks again what stands and what is suggested now; a refused deed is gone from the page then too. */
	async reload(): Promise<void> {
		const turn = this.#turn;
		const { data, error } = await this.#asks.list();
		if (turn !== this.#turn || this.unsent) return;
		if (error) return sayTrouble(problemText(error));
		this.#take(data);
	}
	#take(reply: RedactionsReply): void {
		this.measured = reply.measured;
		this.mended = reply.revision_id !== this.testimony.open_revision;
		if (this.mended) return;
		// What was suggested of words that are decided about now is not sent any more; it comes back when the decision is taken back.
		const under = this.suggested.filter((one) => !one.entity_id && reply.decided.some((made) => overlap(made, one)));
		this.decided = [...reply.decided].sort(inOrder);
		this.suggested = [...reply.suggested, ...under].sort(inOrder);
	}
	leave(): void {
		clearTimeout(this.#again);
	}
}
