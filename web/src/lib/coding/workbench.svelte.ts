/** One testimony on the workbench: the text, its codings and tipping points, what is selected, and every deed with its undo. */
import { codePassage, markTippingPoint, newId, problemText, removeCoding, removeTippingPoint, type AccountReply, type CodingReply, type NewTipping, type OpenTestimony, type Problem, type TippingReply } from '#lib/api';
import { nameOf, type Shelf } from '#lib/codebook/shelf.ts';
import { sayTrouble } from '#lib/ui';
import { t, words } from '#lib/words';
import { blocksOf, type Block } from './blocks.svelte.ts';
import { Codings } from './codings.svelte.ts';
import { TextMap, type Span } from './positions.ts';
import { Recent } from './recent.svelte.ts';
import { Sender } from './sender.ts';
import { Surface } from './surface.svelte.ts';
import { Undo, type Deed } from './undo.svelte.ts';

export interface Filter {
	coders: readonly string[];
	codes: readonly string[];
	mine: boolean;
}
export type Edge = 'start' | 'end';

export class Workbench {
	readonly testimony: OpenTestimony;
	readonly map: TextMap;
	readonly blocks: Block[];
	readonly codings = new Codings();
	readonly surface: Surface;
	readonly undo = new Undo();
	readonly recent: Recent;
	#sender = new Sender();
	#path: { project: string; testimony: string };
	#me: AccountReply;

	shelf = $state.raw<Shelf | undefined>();
	tips = $state.raw<readonly TippingReply[]>([]);
	/** What is selected to be coded. */
	selection = $state.raw<Span | undefined>();
	caret = $state(0);
	/** The coding whose details are open, one of several to choose from, or a tipping point. */
	selectedId = $state<string | undefined>();
	several = $state.raw<readonly CodingReply[]>([]);
	tipId = $state<string | undefined>();
	/** A tipping point being written: its passage. */
	tipDraft = $state.raw<Span | undefined>();
	/** A passage being chosen to be quoted. */
	quoteDraft = $state.raw<Span | undefined>();
	filter = $state.raw<Filter>({ coders: [], codes: [], mine: false });
	/** Said aloud to those who do not see the page. */
	spoken = $state('');
	/** The codings are here. */
	ready = $state(false);
	/** Everything is here; what the address asks for is open. Only then does the address follow what is opened. */
	settled = $state(false);

	selected = $derived.by(() => {
		void this.codings.list;
		return this.selectedId ? this.codings.get(this.selectedId) : undefined;
	});
	tip = $derived(this.tips.find((tip) => tip.id === this.tipId));
	mayCode: boolean;
	mayMend: boolean;
	mayQuote: boolean;
	mayRedact: boolean;

