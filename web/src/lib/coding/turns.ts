/** Mending who speaks where. Turns never overlap and stay in order; the words themselves are not touched. */
import type { Turn } from '#lib/api';

export const rename = (turns: readonly Turn[], from: string | null | undefined, to: string): Turn[] => turns.map((turn) => (turn.speaker === from ? { ...turn, speaker: to.trim() || null } : turn));
export const renameOne = (turns: readonly Turn[], which: number, to: string): Turn[] => turns.map((turn, i) => (i === which ? { ...turn, speaker: to.trim() || null } : turn));
/** Cuts a turn in two at a place; the second half is spoken by somebody else, or not known yet. */
export function split(turns: readonly Turn[], at: number, speaker: string | null): Turn[] {
	return turns.flatMap((turn) => (turn.start < at && at < turn.end ? [{ ...turn, end: at }, { speaker, start: at, end: turn.end }] : [turn]));
}
/** Joins a turn to the one before it, which keeps its speaker. */
export function join(turns: readonly Turn[], which: number): Turn[] {
	const [before, turn] = [turns[which - 1], turns[which]];
	if (!before || !turn) return [...turns];
	return [...turns.slice(0, which - 1), { ...before, end: turn.end }, ...turns.slice(which + 1)];
}
export function turnAt(turns: readonly Turn[], point: number): number {
	return turns.findLastIndex((turn) => turn.start <= point);
}
