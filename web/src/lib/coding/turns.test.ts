import { describe, expect, it } from 'vitest';
import { join, rename, split, turnAt } from './turns.ts';

const turns = [{ speaker: 'A', start: 0, end: 10 }, { speaker: 'B', start: 12, end: 20 }, { speaker: 'A', start: 22, end: 30 }];
describe('mending turns', () => {
	it('renames a speaker everywhere', () => expect(rename(turns, 'A', ' Amina ').map((t) => t.speaker)).toEqual(['Amina', 'B', 'Amina']));
	it('cuts a turn in two', () => expect(split(turns, 15, 'A')).toEqual([turns[0], { speaker: 'B', start: 12, end: 15 }, { speaker: 'A', start: 15, end: 20 }, turns[2]]));
	it('does not cut where nobody speaks', () => expect(split(turns, 11, null)).toEqual(turns));
	it('joins a turn to the one before', () => expect(join(turns, 1)).toEqual([{ speaker: 'A', start: 0, end: 20 }, turns[2]]));
	it('leaves the first turn as it is', () => expect(join(turns, 0)).toEqual(turns));
	it('knows whose turn a place is in', () => expect([turnAt(turns, 0), turnAt(turns, 25)]).toEqual([0, 2]));
});
