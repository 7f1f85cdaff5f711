import { describe, expect, it } from 'vitest';
import type { CodingReply } from '#lib/api';
import { Codings } from './codings.svelte.ts';

const coding = (id: string, start: number, end: number, code_id = 'housing'): CodingReply => ({ id, testimony_id: 't', revision_id: 'r', start, end, code_id, coder: { id: 'bo', display_name: 'Bo' }, mine: true, attributes: {}, memo: null, created_at: '', updated_at: '', anchored: 'exact', may: ['change', 'remove'] });
const filled = () => {
	const codings = new Codings();
	codings.fill([coding('b', 5, 20), coding('a', 0, 10), coding('c', 5000, 9000)]);
	return codings;
};
describe('codings', () => {
	it('stand in the order of the text, in their lanes', () => {
		const codings = filled();
		expect(codings.list.map((c) => c.id)).toEqual(['a', 'b', 'c']);
		expect(codings.stripes(0, 30).map((s) => [s.coding.id, s.lane])).toEqual([['a', 0], ['b', 1]]);
		expect(codings.lanes).toBe(2);
	});
	it('are found by place, across pages', () => {
		const codings = filled();
		expect(codings.at(7).map((c) => c.id)).toEqual(['a', 'b']);
		expect(codings.at(8999).map((c) => c.id)).toEqual(['c']);
		expect(codings.at(9000)).toEqual([]);
	});
	it('take a new one without moving the others, and let it go again', () => {
		const codings = filled();
		codings.put(coding('n', 8, 12));
		expect(codings.stripes(0, 30).map((s) => [s.coding.id, s.lane])).toEqual([['a', 0], ['b', 1], ['n', 2]]);
		codings.drop('n');
		expect(codings.at(11).map((c) => c.id)).toEqual(['b']);
		expect(codings.list).toHaveLength(3);
	});
	it('follow one that was made longer', () => {
		const codings = filled();
		codings.put(coding('a', 30, 40));
		expect(codings.list.map((c) => c.id)).toEqual(['b', 'a', 'c']);
		expect(codings.at(3)).toEqual([]);
		expect(codings.get('a')?.start).toBe(30);
	});
	it('show only what is asked for', () => {
		const codings = filled();
		codings.put(coding('w', 0, 3, 'work'));
		codings.show((c) => c.code_id === 'work');
		expect(codings.stripes(0, 100).map((s) => [s.coding.id, s.lane])).toEqual([['w', 0]]);
		expect(codings.list).toHaveLength(4);
	});
});
