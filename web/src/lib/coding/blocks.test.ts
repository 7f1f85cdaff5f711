import { describe, expect, it } from 'vitest';
import { blockAt, blocksIn, blocksOf } from './blocks.svelte.ts';
import { TextMap } from './positions.ts';

const text = 'Title\n\nSamir: when? 😀\nAmina: Nine months.\nIn one room.\n\nالنهاية';
const map = new TextMap(text);
const at = (words: string) => map.point(text.indexOf(words));
const turns = [{ speaker: 'Samir', start: at('Samir'), end: at('\nAmina') }, { speaker: 'Amina', start: at('Amina'), end: at('\n\nالن') }];
const blocks = blocksOf(map, turns);

describe('blocks', () => {
	it('are the lines that say something, with their places in the whole text', () => {
		expect(blocks.map((b) => b.text)).toEqual(['Title', 'Samir: when? 😀', 'Amina: Nine months.', 'In one room.', 'النهاية']);
		for (const block of blocks) expect(map.slice(block.start, block.end)).toBe(block.text);
	});
	it('know their turn, and which of them opens it', () => {
		expect(blocks.map((b) => [b.turn, b.opens])).toEqual([[-1, false], [0, true], [1, true], [1, false], [-1, false]]);
	});
	it('see the speaker’s name when the text has it', () => {
		expect(blocks.map((b) => b.label)).toEqual([0, 'Samir: '.length, 'Amina: '.length, 0, 0]);
	});
	it('are found by place', () => {
		expect(blockAt(blocks, 0)?.text).toBe('Title');
		expect(blockAt(blocks, at('room'))?.text).toBe('In one room.');
		expect(blocksIn(blocks, at('Nine'), at('room')).map((b) => b.text)).toEqual(['Amina: Nine months.', 'In one room.']);
	});
	it('cut a line where the next turn begins', () => {
		const one = new TextMap('- Yes. - No.');
		expect(blocksOf(one, [{ speaker: 'A', start: 0, end: 7 }, { speaker: 'B', start: 7, end: 12 }]).map((b) => b.text)).toEqual(['- Yes. ', '- No.']);
	});
	it('cut a paragraph of many pages after a sentence and lose nothing', () => {
		const long = new TextMap('We waited and waited for a letter. '.repeat(1000));
		const parts = blocksOf(long, []);
		expect(parts.length).toBeGreaterThan(4);
		expect(parts.map((p) => p.text).join('')).toBe(long.text);
	});
});
