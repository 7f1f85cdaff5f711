/** Finding words in the open text. Letters are compared without case, accents and vowel marks. */
import type { Span, TextMap } from './positions.ts';

const MOST = 2000;
/** Every place where the words stand, in code points. */
export function findIn(map: TextMap, wanted: string): Span[] {
	const needle = fold(wanted.trim()).text;
	if (!needle) return [];
	const hay = folded(map);
	const found: Span[] = [];
	for (let at = hay.text.indexOf(needle); at >= 0 && found.length < MOST; at = hay.text.indexOf(needle, at + needle.length)) {
		const end = at + needle.length;
		found.push({ start: map.point(hay.from[at] as number), end: map.point(end < hay.from.length ? (hay.from[end] as number) : map.text.length) });
	}
	return found;
}
interface Folded {
	text: string;
	/** Where each unit of the folded text stood. */
	from: Uint32Array;
}
const kept = new WeakMap<TextMap, Folded>();
function folded(map: TextMap): Folded {
	let found = kept.get(map);
	if (!found) kept.set(map, (found = fold(map.text)));
	return found;
}
function fold(text: string): Folded {
	const from: number[] = [];
	let out = '';
	let unit = 0;
	for (const letter of text) {
		let plain = letter.codePointAt(0)! < 0x80 ? letter.toLowerCase() : letter.normalize('NFD').replace(/[\p{M}ـ]/gu, '').toLowerCase();
		if (plain === '’') plain = "'";
		if (/\s/.test(plain)) plain = ' ';
		for (let i = 0; i < plain.length; i++) from.push(unit);
		out += plain;
		unit += letter.length;
	}
	return { text: out, from: Uint32Array.from(from) };
}
export class Find {
	open = $state(false);
	words = $state('');
	at = $state(0);
	#map: TextMap;
	spans = $derived.by(() => (this.open && this.words.trim() ? findIn(this.#map, this.words) : []));
	current = $derived(this.spans[this.at]);
	constructor(map: TextMap) {
		this.#map = map;
	}
	step(by: 1 | -1): void {
		const n = this.spans.length;
		if (n) this.at = (this.at + by + n) % n;
	}
	/** Begins at the first place at or after where the reader is. */
	from(point: number): void {
		const next = this.spans.findIndex((span) => span.start >= point);
		this.at = Math.max(0, next);
	}
}