	constructor(project: string, testimony: OpenTestimony, me: AccountReply) {
		this.testimony = testimony;
		this.#path = { project, testimony: testimony.id };
		this.#me = me;
		this.map = new TextMap(testimony.text, testimony.language);
		this.blocks = blocksOf(this.map, testimony.turns_list);
		this.recent = new Recent(project);
		this.mayCode = testimony.may.includes('code');
		this.mayMend = testimony.may.includes('mend');
		this.mayQuote = testimony.may.includes('quote');
		this.mayRedact = testimony.may.includes('redact');
		this.surface = new Surface(this.map, this.blocks, this.codings, () => this.tips, () => this.shelf);
	}
	quote(span: Span): string {
		return this.map.slice(span.start, span.end).replaceAll(/\s*\n\s*/g, ' ');
	}
	codeName(id: string): string {
		const code = this.shelf?.get(id);
		return code ? nameOf(code.node, words.language) : t('code.unknown');
	}
	/** The codes at a place, in words. */
	saidAt(point: number): string {
		const codes = this.codings.at(point).map((c) => this.codeName(c.code_id));
		return codes.length ? t('coding.spoken-coded', { codes: codes.join(', ') }) : '';
	}
	fill(codings: readonly CodingReply[]): void {
		this.codings.fill(codings);
		this.ready = true;
		this.surface.refresh();
	}
	keepTips(tips: readonly TippingReply[]): void {
		this.tips = tips;
		this.surface.refresh();
	}
	furnish(shelf: Shelf): void {
		this.shelf = shelf;
		this.surface.dress();
		this.#show();
	}
	setFilter(filter: Filter): void {
		this.filter = filter;
		this.#show();
	}
	#show(): void {
		const { coders, codes, mine } = this.filter;
		const shelf = this.shelf;
		this.codings.show((c) => (!mine || c.mine) && (!coders.length || coders.includes(c.coder.id)) && (!codes.length || codes.some((code) => shelf?.under(shelf.get(c.code_id), code))));
		this.surface.refresh();
	}

	// ── selecting ──────────────────────────────────────────────────────────
	selectText(span: Span | undefined): void {
		this.selection = span;
	}
	clearSelection(): void {
		this.selection = undefined;
		document.getSelection()?.removeAllRanges();
	}
	select(id: string | undefined): void {
		this.selectedId = id;
		this.several = [];
		this.tipId = undefined;
		this.tipDraft = undefined;
		this.quoteDraft = undefined;
	}
	/** What lies at a place: nothing, one coding, or several to choose from. */
	open(point: number): void {
		const here = this.codings.at(point);
		if (here.length > 1) {
			// Clicking again goes through them; the list shows them all.
			const at = here.findIndex((c) => c.id === this.selectedId);
			this.select(here[(at + 1) % here.length]?.id);
			this.several = here;
		} else this.select(here[0]?.id);
	}
	/** The next or previous coding in the order of the text. */
	step(by: 1 | -1): CodingReply | undefined {
		const list = this.codings.list.filter((c) => this.codings.isShown(c));
		const from = this.selected?.start ?? this.caret;
		const at = this.selected ? list.indexOf(this.selected) + by : by === 1 ? list.findIndex((c) => c.start >= from) : list.findLastIndex((c) => c.start < from);
		const next = list[at];
		if (!next) return undefined;
		this.select(next.id);
		this.caret = next.start;
		this.surface.reveal(next.start, 'edge');
		this.spoken = t('coding.spoken-coding', { code: this.codeName(next.code_id), quote: short(this.quote(next)) });
		return next;
	}

	// ── deeds ──────────────────────────────────────────────────────────────
	/** Puts codes on the selected passage. */
	apply(codes: readonly string[], span = this.selection): void {
		if (!span || !this.mayCode || !codes.length) return;
		const fresh = codes.filter((code) => !this.codings.over(span.start, span.end).some((c) => c.mine && c.code_id === code && c.start === span.start && c.end === span.end));
		const now = new Date().toISOString();
		const made = fresh.map<CodingReply>((code_id) => ({ id: newId(), testimony_id: this.testimony.id, revision_id: this.testimony.open_revision, start: span.start, end: span.end, code_id, coder: { id: this.#me.id, display_name: this.#me.display_name }, mine: true, attributes: {}, memo: null, created_at: now, updated_at: now, anchored: 'exact', may: ['change', 'remove'] }));
		for (const code of codes) this.recent.use(code);
		if (!made.length) {
			this.spoken = t('coding.already', { code: codes.map((c) => this.codeName(c)).join(', ') });
			return;
		}
		const name = t('coding.done-coded', { code: made.map((c) => this.codeName(c.code_id)).join(', ') });
		const deed: Deed = { name, apply: () => made.forEach((c) => this.#put(c, deed)), revert: () => made.forEach((c) => this.#drop(c, deed)) };
		this.undo.do(deed);
		this.select(made.at(-1)?.id);
		this.clearSelection();
		this.spoken = name;
	}
	change(coding: CodingReply, patch: Partial<Pick<CodingReply, 'start' | 'end' | 'code_id' | 'attributes' | 'memo'>>): void {
		const now = this.codings.get(coding.id);
		if (!now?.may.includes('change')) return;
		const after = { ...now, ...patch, updated_at: new Date().toISOString() };
		const deed: Deed = { name: t('coding.done-changed', { code: this.codeName(after.code_id) }), apply: () => this.#put(after, deed), revert: () => this.#put(now, deed) };
		this.undo.do(deed);
	}
	remove(coding: CodingReply): void {
		const now = this.codings.get(coding.id);
		if (!now?.may.includes('remove')) return;
		const deed: Deed = { name: t('coding.done-removed', { code: this.codeName(now.code_id) }), apply: () => this.#drop(now, deed), revert: () => this.#put(now, deed) };
		this.undo.do(deed);
		this.spoken = deed.name;
		if (this.selectedId === coding.id) this.select(undefined);
	}
	/** One word longer or shorter at one end. */
	resize(coding: CodingReply, edge: Edge, by: 1 | -1): void {
		const map = this.map;
		const start = edge === 'start' ? (by < 0 ? map.previous(coding.start, 'word') : map.next(coding.start, 'word')) : coding.start;
		const end = edge === 'end' ? (by < 0 ? map.previousWordEnd(coding.end) : map.nextWordEnd(coding.end)) : coding.end;
		if (start >= end) return;
		this.change(coding, { start, end });
		this.spoken = t('coding.spoken-now', { quote: short(this.quote({ start, end })) });
	}
	back(): void {
		const deed = this.undo.undo();
		this.spoken = deed ? t('coding.undone', { deed: deed.name }) : t('coding.nothing-to-undo');
	}
	again(): void {
		const deed = this.undo.redo();
		this.spoken = deed ? t('coding.redone', { deed: deed.name }) : t('coding.nothing-to-redo');
	}
	#put(coding: CodingReply, deed: Deed): void {
		const old = this.codings.get(coding.id);
		this.codings.put(coding);
		this.surface.redraw(coding, ...(old ? [old] : []));
		const { id, revision_id, start, end, code_id, attributes, memo } = coding;
		const body = { revision_id, start, end, code_id, attributes, ...(memo ? { memo } : {}) };
		void this.#sender.send(id, () => codePassage({ path: { ...this.#path, coding: id }, body }), (kept) => this.#kept(coding, kept), (problem) => this.#refused(problem, deed, () => this.#local(coding.id, old)));
	}
	#drop(coding: CodingReply, deed: Deed): void {
		const old = this.codings.get(coding.id);
		this.codings.drop(coding.id);
		this.surface.redraw(coding);
		if (this.selectedId === coding.id) this.select(undefined);
		void this.#sender.send(coding.id, () => removeCoding({ path: { ...this.#path, coding: coding.id } }), () => undefined, (problem) => this.#refused(problem, deed, () => this.#local(coding.id, old)));
	}
	/** What only the server knows (times, what one may do) joins what is shown, unless it has changed again meanwhile. */
	#kept(sent: CodingReply, kept: CodingReply): void {
		if (this.codings.get(sent.id) === sent) this.codings.put(kept);
	}
	#local(id: string, old: CodingReply | undefined): void {
		const now = this.codings.get(id);
		if (old) this.codings.put(old);
		else this.codings.drop(id);
		this.surface.redraw(...[now, old].filter((c) => c !== undefined));
	}
	#refused(problem: Problem, deed: Deed, putBack: () => void): void {
		putBack();
		this.undo.forget(deed);
		sayTrouble(t('coding.refused', { deed: deed.name, why: problemText(problem) }));
	}

	// ── tipping points ─────────────────────────────────────────────────────
	openTip(id: string | undefined): void {
		this.select(undefined);
		this.tipId = id;
	}
	draftTip(span = this.selection): void {
		if (!span || !this.mayCode) return;
		this.select(undefined);
		this.tipDraft = span;
	}
	draftQuote(span = this.selection): void {
		if (!span || !this.mayQuote) return;
		this.select(undefined);
		this.quoteDraft = span;
	}
	async saveTip(id: string, body: NewTipping): Promise<Problem | undefined> {
		const { data, error } = await markTippingPoint({ path: { ...this.#path, tipping: id }, body });
		if (error) return error;
		this.keepTips([...this.tips.filter((tip) => tip.id !== id), data].sort((a, b) => a.start - b.start));
		this.clearSelection();
		this.openTip(id);
		return undefined;
	}
	async removeTip(id: string): Promise<Problem | undefined> {
		const { error } = await removeTippingPoint({ path: { ...this.#path, tipping: id } });
		if (error) return error;
		this.openTip(undefined);
		this.keepTips(this.tips.filter((tip) => tip.id !== id));
		return undefined;
	}
}
/** The first and last words of a long quote, for saying aloud. */
export function short(quote: string, most = 120): string {
	return quote.length <= most ? quote : `${quote.slice(0, most / 2).replace(/\S*$/u, '')}… ${quote.slice(-most / 3).replace(/^\S*/u, '')}`;
}
