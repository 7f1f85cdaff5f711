/**
 * Puts the paragraphs into the page by hand: three thousand of them in a few milliseconds, where components would take half a
 * second. Only text nodes are made of what people said; nothing of theirs is ever read as markup.
 */
import type { Cue, OpenTestimony } from '#lib/api';
import { formatLength, t } from '#lib/words';
import type { Block } from './blocks.svelte.ts';

/** When each turn was said: the first cue in it. */
export function timesOf(story: Pick<OpenTestimony, 'turns_list' | 'cues'>): Map<number, Cue> {
	const found = new Map<number, Cue>();
	let c = 0;
	story.turns_list.forEach((turn, i) => {
		while (c < story.cues.length && (story.cues[c] as Cue).end <= turn.start) c++;
		const cue = story.cues[c];
		if (cue && cue.start < turn.end) found.set(i, cue);
	});
	return found;
}
const GROUP = 32;
export function drawBlocks(article: HTMLElement, blocks: readonly Block[], story: OpenTestimony, playable: boolean): void {
	const times = timesOf(story);
	const all = document.createDocumentFragment();
	let group: HTMLElement | undefined;
	let tall = 0;
	for (const block of blocks) {
		// Far groups are skipped whole: neither their styles nor their lines are worked out.
		if (block.index % GROUP === 0) {
			group?.style.setProperty('--tall', String(tall));
			all.append((group = make('div', 'group')));
			tall = 0;
		}
		tall += Math.ceil(block.text.length / 54) + (block.opens ? 2 : 0.5);
		const time = block.opens ? times.get(block.turn) : undefined;
		// A speaker is named when they begin, not at each of their turns in a row.
		const speaker = block.opens && !block.label && story.turns_list[block.turn]?.speaker !== story.turns_list[block.turn - 1]?.speaker ? story.turns_list[block.turn]?.speaker : undefined;
		const element = make('div', block.opens ? 'block opens' : 'block');
		element.dataset.b = String(block.index);
		if (speaker || time) {
			const head = make('div', 'head');
			if (speaker) head.append(make('bdi', 'speaker', speaker));
			if (time) head.append(timeOf(time.start_ms, playable));
			element.append(head);
		}
		const words = make('p', '');
		words.dataset.words = '';
		words.dir = 'auto';
		words.lang = story.language;
		if (block.label) words.append(make('span', 'label', block.text.slice(0, block.label)));
		words.append(block.text.slice(block.label));
		element.append(words);
		block.element = element;
		group?.append(element);
	}
	group?.style.setProperty('--tall', String(tall));
	article.append(all);
}
function timeOf(ms: number, playable: boolean): HTMLElement {
	const time = make(playable ? 'button' : 'span', 'time', formatLength(ms));
	if (playable) {
		time.dataset.play = String(ms);
		time.setAttribute('aria-label', t('coding.play-from', { time: formatLength(ms) }));
	}
	return time;
}
function make(tag: string, name: string, words?: string): HTMLElement {
	const element = document.createElement(tag);
	if (name) element.className = name;
	if (words !== undefined) element.textContent = words;
	return element;
}
/** For browsers that cannot highlight: <mark> around coded words. The text nodes together are the same words. */
export function markWords(block: Block, spans: readonly { start: number; end: number; hue: string }[]): void {
	const words = block.element?.querySelector('[data-words]');
	if (!words) return;
	const from = block.label;
	const cuts = new Set([from, block.text.length]);
	for (const span of spans) cuts.add(Math.max(from, span.start)).add(Math.min(block.text.length, span.end));
	const at = [...cuts].filter((cut) => cut >= from && cut <= block.text.length).sort((a, b) => a - b);
	const parts: (Node | string)[] = block.label ? [make('span', 'label', block.text.slice(0, from))] : [];
	at.slice(0, -1).forEach((start, i) => {
		const end = at[i + 1] as number;
		const hues = spans.filter((span) => span.start <= start && span.end >= end).map((span) => span.hue);
		const piece = block.text.slice(start, end);
		if (!hues.length) return parts.push(piece);
		const mark = make('mark', '', piece);
		mark.style.background = hues.map((hue) => `linear-gradient(color-mix(in oklab, ${hue} 19%, transparent) 0 0)`).join(',');
		return parts.push(mark);
	});
	words.replaceChildren(...parts);
}
