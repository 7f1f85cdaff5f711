/** A story as its narrator reads it: all of its words in paragraphs, cut where a passage is kept out. Positions are code points. */
import type { OwnLimit, Turn } from '#lib/api';
import { TextMap, type Span } from '../coding/positions.ts';

export interface Piece extends Span {
	text: string;
	/** Where it begins in UTF-16 units, as the browser counts. */
	unit: number;
	/** It is kept out. */
	out: boolean;
}
export interface Paragraph extends Span {
	/** Said once, where somebody begins to speak. */
	speaker: string | undefined;
	pieces: Piece[];
	/** Passages kept out that end here: the place to allow them again. */
	ending: OwnLimit[];
	/** Nothing of it is left for others to read. */
	out: boolean;
}
interface Stretch {
	from: number;
	to: number;
	speaker: string | undefined;
}

export function paragraphsOf(map: TextMap, turns: readonly Turn[], limits: readonly OwnLimit[]): Paragraph[] {
	const found: Paragraph[] = [];
	for (const stretch of stretchesOf(map, turns)) {
		let speaker = stretch.speaker;
		const words = map.text.slice(stretch.from, stretch.to);
		for (const line of words.matchAll(/[^\n]+/g)) {
			const text = line[0].trim();
			if (!text) continue;
			const from = stretch.from + line.index + line[0].indexOf(text);
			found.push(paragraph(map, from, from + text.length, speaker, limits));
			speaker = undefined;
		}
	}
	for (const limit of limits) found.findLast((one) => one.start < limit.end && limit.start < one.end)?.ending.push(limit);
	return found;
}
/** All of the text, in order: turns without the label that only repeats who speaks, and what lies between them. */
function stretchesOf(map: TextMap, turns: readonly Turn[]): Stretch[] {
	const found: Stretch[] = [];
	let at = 0;
	for (const turn of [...turns].sort((a, b) => a.start - b.start)) {
		const [from, to] = [Math.max(at, map.unit(turn.start)), map.unit(turn.end)];
		if (to <= from) continue;
		if (from > at) found.push({ from: at, to: from, speaker: undefined });
		const label = turn.speaker ? `${turn.speaker}:` : '';
		const begins = from + (map.text.slice(from, to).match(/^\s*/)?.[0].length ?? 0);
		found.push({ from: label && map.text.startsWith(label, begins) ? Math.min(to, begins + label.length) : from, to, speaker: turn.speaker ?? undefined });
		at = to;
	}
	if (at < map.text.length) found.push({ from: at, to: map.text.length, speaker: undefined });
	return found;
}
function paragraph(map: TextMap, from: number, to: number, speaker: string | undefined, limits: readonly OwnLimit[]): Paragraph {
	const [start, end] = [map.point(from), map.point(to)];
	const touching = limits.filter((limit) => limit.start < end && start < limit.end);
	const edges = [...new Set([start, end, ...touching.flatMap((limit) => [Math.max(start, limit.start), Math.min(end, limit.end)])])].sort((a, b) => a - b);
	const pieces: Piece[] = [];
	edges.slice(1).forEach((edge, i) => {
		const begins = edges[i] as number;
		const out = touching.some((limit) => limit.start <= begins && edge <= limit.end);
		const last = pieces.at(-1);
		if (last && last.out === out) {
			last.end = edge;
			last.text += map.slice(begins, edge);
		} else pieces.push({ start: begins, end: edge, text: map.slice(begins, edge), unit: map.unit(begins), out });
	});
	return { start, end, speaker, pieces, ending: [], out: pieces.every((piece) => piece.out) };
}
/** The beginning of a passage, to say which one is meant. */
export function opening(text: string, longest = 48): string {
	const line = text.replace(/\s+/g, ' ').trim();
	const signs = [...line];
	return signs.length <= longest ? line : `${signs.slice(0, longest).join('').replace(/\s+\S*$/, '')} …`;
}
export const isOut = (span: Span, limits: readonly OwnLimit[]): boolean => limits.some((limit) => limit.start <= span.start && span.end <= limit.end);

/** What is selected inside of a story, in code points: from the pieces it touches, each of which says where it begins. */
export function selectedIn(story: HTMLElement, map: TextMap, selection: Selection | null): Span | undefined {
	if (!selection || selection.isCollapsed || selection.rangeCount === 0) return undefined;
	const range = selection.getRangeAt(0);
	if (!range.intersectsNode(story)) return undefined;
	const touched = [...story.querySelectorAll<HTMLElement>('[data-unit]')].filter((piece) => range.intersectsNode(piece));
	const [first, last] = [touched[0], touched.at(-1)];
	if (!first || !last) return undefined;
	const unitOf = (piece: HTMLElement) => Number(piece.dataset.unit);
	const within = (piece: HTMLElement, node: Node, offset: number, otherwise: number) => (node.nodeType === Node.TEXT_NODE && piece.contains(node) ? offset : otherwise);
	const start = unitOf(first) + within(first, range.startContainer, range.startOffset, 0);
	const end = unitOf(last) + within(last, range.endContainer, range.endOffset, last.textContent?.length ?? 0);
	const span = wholeWords(map, { start: map.point(start), end: map.point(end) });
	return span.end > span.start ? span : undefined;
}
/** Half a word left standing would still tell: what is marked grows to the words it touches. */
export function wholeWords(map: TextMap, marked: Span): Span {
	const span = map.snap(marked);
	if (span.end <= span.start) return span;
	return { start: Math.min(span.start, map.around(span.start, 'word').start), end: Math.max(span.end, map.wordEnd(span.end)) };
}
