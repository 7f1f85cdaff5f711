/** A summary while it is open: what is written, what it rests on, what stands against it, what others said of it. */
import { SvelteMap } from 'svelte/reactivity';
import { checkSummary, failed, linkEvidence, listComments, newId, openSummary, problem, putComment, writeSummary, type Block, type ChecksReply, type CommentReply, type EvidenceReply, type Hit, type Problem, type QuoteReply, type Stance, type SummaryReply } from '#lib/api';
import { againstBlock } from './against.ts';
import { add, draftOf, find, isBroken, move, patch, putBack, remove, same, toPart, type BlockOf, type Draft, type Kind, type Statement } from './document.ts';
import { onTop } from './merge.ts';
import { Saving } from './saving.svelte.ts';

interface Path {
	project: string;
	summary: string;
}
export interface Removed {
	block: Block;
	at: number;
}

export class Composer {
	readonly path: Path;
	summary = $state.raw() as SummaryReply;
	draft = $state.raw() as Draft;
	saving: Saving;
	selected = $state<string | undefined>();
	/** Somebody who may write chose to change words that go through the gates. */
	unlocked = $state(false);
	/** What somebody else wrote meanwhile, when both wrote. */
	theirs = $state.raw<SummaryReply | undefined>();
	checks = $state.raw<ChecksReply | undefined>();
	checkProblem = $state.raw<Problem | undefined>();
	checking = $state(false);
	comments = $state.raw<readonly CommentReply[]>([]);
	readonly evidence = new SvelteMap<string, EvidenceReply>();
	readonly quotes = new SvelteMap<string, QuoteReply>();
	#checkAgain = false;

	constructor(path: Path, opened: SummaryReply) {
		this.path = path;
		this.#know(opened);
		this.draft = draftOf(opened.document);
		this.saving = new Saving(
			opened.edition,
			this.draft,
			async (after, document) => (isBroken(document) ? failed(problem(422, 'summary.mend-first')) : writeSummary({ path, body: { after, document } })),
			() => void this.#saved()
		);
		void this.check();
		void this.#readComments();
	}
	mayWrite = $derived(this.summary.may.includes('write'));
	inGates = $derived(this.summary.state === 'in-review' || this.summary.state === 'approved');
	writing = $derived(this.mayWrite && (!this.inGates || this.unlocked));
	block = $derived(find(this.draft, this.selected));

