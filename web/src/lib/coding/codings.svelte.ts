/** The codings of one testimony as they stand: sorted, found by place, each in its lane. Knows nothing of pages or servers. */
import type { CodingReply } from '#lib/api';
import { before, freeLane, layLanes } from './lanes.ts';

export interface Stripe {
	coding: CodingReply;
	lane: number;
}
const BUCKET = 2048; // code points

export class Codings {
	/** In the order of the text. */
	list = $state.raw<readonly CodingReply[]>([]);
	/** Lanes in use, for the width of the margin. */
	lanes = $state(0);
	#byId = new Map<string, CodingReply>();
	#buckets = new Map<number, Set<CodingReply>>();
	#lane = new Map<string, number>();
	#shown: (coding: CodingReply) => boolean = () => true;

	fill(codings: readonly CodingReply[]): void {
		this.#byId.clear();
		this.#buckets.clear();
		const sorted = [...codings].sort(before);
		for (const coding of sorted) this.#keep(coding);
		this.list = sorted;
		this.show(this.#shown);
	}
	/** Which of them are drawn; the lanes are laid anew for these. */
	show(which: (coding: CodingReply) => boolean): void {
		this.#shown = which;
		const shown = this.list.filter(which);
		const lanes = layLanes(shown);
		this.#lane.clear();
		let most = 0;
		shown.forEach((coding, i) => {
			const lane = lanes[i] as number;
			this.#lane.set(coding.id, lane);
			if (lane > most) most = lane;
		});
		this.lanes = shown.length ? most + 1 : 0;
	}
	get(id: string): CodingReply | undefined {
		return this.#byId.get(id);
	}
	isShown(coding: CodingReply): boolean {
		return this.#shown(coding);
	}
	/** Puts a coding in place, new or changed. */
	put(coding: CodingReply): void {
		const old = this.#byId.get(coding.id);
		const rest = old ? this.list.filter((c) => c !== old) : this.list;
		if (old) this.#forget(old);
		this.#keep(coding);
		let at = rest.length;
		for (let low = 0, high = rest.length; ; ) {
			if (low >= high) {
				at = low;
				break;
			}
			const middle = (low + high) >> 1;
			if (before(rest[middle] as CodingReply, coding) <= 0) low = middle + 1;
			else high = middle;
		}
		this.list = rest.toSpliced(at, 0, coding);
		const stays = old && old.start === coding.start && old.end === coding.end && this.#lane.has(coding.id);
		if (!stays) {
			this.#lane.delete(coding.id);
			if (this.#shown(coding)) {
				const neighbours = this.over(coding.start, coding.end).filter((c) => c !== coding && this.#lane.has(c.id));
				const lane = freeLane(coding, neighbours.map((c) => ({ start: c.start, end: c.end, lane: this.#lane.get(c.id) as number })));
				this.#lane.set(coding.id, lane);
				if (lane >= this.lanes) this.lanes = lane + 1;
			}
		}
	}
	drop(id: string): void {
		const old = this.#byId.get(id);
		if (!old) return;
		this.#forget(old);
		this.#byId.delete(id);
		this.#lane.delete(id);
		this.list = this.list.filter((c) => c !== old);
	}
	/** All that touch a stretch, in the order of the text. */
	over(start: number, end: number): CodingReply[] {
		const found = new Set<CodingReply>();
		for (let b = Math.floor(start / BUCKET); b <= Math.floor(Math.max(start, end - 1) / BUCKET); b++) {
			for (const coding of this.#buckets.get(b) ?? []) if (coding.start < end && coding.end > start) found.add(coding);
		}
		return [...found].sort(before);
	}
	/** The same, drawn only, with their lanes. */
	stripes(start: number, end: number): Stripe[] {
		return this.over(start, end)
			.filter((coding) => this.#lane.has(coding.id))
			.map((coding) => ({ coding, lane: this.#lane.get(coding.id) as number }));
	}
	at(point: number): CodingReply[] {
		return this.over(point, point + 1).filter((coding) => this.#lane.has(coding.id));
	}
	#keep(coding: CodingReply): void {
		this.#byId.set(coding.id, coding);
		for (const b of bucketsOf(coding)) {
			let bucket = this.#buckets.get(b);
			if (!bucket) this.#buckets.set(b, (bucket = new Set()));
			bucket.add(coding);
		}
	}
	#forget(coding: CodingReply): void {
		for (const b of bucketsOf(coding)) this.#buckets.get(b)?.delete(coding);
	}
}
function* bucketsOf({ start, end }: { start: number; end: number }): Generator<number> {
	for (let b = Math.floor(start / BUCKET); b <= Math.floor(Math.max(start, end - 1) / BUCKET); b++) yield b;
}
