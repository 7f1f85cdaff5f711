/**
 * Positions in a text. On the wire they are Unicode code points; the browser counts UTF-16 units; people see graphemes. This is
 * the only place that converts between them. It must never cut a letter from its marks or an emoji in two.
 */
export interface Span {
	start: number;
	end: number;
}
export type Step = 'grapheme' | 'word' | 'sentence';

/** Where the code points beyond the Basic Multilingual Plane stand: each is one code point, but two units. */
function astralUnits(text: string): Uint32Array {
	const found: number[] = [];
	for (let i = 0; i < text.length; i++) {
		const unit = text.charCodeAt(i);
		if (unit < 0xd800 || unit > 0xdbff || i + 1 >= text.length) continue;
		const next = text.charCodeAt(i + 1);
		if (next < 0xdc00 || next > 0xdfff) continue;
		found.push(i);
		i++;
	}
	return Uint32Array.from(found);
}
/** How many of the sorted numbers are below `limit`. */
function below(sorted: Uint32Array, limit: number): number {
	let [low, high] = [0, sorted.length];
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((sorted[middle] as number) < limit) low = middle + 1;
		else high = middle;
	}
	return low;
}

export class TextMap {
	readonly text: string;
	/** Length in code points. */
	readonly length: number;
	#astral: Uint32Array;
	#astralPoints: Uint32Array;
	#language: string | undefined;
	#segmenters = new Map<Step, Intl.Segmenter>();
	#lines = new Map<Step, { from: number; marks: number[] }>();

	constructor(text: string, language?: string) {
		this.text = text;
		this.#language = language;
		this.#astral = astralUnits(text);
		this.#astralPoints = this.#astral.map((unit, i) => unit - i);
		this.length = text.length - this.#astral.length;
	}
	/** The UTF-16 unit at which a code point begins. */
	unit(point: number): number {
		const inside = Math.max(0, Math.min(point, this.length));
		return inside + below(this.#astralPoints, inside);
	}
	/** The code point at a UTF-16 unit; in the middle of a pair, the one it belongs to. */
	point(unit: number): number {
		const inside = Math.max(0, Math.min(unit, this.text.length));
		return inside - below(this.#astral, inside);
	}
	slice(start: number, end: number): string {
		return this.text.slice(this.unit(start), this.unit(end));
	}
	/** Where steps of a kind begin within the line at `unit`, its end included. Kept for the line asked for last. */
	#marks(unit: number, step: Step): { from: number; marks: number[] } {
		const from = unit === 0 ? 0 : this.text.lastIndexOf('\n', unit - 1) + 1;
		const kept = this.#lines.get(step);
		if (kept?.from === from) return kept;
		const to = this.text.indexOf('\n', from);
		const line = this.text.slice(from, to < 0 ? undefined : to);
		let segmenter = this.#segmenters.get(step);
		if (!segmenter) this.#segmenters.set(step, (segmenter = segmenterFor(this.#language, step)));
		const marks: number[] = [];
		for (const part of segmenter.segment(line)) {
			if (step !== 'word' || part.isWordLike || marks.length === 0) marks.push(from + part.index);
		}
		marks.push(from + line.length);
		const found = { from, marks };
		this.#lines.set(step, found);
		return found;
	}
	/** The next beginning of a word, sentence or grapheme; it goes on into the next line. Code points. */
	next(point: number, step: Step): number {
		const unit = this.unit(point);
		const found = this.#marks(unit, step).marks.find((mark) => mark > unit);
		if (found !== undefined) return this.point(found);
		let at = unit;
		while (at < this.text.length && this.text[at] === '\n') at++;
		return this.point(at);
	}
	previous(point: number, step: Step): number {
		let unit = this.unit(point);
		const found = this.#marks(unit, step).marks.findLast((mark) => mark < unit);
		if (found !== undefined) return this.point(found);
		while (unit > 0 && this.text[unit - 1] === '\n') unit--;
		if (unit === 0) return 0;
		return this.point(this.#marks(unit, step).marks.findLast((mark) => mark < unit) ?? unit);
	}
	/** Where the word that holds or precedes `point` ends: its last letter, without the space and comma after it. */
	wordEnd(point: number): number {
		const unit = this.unit(point);
		const from = this.text.lastIndexOf('\n', Math.max(0, unit - 1)) + 1;
		const to = this.text.indexOf('\n', from);
		const segments = segmenterFor(this.#language, 'word').segment(this.text.slice(from, to < 0 ? undefined : to));
		let end = unit;
		for (const part of segments) {
			const partEnd = from + part.index + part.segment.length;
			if (from + part.index >= unit) break;
			if (part.isWordLike) end = partEnd;
		}
		return this.point(end);
	}
	/** The end of the next word after `point`. */
	nextWordEnd(point: number): number {
		for (let at = point; at < this.length; ) {
			const next = this.next(at, 'word');
			if (next <= at) break;
			const end = this.wordEnd(next);
			if (end > point) return end;
			at = next;
		}
		return this.length;
	}
	previousWordEnd(point: number): number {
		for (let at = point; at > 0; ) {
			at = this.previous(at, 'word');
			const end = this.wordEnd(at);
			if (end < point && end > 0) return end;
		}
		return 0;
	}
	/** The word, sentence or grapheme around a place. */
	around(point: number, step: Step): Span {
		const unit = this.unit(point);
		const { marks } = this.#marks(unit, step);
		const start = marks.findLast((mark) => mark <= unit) ?? unit;
		const end = marks.find((mark) => mark > unit) ?? marks.at(-1) ?? unit;
		const words = this.text.slice(start, end);
		return { start: this.point(start), end: this.point(start + words.trimEnd().length) };
	}
	/** The same stretch, widened so that no grapheme is cut, and without white space at its ends. */
	snap(span: Span): Span {
		let [start, end] = [this.unit(Math.min(span.start, span.end)), this.unit(Math.max(span.start, span.end))];
		start = this.#marks(start, 'grapheme').marks.findLast((mark) => mark <= start) ?? start;
		end = this.#marks(end, 'grapheme').marks.find((mark) => mark >= end) ?? end;
		while (start < end && /\s/.test(this.text[start] as string)) start++;
		while (end > start && /\s/.test(this.text[end - 1] as string)) end--;
		return { start: this.point(start), end: this.point(end) };
	}
}
const made = new Map<string, Intl.Segmenter>();
function segmenterFor(language: string | undefined, step: Step): Intl.Segmenter {
	const key = `${language ?? ''}/${step}`;
	let segmenter = made.get(key);
	if (!segmenter) {
		try {
			segmenter = new Intl.Segmenter(language, { granularity: step });
		} catch {
			segmenter = new Intl.Segmenter(undefined, { granularity: step });
		}
		made.set(key, segmenter);
	}
	return segmenter;
}
