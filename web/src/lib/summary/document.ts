/** A summary as it is being written: blocks in thirteen parts. Everything here makes a new document and leaves the old one as it was. */
import { newId, type Block, type Document, type Part, type Question, type Sector, type Stance, type StatementKind } from '#lib/api';

export interface Draft {
	title: string;
	standfirst: string;
	blocks: Block[];
}
export type Kind = Block['kind'];
export type BlockOf<K extends Kind> = Extract<Block, { kind: K }>;
export type Statement = BlockOf<'statement'>;

export const PARTS: readonly Part[] = ['purpose', 'who-spoke', 'coverage', 'tipping-points', 'quotes', 'learning-points', 'good-practices', 'small-figures', 'policy-asks', 'two-way', 'method-and-limits', 'disclosure', 'response'];
const CLAIMS: readonly Part[] = ['tipping-points', 'learning-points', 'good-practices', 'policy-asks'];
export const SAYS: readonly StatementKind[] = ['learning-point', 'best-practice', 'did-not-work', 'policy-ask', 'unintended-effect', 'emerging-need', 'tipping-point', 'change-around'];
export const SECTORS: readonly Sector[] = ['goal', 'cross-sector', 'health', 'labour', 'language-adult', 'schools', 'housing'];
export const STANCES: readonly Stance[] = ['supports', 'contradicts', 'complicates', 'surprises'];
export const QUESTIONS: readonly Question[] = ['coverage', 'roles', 'languages', 'tipping-shapes', 'links'];
/** What a statement of a part most often says. */
const USUAL: Partial<Record<Part, StatementKind>> = { 'tipping-points': 'tipping-point', 'good-practices': 'best-practice', 'policy-asks': 'policy-ask', 'two-way': 'change-around' };
const USUAL_QUESTION: Partial<Record<Part, Question>> = { 'who-spoke': 'roles', 'tipping-points': 'tipping-shapes' };

/** Whether every sentence of a part must rest on passages. */
export const isClaim = (part: Part): boolean => CLAIMS.includes(part);
/** What may be added to a part. */
export const kindsFor = (part: Part): Kind[] => (isClaim(part) ? ['statement', 'quote', 'figure'] : ['text', 'statement', 'quote', 'figure', 'small-figure']);
/** Whether a block may stand in a part; a withdrawn one stays where it is. */
export const mayStand = (block: Block, part: Part): boolean => block.part === part || (block.kind !== 'withdrawn' && kindsFor(part).includes(block.kind));

/** As it came, with its blocks in the order of their parts. */
export const draftOf = (document: Document): Draft => ({ title: document.title, standfirst: document.standfirst ?? '', blocks: inOrder(document.blocks ?? []) });
const inOrder = (blocks: readonly Block[]): Block[] => PARTS.flatMap((part) => blocks.filter((block) => block.part === part));
export const inPart = (draft: Draft, part: Part): Block[] => draft.blocks.filter((block) => block.part === part);
export const find = (draft: Draft, id: string | undefined): Block | undefined => draft.blocks.find((block) => block.id === id);
export const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** A new block with nothing in it. */
export function fresh(kind: Exclude<Kind, 'withdrawn'>, part: Part, more: { says?: StatementKind; asks?: Question; quote_id?: string } = {}): Block {
	const id = newId();
	switch (kind) {
		case 'text':
			return { id, kind, part, text: '' };
		case 'statement':
			return { id, kind, part, says: more.says ?? USUAL[part] ?? 'learning-point', text: '', addressee: '', conditions: '', looked_for_contrary: false, evidence: [] };
		case 'quote':
			return { id, kind, part, quote_id: more.quote_id ?? '', label: [], translation: '' };
		case 'figure':
			return { id, kind, part, asks: more.asks ?? USUAL_QUESTION[part] ?? 'coverage', note: '' };
		case 'small-figure':
			return { id, kind, part, text: '', numerator: 0, denominator: 0, period: '', place: '', source: '', caveat: '' };
	}
}
/** Adds a block behind another, or at the end of its part. */
export function add(draft: Draft, block: Block, after?: string): Draft {
	const behind = draft.blocks.findIndex((one) => one.id === after && one.part === block.part);
	if (behind < 0) return { ...draft, blocks: inOrder([...draft.blocks, block]) };
	return putBack(draft, block, behind + 1);
}
/** Puts a block at a place, as far as the order of parts lets it. */
export function putBack(draft: Draft, block: Block, at: number): Draft {
	if (find(draft, block.id)) return draft;
	return { ...draft, blocks: inOrder([...draft.blocks.slice(0, at), block, ...draft.blocks.slice(at)]) };
}
export const remove = (draft: Draft, id: string): Draft => ({ ...draft, blocks: draft.blocks.filter((block) => block.id !== id) });
/** Changes some of a block. Its id stays, and its kind. */
export function patch<K extends Kind>(draft: Draft, id: string, change: Partial<Omit<BlockOf<K>, 'id' | 'kind' | 'part'>>): Draft {
	return { ...draft, blocks: draft.blocks.map((block) => (block.id === id ? ({ ...block, ...change } as Block) : block)) };
}
/** Moves a block by one place within its part. */
export function move(draft: Draft, id: string, by: -1 | 1): Draft {
	const blocks = [...draft.blocks];
	const at = blocks.findIndex((block) => block.id === id);
	const [here, there] = [blocks[at], blocks[at + by]];
	if (!here || !there || here.part !== there.part) return draft;
	blocks[at] = there;
	blocks[at + by] = here;
	return { ...draft, blocks };
}
export function toPart(draft: Draft, id: string, part: Part): Draft {
	const block = find(draft, id);
	if (!block || block.part === part || !mayStand(block, part)) return draft;
	return { ...draft, blocks: inOrder([...draft.blocks.filter((one) => one.id !== id), { ...block, part }]) };
}
/** Whether the server would refuse it as it stands: a title is missing, or there are more of some than there are. */
export const isBroken = (draft: Draft): boolean => !draft.title.trim() || draft.blocks.some((block) => block.kind === 'small-figure' && block.numerator > block.denominator) || draft.blocks.some(isUndescribed);
/** Whether a recording comes along that nobody describes for those who do not hear or see it. */
export const isUndescribed = (block: Block): boolean => block.kind === 'quote' && !!block.recording_id && !block.described?.trim();
/** What editors wrote in a block, by the name of each field: for differences, and to know whether there is anything. */
export function prose(block: Block): Record<string, string> {
	switch (block.kind) {
		case 'text':
			return { text: block.text };
		case 'statement':
			return { text: block.text, addressee: block.addressee ?? '', conditions: block.conditions ?? '' };
		case 'quote':
			return { translation: block.translation ?? '', described: block.described ?? '' };
		case 'figure':
			return { note: block.note ?? '' };
		case 'small-figure':
			return { text: block.text, count: `${block.numerator} / ${block.denominator}`, period: block.period, place: block.place, source: block.source, caveat: block.caveat };
		case 'withdrawn':
			return {};
	}
}
export const isEmpty = (block: Block): boolean => (block.kind === 'text' || block.kind === 'statement') && !block.text.trim();
