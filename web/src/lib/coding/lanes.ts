/** Lanes: which column beside the text a coding stands in, so that overlapping ones stand next to each other. */
export interface Lying {
	start: number;
	end: number;
}
/** One lane each, in the order given. The earliest begins in the first lane; a lane is used again as soon as it is free. */
export function layLanes(passages: readonly Lying[]): number[] {
	const order = passages.map((_, i) => i).sort((a, b) => before(passages[a] as Lying, passages[b] as Lying));
	const ends: number[] = [];
	const lanes = new Array<number>(passages.length);
	for (const i of order) {
		const passage = passages[i] as Lying;
		let lane = ends.findIndex((end) => end <= passage.start);
		if (lane < 0) lane = ends.length;
		ends[lane] = passage.end;
		lanes[i] = lane;
	}
	return lanes;
}
/** The first lane none of the neighbours stands in. What lies already is not moved: nothing jumps while somebody reads. */
export function freeLane(passage: Lying, neighbours: readonly (Lying & { lane: number })[]): number {
	const taken = new Set(neighbours.filter((other) => other.start < passage.end && passage.start < other.end).map((other) => other.lane));
	let lane = 0;
	while (taken.has(lane)) lane++;
	return lane;
}
/** Earlier first; of two that begin together, the longer. */
export const before = (a: Lying, b: Lying): number => a.start - b.start || b.end - a.end;

/** Labels beside the text: each as near to its line as the ones above it allow, and no lower than `height`. The rest is hidden. */
export function placeLabels(tops: readonly number[], line: number, height: number): (number | undefined)[] {
	let free = 0;
	return tops.map((top) => {
		const at = Math.max(top, free);
		if (at + line > Math.max(height, line)) return undefined;
		free = at + line;
		return at;
	});
}
