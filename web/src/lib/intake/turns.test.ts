import { describe, expect, it } from 'vitest';
import { codePointsIn, cut, oneLineEnd } from './code-points.ts';
import { joinBefore, joinRuns, rename, setSpeaker, speakersIn, splitAt } from './turns.ts';

const turns = [
	{ speaker: 'Interviewer', start: 0, end: 10 },
	{ speaker: 'A.', start: 10, end: 40 },
	{ speaker: 'Amina', start: 40, end: 60 },
	{ speaker: null, start: 60, end: 70 }
];

describe('who speaks', () => {
	it('is counted by name', () => {
		expect(speakersIn(turns).map((s) => [s.name, s.turns, s.length])).toEqual([['Interviewer', 1, 10], ['A.', 1, 30], ['Amina', 1, 20]]);
	});
	it('two names can be one person', () => {
		expect(speakersIn(rename(turns, 'A.', ' Amina ')).map((s) => s.name)).toEqual(['Interviewer', 'Amina']);
		expect(rename(turns, 'A.', '  ')).toEqual(turns);
	});
	it('runs of one speaker can be joined', () => expect(joinRuns(rename(turns, 'A.', 'Amina')).map((t) => [t.start, t.end])).toEqual([[0, 10], [10, 60], [60, 70]]));
	it('a turn can be joined to the one before', () => expect(joinBefore(turns, 2)[1]).toEqual({ speaker: 'A.', start: 10, end: 60 }));
	it('a turn can have nobody', () => expect(setSpeaker(turns, 0, ' ')[0]?.speaker).toBeNull());
	it('a turn can be split inside itself only', () => {
		expect(splitAt(turns, 1, 20).slice(1, 3)).toEqual([{ speaker: 'A.', start: 10, end: 20 }, { speaker: 'A.', start: 20, end: 40 }]);
		expect(splitAt(turns, 1, 10)).toEqual(turns);
	});
	it('nothing changes what was given', () => expect(turns[1]).toEqual({ speaker: 'A.', start: 10, end: 40 }));
});

describe('positions', () => {
	const text = 'أ🌍b\nقهوة';
	it('count code points, not units', () => expect([codePointsIn(text), text.length]).toEqual([8, 9]));
	it('cut where the server would', () => expect(cut(text, [{ start: 0, end: 2 }, { start: 2, end: 4 }, { start: 4, end: 8 }])).toEqual(['أ🌍', 'b\n', 'قهوة']));
	it('know one line end', () => expect(oneLineEnd('a\r\nb\rc')).toBe('a\nb\nc'));
});
