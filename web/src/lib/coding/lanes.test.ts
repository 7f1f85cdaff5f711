import { describe, expect, it } from 'vitest';
import { freeLane, layLanes, placeLabels } from './lanes.ts';

describe('lanes', () => {
	it('put overlapping codings side by side and use a free lane again', () => {
		expect(layLanes([{ start: 0, end: 10 }, { start: 5, end: 12 }, { start: 10, end: 20 }])).toEqual([0, 1, 0]);
	});
	it('give the longer of two that begin together the first lane, whatever the order', () => {
		expect(layLanes([{ start: 0, end: 3 }, { start: 0, end: 9 }])).toEqual([1, 0]);
	});
	it('never overlap within a lane, in a thousand codings', () => {
		let seed = 3;
		const random = (n: number) => (seed = (seed * 16807) % 2147483647) % n;
		const all = Array.from({ length: 1000 }, () => {
			const start = random(5000);
			return { start, end: start + 1 + random(80) };
		});
		const lanes = layLanes(all);
		const byLane = Map.groupBy(all.map((p, i) => ({ ...p, lane: lanes[i] as number })), (p) => p.lane);
		for (const list of byLane.values()) {
			list.sort((a, b) => a.start - b.start);
			list.forEach((p, i) => expect(p.end).toBeLessThanOrEqual(list[i + 1]?.start ?? Infinity));
		}
	});
	it('place a new coding without moving the others', () => {
		const neighbours = [{ start: 0, end: 10, lane: 0 }, { start: 4, end: 8, lane: 2 }, { start: 10, end: 12, lane: 1 }];
		expect(freeLane({ start: 5, end: 9 }, neighbours)).toBe(1);
		expect(freeLane({ start: 10, end: 11 }, neighbours)).toBe(0);
	});
});
describe('labels', () => {
	it('make way for each other and hide where there is no room', () => {
		expect(placeLabels([0, 4, 40], 16, 60)).toEqual([0, 16, 40]);
		expect(placeLabels([0, 0, 0], 16, 40)).toEqual([0, 16, undefined]);
	});
	it('show one even in the smallest paragraph', () => expect(placeLabels([0], 16, 10)).toEqual([0]));
});
