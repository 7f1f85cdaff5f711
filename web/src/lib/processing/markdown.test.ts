import { describe, expect, it } from 'vitest';
import { partsOf, piecesOf } from './markdown.ts';

const plain = (text: string) => [{ text, strong: false }];

describe('the record of processing', () => {
	it('has headings, paragraphs and lists', () => {
		expect(partsOf('# Record: Zuid\n\nAs it is.\n\n## Who\n\nNarrators.\n- a\n- b\n')).toEqual([
			{ is: 'heading', level: 1, words: plain('Record: Zuid') },
			{ is: 'paragraph', words: plain('As it is.') },
			{ is: 'heading', level: 2, words: plain('Who') },
			{ is: 'paragraph', words: plain('Narrators.') },
			{ is: 'list', items: [plain('a'), plain('b')] }
		]);
	});
	it('says what only people know with stress', () => expect(piecesOf('Contact: **to be said**, soon')).toEqual([{ text: 'Contact: ', strong: false }, { text: 'to be said', strong: true }, { text: ', soon', strong: false }]));
	it('leaves stars alone that are not a pair', () => expect(piecesOf('2 ** 3')).toEqual(plain('2 ** 3')));
	it('keeps an address of two lines in its item', () => expect(partsOf('- Zuidplein 3\nRotterdam\n- x')).toEqual([{ is: 'list', items: [[...plain('Zuidplein 3'), ...plain(' '), ...plain('Rotterdam')], plain('x')] }]));
	it('makes no tag of anything', () => expect(partsOf('<img src=x onerror=alert(1)>')).toEqual([{ is: 'paragraph', words: plain('<img src=x onerror=alert(1)>') }]));
	it('loses no words', () => {
		const text = '# a\nb\n- c **d**\ne\n\nf\n1. g\n| h | i |';
		const said = partsOf(text).flatMap((part) => (part.is === 'list' ? part.items : [part.words])).flat().map((piece) => piece.text).join('');
		expect(said.replaceAll(/\W/g, '')).toBe(text.replaceAll(/\W/g, ''));
	});
});
