/** Editions as people look for them. Writing saves often; what one person wrote in one go is one line. */
import type { EditionLine } from '#lib/api';

export interface Sitting {
	newest: EditionLine;
	oldest: EditionLine;
	editions: EditionLine[];
}
/** A pause longer than this is a new sitting. */
const PAUSE = 30 * 60 * 1_000;

/** From the newest to the oldest, as they come. */
export function sittings(editions: readonly EditionLine[]): Sitting[] {
	const found: Sitting[] = [];
	for (const line of editions) {
		const last = found.at(-1);
		const goesOn = last && last.oldest.by.id === line.by.id && new Date(last.oldest.made_at).getTime() - new Date(line.made_at).getTime() < PAUSE;
		if (goesOn) {
			last.oldest = line;
			last.editions.push(line);
		} else found.push({ newest: line, oldest: line, editions: [line] });
	}
	return found;
}
/** What an edition is compared with, where nobody chose: the last one before its sitting; else the one before it. */
export function comparedWith(editions: readonly EditionLine[], edition: number): number | undefined {
	const all = sittings(editions);
	const at = all.findIndex((sitting) => sitting.newest.number === edition);
	const before = at >= 0 ? all[at + 1]?.newest.number : undefined;
	return before ?? (edition > 1 ? (at >= 0 && all[at]?.oldest.number !== edition ? all[at]?.oldest.number : edition - 1) : undefined);
}
