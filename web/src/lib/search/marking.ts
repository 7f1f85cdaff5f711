/** The words of a passage, cut where the found ones begin and end. Positions come as code points of the whole story. */
export interface Piece {
	words: string;
	found: boolean;
}
export function pieces(window: { start: number; end: number; text: string }, marks: readonly { start: number; end: number }[]): Piece[] {
	const letters = [...window.text];
	const merged: { start: number; end: number }[] = [];
	for (const mark of [...marks].sort((a, b) => a.start - b.start)) {
		const start = Math.max(0, mark.start - window.start);
		const end = Math.min(letters.length, mark.end - window.start);
		const last = merged.at(-1);
		if (end <= start) continue;
		if (last && start <= last.end) last.end = Math.max(last.end, end);
		else merged.push({ start, end });
	}
	const found: Piece[] = [];
	let at = 0;
	const take = (to: number, isFound: boolean) => {
		if (to > at) found.push({ words: letters.slice(at, to).join(''), found: isFound });
		at = to;
	};
	for (const mark of merged) {
		take(mark.start, false);
		take(mark.end, true);
	}
	take(letters.length, false);
	return found;
}
