/** Figures, in words and lengths. Numbers come under disclosure control; nothing here makes them finer. */
import type { CellReply, FigureReply, FigureRow } from '#lib/api';
import type { Say } from './tongue.svelte.ts';

export function cellText(cell: CellReply, say: Say, number: (n: number) => string): string {
	if (cell.is === 'shown') return number(cell.number);
	return cell.is === 'fewer-than' ? say('summary.cell-fewer', { n: cell.number }) : say('summary.cell-withheld');
}
/** How long a bar is, of 100. Few and withheld have none: a length would say more than the number. */
export function barOf(cell: CellReply, figure: FigureReply): number {
	if (cell.is !== 'shown') return 0;
	const longest = Math.max(1, ...figure.rows.flatMap((row) => row.cells).map((one) => (one.is === 'shown' ? one.number : 0)));
	return Math.round((cell.number / longest) * 100);
}
export function rowName(row: FigureRow, of: string, say: Say, language: string): string {
	if (of === 'role') return say(`narrator.role.${row.key}`, {}, row.name || row.key);
	if (of === 'tipping-shape') return say(`tipping.shape.${row.key.replace(/^tp\.shape\./, '')}`, {}, row.name || row.key);
	if (of === 'language') return nameOfLanguage(row.key, language);
	return row.name || row.key;
}
function nameOfLanguage(code: string, language: string): string {
	try {
		return new Intl.DisplayNames([language], { type: 'language' }).of(code) ?? code;
	} catch {
		return code;
	}
}
/** Words of their own direction inside a sentence. */
export const apart = (words: string): string => `${String.fromCodePoint(0x2068)}${words}${String.fromCodePoint(0x2069)}`;
