/**
 * The text as it is drawn: from places to the document and back, fills by the CSS Custom Highlight API, stripes measured for the
 * paragraphs near the window only. Paragraphs far away cost nothing, however many codings lie on them.
 */
import type { TippingReply } from '#lib/api';
import type { Shelf } from '#lib/codebook/shelf.ts';
import { blockAt, blocksIn, type Block } from './blocks.svelte.ts';
import { markWords } from './draw.ts';
import type { Codings } from './codings.svelte.ts';
import type { Span, TextMap } from './positions.ts';

export interface Rect {
	top: number;
	left: number;
	width: number;
	height: number;
}
export const canHighlight = typeof CSS !== 'undefined' && 'highlights' in CSS && typeof Highlight !== 'undefined';
type Mark = 'find' | 'found' | 'playing' | 'place' | 'chosen';

export class Surface {
	/** Grows whenever lines may have moved: overlays measure again. */
	moved = $state(0);
	/** Told when a paragraph needs its margin, and when no longer. */
	onmargin: ((block: Block, wanted: boolean) => void) | undefined;
	article: HTMLElement | undefined;
	scroller: HTMLElement | undefined;
	/** Pixels of the scroller that a sheet covers from below. */
	covered = 0;
	#near = new Set<Block>();
	#painted = new Map<Block, [Highlight, StaticRange][]>();
	#fills = new Map<string, Highlight>();
	#marks = new Map<Mark, Highlight>();
	#sheet: CSSStyleSheet | undefined;
	#watch: IntersectionObserver | undefined;
	#resize: ResizeObserver | undefined;
	#range: Range | undefined;
	#byElement = new WeakMap<Element, Block>();
	#hues = new Map<string, number>();
	#frame = 0;
	#stale = new Set<Block>();

	constructor(
		readonly map: TextMap,
		readonly blocks: readonly Block[],
		readonly codings: Codings,
		readonly tips: () => readonly TippingReply[],
		readonly shelf: () => Shelf | undefined
	) {}

