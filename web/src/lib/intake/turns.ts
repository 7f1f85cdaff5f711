/** Who speaks where: renaming, joining and taking away speakers. Ranges are in code points; nothing here changes the text. */
import type { Turn } from '#lib/api';

export interface Speaker {
	name: string;
	turns: number;
	/** Code points spoken. */
	length: number;
}
export function speakersIn(turns: readonly Turn[]): Speaker[] {
	const found = new Map<string, Speaker>();
	for (const turn of turns) {
		if (!turn.speaker) continue;
		const speaker = found.get(turn.speaker) ?? { name: turn.speaker, turns: 0, length: 0 };
		speaker.turns++;
		speaker.length += turn.end - turn.start;
		found.set(turn.speaker, speaker);
	}
	return [...found.values()];
}
/** Two speakers given the same name become one person. */
export function rename(turns: readonly Turn[], from: string, to: string): Turn[] {
	const name = to.trim();
	return name ? turns.map((turn) => (turn.speaker === from ? { ...turn, speaker: name } : turn)) : [...turns];
}
export function setSpeaker(turns: readonly Turn[], at: number, speaker: string | null): Turn[] {
	return turns.map((turn, i) => (i === at ? { ...turn, speaker: speaker?.trim() || null } : turn));
}
/** Joins a turn to the one before it, which keeps its speaker. */
export function joinBefore(turns: readonly Turn[], at: number): Turn[] {
	const [before, turn] = [turns[at - 1], turns[at]];
	if (!before || !turn) return [...turns];
	return [...turns.slice(0, at - 1), { ...before, end: turn.end }, ...turns.slice(at + 1)];
}
/** Joins each run of turns by the same speaker. */
export function joinRuns(turns: readonly Turn[]): Turn[] {
	const joined: Turn[] = [];
	for (const turn of turns) {
		const last = joined.at(-1);
		if (last && last.speaker === turn.speaker) last.end = turn.end;
		else joined.push({ ...turn });
	}
	return joined;
}
/** A new speaker begins in the middle of a turn. `at` is a code point of the text. */
export function splitAt(turns: readonly Turn[], index: number, at: number): Turn[] {
	const turn = turns[index];
	if (!turn || at <= turn.start || at >= turn.end) return [...turns];
	return [...turns.slice(0, index), { ...turn, end: at }, { ...turn, start: at }, ...turns.slice(index + 1)];
}
