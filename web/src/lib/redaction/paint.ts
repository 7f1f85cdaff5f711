/** Marks in the text. Only text nodes are made of what people said, and together they are the same words. */
import type { Block } from '../coding/blocks.svelte.ts';
import type { TextMap } from '../coding/positions.ts';
import { t } from '#lib/words';
import { piecesOf, type Look } from './things.ts';

/** Draws again the paragraphs whose marks have changed; `drawn` remembers what stands. */
export function paint(blocks: readonly Block[], map: TextMap, looks: readonly Look[], openKey: string | undefined, at: number | undefined, drawn: Map<Block, string>): void {
	let from = 0;
	for (const block of blocks) {
		while (from < looks.length && (looks[from] as Look).end <= block.start && (looks[from] as Look).start < block.start - 600) from++;
		const here: Look[] = [];
		for (let i = from; i < looks.length; i++) {
			const look = looks[i] as Look;
			if (look.start >= block.end) break;
			if (look.end > block.start) here.push(look);
		}
		const sign = here.map((look) => `${look.start}-${look.end} ${look.standing}${look.key === openKey ? (look.start === at ? ' at' : ' same') : ''}`).join();
		if ((drawn.get(block) ?? '') === sign) continue;
		drawn.set(block, sign);
		dress(block, map, here, openKey, at);
	}
}
function dress(block: Block, map: TextMap, looks: readonly Look[], openKey: string | undefined, at: number | undefined): void {
	const words = block.element?.querySelector('[data-words]');
	if (!words) return;
	const base = map.unit(block.start);
	const nodes: (Node | string)[] = [];
	for (const { start, end, look } of piecesOf(block.start, block.end, looks)) {
		const [a, b] = [map.unit(start) - base, map.unit(end) - base];
		// The speaker's own label keeps its weight.
		for (const [from, to, isLabel] of [[a, Math.min(b, block.label), true], [Math.max(a, block.label), b, false]] as const) {
			if (from >= to) continue;
			const text = block.text.slice(from, to);
			if (!look && !isLabel) {
				nodes.push(text);
				continue;
			}
			const element = document.createElement(look ? 'mark' : 'span');
			if (isLabel) element.classList.add('label');
			if (look) {
				element.classList.add(look.standing);
				if (look.key === openKey) element.classList.add(look.start === at ? 'at' : 'same');
				element.setAttribute('aria-description', t(`redaction.is.${look.standing}`));
			}
			element.textContent = text;
			nodes.push(element);
		}
	}
	words.replaceChildren(...nodes);
}
