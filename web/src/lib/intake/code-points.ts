/** The server counts in code points, the browser in UTF-16 units. Only this file knows both. */

/** The length of a text as the server counts it. */
export function codePointsIn(text: string): number {
	let n = 0;
	for (const _ of text) n++;
	return n;
}
/** Cuts by code points. One walk over the text for all the ranges, which must be in order. */
export function cut(text: string, ranges: readonly { start: number; end: number }[]): string[] {
	const edges = ranges.flatMap(({ start, end }) => [start, end]);
	const units: number[] = [];
	let point = 0;
	let unit = 0;
	for (const edge of edges) {
		while (point < edge && unit < text.length) {
			unit += (text.codePointAt(unit) ?? 0) > 0xffff ? 2 : 1;
			point++;
		}
		units.push(unit);
	}
	return ranges.map((_, i) => text.slice(units[2 * i], units[2 * i + 1]));
}
/** A text as the server keeps it: one kind of line end, composed letters are left as they are. */
export const oneLineEnd = (text: string): string => text.replace(/\r\n?/g, '\n');