	/** Words of passages that are not told any more leave the memory of the page with everything else that rests on them. */
	#know(opened: SummaryReply, forget = false): void {
		this.summary = opened;
		if (forget) {
			this.evidence.clear();
			this.quotes.clear();
		}
		for (const one of opened.evidence) this.evidence.set(one.id, one);
		for (const one of opened.quotes) this.quotes.set(one.id, one);
	}
	/** Asks the server again: its state, what may be done, and newer words where this page has none of its own. */
	async refresh(): Promise<void> {
		const { data } = await openSummary({ path: this.path });
		if (data) this.take(data);
	}
	take(opened: SummaryReply): void {
		this.#know(opened, !this.saving.open);
		if (this.saving.open || same(draftOf(opened.document), this.draft)) return;
		this.draft = draftOf(opened.document);
		this.saving.rebase(opened.edition, this.draft, this.draft);
	}
	async #saved(): Promise<void> {
		// Writing takes a summary out of the gates, and begins a new draft behind what is published.
		if (this.summary.state !== 'draft') await this.refresh();
		await this.check();
	}
	async check(): Promise<void> {
		if (this.checking) {
			this.#checkAgain = true;
			return;
		}
		this.checking = true;
		const { data, error } = await checkSummary({ path: this.path });
		this.checking = false;
		this.checkProblem = error;
		if (data) this.checks = data;
		if (this.#checkAgain) {
			this.#checkAgain = false;
			await this.check();
		}
	}
	against = (id: string) => againstBlock(this.checks, id);

	/* what is written */
	write(draft: Draft): void {
		if (!this.writing || draft === this.draft) return;
		this.draft = draft;
		this.saving.change(draft);
	}
	head = (change: Partial<Pick<Draft, 'title' | 'standfirst'>>): void => this.write({ ...this.draft, ...change });
	change<K extends Kind>(id: string, change: Partial<Omit<BlockOf<K>, 'id' | 'kind' | 'part'>>): void {
		this.write(patch<K>(this.draft, id, change));
	}
	add(block: Block, after?: string): void {
		this.write(add(this.draft, block, after));
		this.selected = block.id;
	}
	/** Where it stands then, counted from one, among how many. */
	move(id: string, by: -1 | 1): { n: number; of: number } {
		this.write(move(this.draft, id, by));
		const block = find(this.draft, id);
		const beside = this.draft.blocks.filter((one) => one.part === block?.part);
		return { n: beside.findIndex((one) => one.id === id) + 1, of: beside.length };
	}
	moveTo(id: string, part: Block['part']): void {
		this.write(toPart(this.draft, id, part));
	}
	remove(id: string): Removed | undefined {
		const at = this.draft.blocks.findIndex((block) => block.id === id);
		const block = this.draft.blocks[at];
		if (!block) return undefined;
		this.write(remove(this.draft, id));
		if (this.selected === id) this.selected = undefined;
		return { block, at };
	}
	putBack({ block, at }: Removed): void {
		this.write(putBack(this.draft, block, at));
		this.selected = block.id;
	}

	/* what it rests on */
	linked = (statement: Statement): EvidenceReply[] => (statement.evidence ?? []).map((id) => this.evidence.get(id)).filter((one) => one !== undefined);
	isLinked = (statement: Statement, hit: Hit): boolean => this.linked(statement).some((one) => one.revision_id === hit.revision_id && one.start === hit.start && one.end === hit.end);
	async link(statement: Statement, hit: Hit, stance: Stance): Promise<Problem | undefined> {
		const { testimony_id, revision_id, start, end } = hit;
		const { data, error } = await linkEvidence({ path: { ...this.path, evidence: newId() }, body: { testimony_id, revision_id, start, end, stance } });
		if (!data) return error;
		this.evidence.set(data.id, data);
		// It may have been written on meanwhile.
		const now = find(this.draft, statement.id);
		if (now?.kind === 'statement') this.change<'statement'>(statement.id, { evidence: [...(now.evidence ?? []), data.id] });
		void this.saving.flush();
		return undefined;
	}
	async setStance(one: EvidenceReply, stance: Stance): Promise<Problem | undefined> {
		const { testimony_id, revision_id, start, end } = one;
		const { data, error } = await linkEvidence({ path: { ...this.path, evidence: one.id }, body: { testimony_id, revision_id, start, end, stance } });
		if (!data) return error;
		this.evidence.set(data.id, data);
		void this.check();
		return undefined;
	}
	unlink(statement: Statement, id: string): void {
		this.change<'statement'>(statement.id, { evidence: (statement.evidence ?? []).filter((one) => one !== id) });
	}
	relink(statement: string, id: string): void {
		const now = find(this.draft, statement);
		if (now?.kind !== 'statement' || now.evidence?.includes(id)) return;
		this.change<'statement'>(statement, { evidence: [...(now.evidence ?? []), id] });
		if (!this.evidence.has(id)) void this.saving.flush().then(() => this.refresh());
	}

	/* two who wrote at once */
	async lookAtTheirs(): Promise<Problem | undefined> {
		const { data, error } = await openSummary({ path: this.path });
		if (data) {
			this.theirs = data;
			this.#know(data);
		}
		return error;
	}
	/** Puts mine on top; says how many blocks both changed. */
	async mineOnTop(): Promise<number | undefined> {
		if (!this.theirs) return undefined;
		const theirs = draftOf(this.theirs.document);
		const merged = onTop(this.saving.base, this.draft, theirs);
		this.draft = merged.draft;
		this.saving.rebase(this.theirs.edition, theirs, merged.draft);
		this.theirs = undefined;
		const saved = await this.saving.flush();
		return saved ? merged.both.length : undefined;
	}
	takeTheirs(): void {
		if (!this.theirs) return;
		this.draft = draftOf(this.theirs.document);
		this.saving.rebase(this.theirs.edition, this.draft, this.draft);
		this.theirs = undefined;
		void this.check();
	}

	/* what others say of it */
	async #readComments(): Promise<void> {
		const { data } = await listComments({ path: this.path });
		if (data) this.comments = data;
	}
	remarks = (block: string): CommentReply[] => this.comments.filter((one) => one.block_id === block);
	async remark(block_id: string, text: string): Promise<Problem | undefined> {
		return this.#keep(newId(), { block_id, text });
	}
	async settle({ id, block_id, text }: CommentReply, settled: boolean): Promise<Problem | undefined> {
		return this.#keep(id, { block_id, text, settled });
	}
	async #keep(comment: string, body: { block_id: string; text: string; settled?: boolean }): Promise<Problem | undefined> {
		const { data, error } = await putComment({ path: { ...this.path, comment }, body });
		if (!data) return error;
		this.comments = this.comments.some((one) => one.id === data.id) ? this.comments.map((one) => (one.id === data.id ? data : one)) : [...this.comments, data];
		return undefined;
	}
}