	/** For the article: begins to watch what is near the window. */
	attach = (article: HTMLElement) => {
		this.article = article;
		const scroller = article.closest<HTMLElement>('[data-scroller]') ?? article;
		this.scroller = scroller;
		this.#range = document.createRange();
		if (canHighlight) {
			this.#sheet = new CSSStyleSheet();
			this.#styles();
			document.adoptedStyleSheets = [...document.adoptedStyleSheets, this.#sheet];
		}
		for (const block of this.blocks) if (block.element) this.#byElement.set(block.element, block);
		this.#watch = new IntersectionObserver((entries) => this.#seen(entries), { root: scroller, rootMargin: '900px 0px' });
		for (const block of this.blocks) if (block.element) this.#watch.observe(block.element);
		let width = article.clientWidth;
		this.#resize = new ResizeObserver(() => {
			if (article.clientWidth !== width) this.refresh();
			else this.moved++;
			width = article.clientWidth;
		});
		this.#resize.observe(article);
		void document.fonts?.ready.then(() => this.refresh());
		return () => this.#leave();
	};
	#leave(): void {
		this.#watch?.disconnect();
		this.#resize?.disconnect();
		cancelAnimationFrame(this.#frame);
		for (const [name] of [...CSS.highlights?.entries?.() ?? []]) if (name.startsWith('kith-')) CSS.highlights.delete(name);
		document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== this.#sheet);
		for (const block of this.blocks) block.element = undefined;
		this.#near.clear();
		this.#painted.clear();
		this.#fills.clear();
		this.#marks.clear();
	}
	/** One rule per code; the colours follow light and dark by themselves. */
	#styles(): void {
		for (const fill of this.#fills.values()) fill.clear();
		const rules = [
			'::highlight(kith-find){background-color:var(--mark)}',
			'::highlight(kith-found){background-color:var(--mark);text-decoration:underline 2px solid var(--caution)}',
			'::highlight(kith-playing){background-color:color-mix(in oklab,var(--accent) 16%,transparent)}',
			'::highlight(kith-place){text-decoration:underline 2px solid var(--accent)}',
			'::highlight(kith-chosen){background-color:var(--selection)}'
		];
		// One per colour, and only for paragraphs near the window: a browser works out every such rule for every element it may be for.
		this.#hues = new Map();
		for (const { hue } of this.shelf()?.all ?? []) {
			if (this.#hues.has(hue)) continue;
			this.#hues.set(hue, this.#hues.size);
			rules.push(`::highlight(kith-${this.#hues.size - 1}){background-color:color-mix(in oklab,${hue} 19%,transparent)}`);
		}
		this.#sheet?.replaceSync(rules.map((rule) => `.near>p${rule}`).join('\n'));
	}
	/** The codebooks have come: colours for the fills. */
	dress(): void {
		this.#styles();
		this.refresh();
	}
	#seen(entries: IntersectionObserverEntry[]): void {
		const fresh: Block[] = [];
		for (const entry of entries) {
			const block = this.#byElement.get(entry.target);
			if (!block) continue;
			block.near = entry.isIntersecting;
			entry.target.classList.toggle('near', entry.isIntersecting);
			if (entry.isIntersecting) {
				if (!this.#near.has(block)) fresh.push(block);
				this.#near.add(block);
			} else {
				this.#near.delete(block);
				this.#unpaint(block);
			}
		}
		this.#draw(fresh);
	}
	/** Draws again what is near: the width, the letters or the filter have changed. */
	refresh(): void {
		this.#draw([...this.#near]);
	}
	/** Draws again the paragraphs a stretch touches; now, so that a coding appears under the hand that made it. */
	redraw(...spans: Span[]): void {
		const touched = new Set(spans.flatMap((span) => blocksIn(this.blocks, span.start, span.end)));
		this.#draw([...touched].filter((block) => this.#near.has(block)));
	}
	/** Soon, once: for many changes in a row. */
	later(blocks: Iterable<Block> = this.#near): void {
		for (const block of blocks) this.#stale.add(block);
		cancelAnimationFrame(this.#frame);
		this.#frame = requestAnimationFrame(() => {
			const due = [...this.#stale].filter((block) => this.#near.has(block));
			this.#stale.clear();
			this.#draw(due);
		});
	}
	#draw(blocks: Block[]): void {
		if (!blocks.length) return;
		const shelf = this.shelf();
		for (const block of blocks) {
			const stripes = this.codings.stripes(block.start, block.end);
			block.stripes = stripes;
			this.#unpaint(block, true);
			if (!shelf) continue;
			if (!canHighlight) {
				const base = this.map.unit(block.start);
				markWords(block, stripes.map(({ coding }) => ({ start: this.map.unit(coding.start) - base, end: this.map.unit(coding.end) - base, hue: shelf.get(coding.code_id)?.hue ?? '' })));
				continue;
			}
			const painted: [Highlight, StaticRange][] = [];
			for (const { coding } of stripes) {
				const code = shelf.get(coding.code_id);
				const range = this.staticRange(block, coding);
				if (!code || !range) continue;
				const highlight = this.#fill(this.#hues.get(code.hue) ?? 0);
				highlight.add(range);
				painted.push([highlight, range]);
			}
			this.#painted.set(block, painted);
		}
		// All measuring in one go, after all writing.
		for (const block of blocks) {
			block.drawn = block.stripes.flatMap(({ coding }) => this.#extent(block, coding) ?? []);
			const tips = this.tips().filter((tip) => tip.start < block.end && tip.end > block.start);
			if (tips.length || block.tips.length) block.tips = tips.flatMap((tip) => this.#extent(block, tip) ?? []);
			this.onmargin?.(block, block.drawn.length > 0 || block.tips.length > 0);
		}
		this.moved++;
	}
	#unpaint(block: Block, keep = false): void {
		for (const [highlight, range] of this.#painted.get(block) ?? []) highlight.delete(range);
		this.#painted.delete(block);
		if (keep) return;
		this.onmargin?.(block, false);
		block.stripes = [];
		block.drawn = [];
	}
	#fill(order: number): Highlight {
		const key = `kith-${order}`;
		let highlight = this.#fills.get(key);
		if (!highlight) {
			this.#fills.set(key, (highlight = new Highlight()));
			CSS.highlights.set(key, highlight);
		}
		return highlight;
	}
	/** Marks stretches of the text: found words, what is being said, the place a link leads to. */
	mark(kind: Mark, spans: readonly Span[]): void {
		if (!canHighlight) return;
		let highlight = this.#marks.get(kind);
		if (!highlight) {
			this.#marks.set(kind, (highlight = new Highlight()));
			highlight.priority = 1;
			CSS.highlights.set(`kith-${kind}`, highlight);
		}
		highlight.clear();
		for (const span of spans) for (const block of blocksIn(this.blocks, span.start, span.end)) {
			const range = this.staticRange(block, span);
			if (range) highlight.add(range);
		}
	}
	#extent(block: Block, span: Span & { id: string }): { id: string; top: number; height: number } | undefined {
		const range = this.#part(block, span);
		if (!range || !block.element) return undefined;
		const box = range.getBoundingClientRect();
		const top = box.top - block.element.getBoundingClientRect().top;
		return { id: span.id, top, height: box.height };
	}
	/** Where a place of the text stands in the document. */
	place(block: Block, point: number, end = false): { node: Text; offset: number } | undefined {
		const element = block.element?.querySelector('[data-words]');
		if (!element) return undefined;
		let left = this.map.unit(point) - this.map.unit(block.start);
		left = Math.max(0, Math.min(left, block.text.length));
		const walk = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
		let last: Text | undefined;
		for (let node = walk.nextNode() as Text | null; node; node = walk.nextNode() as Text | null) {
			if (left < node.length || (end && left === node.length)) return { node, offset: left };
			left -= node.length;
			last = node;
		}
		return last && { node: last, offset: last.length };
	}
	#ends(block: Block, span: Span) {
		const from = this.place(block, Math.max(span.start, block.start));
		const to = this.place(block, Math.min(span.end, block.end), true);
		return from && to ? { from, to } : undefined;
	}
	staticRange(block: Block, span: Span): StaticRange | undefined {
		const ends = this.#ends(block, span);
		return ends && new StaticRange({ startContainer: ends.from.node, startOffset: ends.from.offset, endContainer: ends.to.node, endOffset: ends.to.offset });
	}
	#part(block: Block, span: Span): Range | undefined {
		const ends = this.#ends(block, span);
		if (!ends || !this.#range) return undefined;
		this.#range.setStart(ends.from.node, ends.from.offset);
		this.#range.setEnd(ends.to.node, ends.to.offset);
		return this.#range;
	}
	/** The place under a node and offset of the document, or undefined where no words are. */
	pointOf(node: Node, offset: number): number | undefined {
		const element = node instanceof Element ? node : node.parentElement;
		const holder = element?.closest('[data-b]');
		const block = holder && this.#byElement.get(holder);
		if (!block) return this.#nearest(node, offset);
		const words = block.element?.querySelector('[data-words]');
		if (!words) return block.start;
		if (!words.contains(node)) return words.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING ? block.end : block.start;
		const range = document.createRange();
		range.setStart(words, 0);
		range.setEnd(node, offset);
		return this.map.point(this.map.unit(block.start) + range.toString().length);
	}
	#nearest(node: Node, offset: number): number | undefined {
		if (!this.article?.contains(node)) return undefined;
		const child = node.childNodes[offset] ?? node;
		for (const block of this.blocks) {
			if (block.element && child.compareDocumentPosition(block.element) & Node.DOCUMENT_POSITION_FOLLOWING) return block.start;
		}
		return this.map.length;
	}
	/** The place under the pointer. */
	pointFrom(x: number, y: number): number | undefined {
		const found = document.caretPositionFromPoint?.(x, y);
		if (found) return this.pointOf(found.offsetNode, found.offset);
		const range = document.caretRangeFromPoint?.(x, y);
		return range ? this.pointOf(range.startContainer, range.startOffset) : undefined;
	}
	/** What the reader has selected, in code points of the whole text; undefined when nothing of it is ours. */
	selected(): Span | undefined {
		const selection = document.getSelection();
		if (!selection || selection.isCollapsed || !selection.rangeCount || !this.article) return undefined;
		const range = selection.getRangeAt(0);
		if (!range.intersectsNode(this.article)) return undefined;
		const start = this.article.contains(range.startContainer) ? this.pointOf(range.startContainer, range.startOffset) : 0;
		const end = this.article.contains(range.endContainer) ? this.pointOf(range.endContainer, range.endOffset) : this.map.length;
		if (start === undefined || end === undefined) return undefined;
		const span = this.map.snap({ start, end });
		return span.end > span.start ? span : undefined;
	}
	/** Selects for the browser too, so that copying works. `from` stays, `to` moves. */
	select(from: number, to: number): void {
		const a = this.#spot(from, to < from);
		const b = this.#spot(to, to > from);
		if (a && b) document.getSelection()?.setBaseAndExtent(a.node, a.offset, b.node, b.offset);
	}
	#spot(point: number, end: boolean) {
		let block = blockAt(this.blocks, point);
		if (block && end && point === block.start && block.index > 0) block = this.blocks[block.index - 1];
		return block && this.place(block, point, end);
	}
	/** Boxes of the lines of a stretch, in the article's own coordinates. */
	rects(span: Span): Rect[] {
		if (!this.article) return [];
		const home = this.article.getBoundingClientRect();
		const found: Rect[] = [];
		for (const block of blocksIn(this.blocks, span.start, span.end)) {
			if (!block.near && found.length > 40) break;
			for (const box of this.#part(block, span)?.getClientRects() ?? []) {
				if (box.width < 1) continue;
				const last = found.at(-1);
				const rect = { top: box.top - home.top, left: box.left - home.left, width: box.width, height: box.height };
				// Parts of one line (a label, a piece in the other direction) become one box.
				if (last && Math.abs(last.top - rect.top) < rect.height / 2) {
					const left = Math.min(last.left, rect.left);
					last.width = Math.max(last.left + last.width, rect.left + rect.width) - left;
					last.left = left;
				} else found.push(rect);
			}
		}
		return found;
	}
	/** Where a caret stands before a place, in the article's coordinates. */
	caret(point: number): Rect | undefined {
		const block = blockAt(this.blocks, point);
		const at = block && this.place(block, point, point === block.end);
		if (!at || !this.article || !this.#range) return undefined;
		const home = this.article.getBoundingClientRect();
		const more = at.offset < at.node.length;
		this.#range.setStart(at.node, more ? at.offset : Math.max(0, at.offset - 1));
		this.#range.setEnd(at.node, more ? at.offset + 1 : at.offset);
		const box = [...this.#range.getClientRects()].at(more ? 0 : -1);
		if (!box) return undefined;
		const rtl = getComputedStyle(at.node.parentElement as Element).direction === 'rtl';
		const x = more === rtl ? box.right : box.left;
		return { top: box.top - home.top, left: x - home.left, width: 0, height: box.height };
	}
	/** Which way the words at a place run. */
	directionAt(point: number): 'ltr' | 'rtl' {
		const words = blockAt(this.blocks, point)?.element?.querySelector('[data-words]');
		return words && getComputedStyle(words).direction === 'rtl' ? 'rtl' : 'ltr';
	}
	/** Brings a place to the reader's eye. Twice, because paragraphs get their true height only when they are near. */
	reveal(point: number, where: 'middle' | 'edge' = 'middle'): void {
		const block = blockAt(this.blocks, point);
		const scroller = this.scroller;
		if (!block?.element || !scroller) return;
		const go = () => {
			const caret = this.caret(point);
			if (!caret || !this.article) return;
			const y = caret.top + this.article.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
			const room = scroller.clientHeight - this.covered;
			if (where === 'edge' && y > 72 && y + caret.height < room - 72) return;
			scroller.scrollTop += where === 'edge' && y <= 72 ? y - 96 : where === 'edge' ? y - room + 120 : y - room * 0.36;
		};
		go();
		requestAnimationFrame(() => {
			go();
			requestAnimationFrame(go);
		});
	}
	/** The first place that is on the screen, for coming back to it. */
	topmost(): number | undefined {
		const top = this.scroller?.getBoundingClientRect().top ?? 0;
		let found: Block | undefined;
		for (const block of this.#near) {
			const box = block.element?.getBoundingClientRect();
			if (box && box.bottom > top + 8 && (!found || block.index < found.index)) found = block;
		}
		return found?.start;
	}
	blockAt(point: number): Block | undefined {
		return blockAt(this.blocks, point);
	}
}
