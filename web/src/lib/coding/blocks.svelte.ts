/** The text cut into paragraphs to draw. Line ends between them are not drawn, but they count: positions are of the whole text. */
import type { Turn } from '#lib/api';
import type { TextMap } from './positions.ts';
import type { Stripe } from './codings.svelte.ts';

export class Block {
	/** What stands beside it; filled only while it is near the window. */
	stripes = $state.raw<Stripe[]>([]);
	/** Where each stripe begins and how tall it is, measured; same order. */
	drawn = $state.raw<Drawn[]>([]);
	tips = $state.raw<Drawn[]>([]);
	near = false;
	element: HTMLElement | undefined;
	constructor(
		readonly index: number,
		/** Code points of the whole text. */
		readonly start: number,
		readonly end: number,
		readonly text: string,
		readonly turn: number,
		/** It opens its turn: the speaker stands beside it. */
		readonly opens: boolean,
		/** How many UTF-16 units of the text are the speaker's own label, as typed: "Amina:". */
		readonly label: number
	) {}
}
export interface Drawn {
	id: string;
	top: number;
	height: number;
}
const PART = 6000; // code units: a page or two

export function blocksOf(map: TextMap, turns: readonly Turn[]): Block[] {
	const blocks: Block[] = [];
	const text = map.text;
	const starts = turns.map((turn) => map.unit(turn.start));
	const ends = turns.map((turn) => map.unit(turn.end));
	let turn = -1;
	let opened = -1;
	for (let from = 0; from < text.length; ) {
		const line = text.indexOf('\n', from);
		let to = line < 0 ? text.length : line;
		// A turn may begin in the middle of a line.
		const begins = starts[turn + 1];
		if (begins !== undefined && begins <= from) turn++;
		const following = starts[turn + 1];
		if (following !== undefined && following > from && following < to) to = following;
		// A paragraph of a hundred pages would be slow to draw: it is cut after a sentence.
		if (to - from > PART) {
			const cut = Math.max(text.lastIndexOf('. ', from + PART), text.lastIndexOf('؟ ', from + PART), text.lastIndexOf('。', from + PART));
			to = cut > from + PART / 2 ? cut + 1 : text.lastIndexOf(' ', from + PART) > from ? text.lastIndexOf(' ', from + PART) + 1 : to;
		}
		const words = text.slice(from, to);
		if (words.trim()) {
			const inside = turn >= 0 && from < (ends[turn] ?? 0) ? turn : -1;
			const opens = inside >= 0 && opened !== inside;
			if (opens) opened = inside;
			blocks.push(new Block(blocks.length, map.point(from), map.point(to), words, inside, opens, opens ? labelLength(words, turns[inside]?.speaker) : 0));
		}
		from = to === line ? to + 1 : to;
	}
	return blocks;
}
/** "Amina: we came" says who speaks in the text itself; then the margin need not say it again. */
function labelLength(words: string, speaker: string | null | undefined): number {
	if (!speaker) return 0;
	const found = /^[\s*_]*(.{1,60}?)[\s*_]*([:：]|$)[\s*_]*/u.exec(words);
	return found?.[1] && found[1].replace(/\s*[([].*$/, '').toLocaleLowerCase() === speaker.toLocaleLowerCase() ? found[0].length : 0;
}
/** The block that holds a place, or the one before it (a place may be a line end). */
export function blockAt(blocks: readonly Block[], point: number): Block | undefined {
	let [low, high] = [0, blocks.length - 1];
	while (low < high) {
		const middle = (low + high + 1) >> 1;
		if ((blocks[middle] as Block).start <= point) low = middle;
		else high = middle - 1;
	}
	return blocks[low];
}
/** All blocks a stretch touches. */
export function blocksIn(blocks: readonly Block[], start: number, end: number): Block[] {
	const first = blockAt(blocks, start);
	const found: Block[] = [];
	for (let i = first?.index ?? 0; i < blocks.length; i++) {
		const block = blocks[i] as Block;
		if (block.start >= end) break;
		if (block.end > start) found.push(block);
	}
	return found;
}
