/** Which lines a recipient must delete, and which of them they said are deleted. */
import type { ExportReply, NoticeOfRemoval } from '#lib/api';

export const waiting = (made: Pick<ExportReply, 'notices'>): NoticeOfRemoval[] => made.notices.filter((one) => !one.acknowledged_at);

/** "1–3, 7": numbers as people write them. Neighbours are drawn together from three on. */
export function asRanges(lines: readonly number[], write: (n: number) => string = String): string[] {
	const inOrder = [...new Set(lines)].sort((a, b) => a - b);
	const runs: number[][] = [];
	for (const line of inOrder) {
		const last = runs.at(-1);
		if (last && last.at(-1) === line - 1) last.push(line);
		else runs.push([line]);
	}
	return runs.flatMap((run) => (run.length > 2 ? [`${write(run[0]!)}–${write(run.at(-1)!)}`] : run.map(write)));
}
