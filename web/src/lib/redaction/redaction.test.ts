import { describe, expect, it, vi } from 'vitest';
import { given, failed, type MaskCategory, type MeasuredReply, type OpenTestimony, type RedactionReply, type RedactionsReply, type SuggestionReply } from '#lib/api';
import { problem } from '../api/wire.ts';
import { TextMap } from '../coding/positions.ts';
import { Draft } from './draft.svelte.ts';
import { pressOf } from './keys.ts';
import { Review, type Asks } from './review.svelte.ts';
import { folded, foundOf, isKept, kept, labelled, leftIn, looksOf, masksIn, piecesOf, thingsOf, waits, wholeWords } from './things.ts';

const text = 'Mary Hines came. Mary spoke, MARY HINES left for 🕊 Dothan. Mary Hines stayed in Dothan.';
const map = new TextMap(text, 'en');
/** Places count in code points. */
const at = (words: string, nth = 0) => {
	let unit = -1;
	for (let i = 0; i <= nth; i++) unit = text.indexOf(words, unit + 1);
	const start = map.point(unit);
	return { start, end: start + [...words].length };
};
const suggestion = (span: { start: number; end: number }, more: Partial<SuggestionReply> = {}): SuggestionReply => ({ ...span, entity_id: null, category: 'person', identifier: 'direct', confidential: null, certainty: 'likely', ...more });
const redaction = (span: { start: number; end: number }, more: Partial<RedactionReply> = {}): RedactionReply => ({ id: 'r', ...span, entity_id: 'E', category: 'person', identifier: 'direct', confidential: null, masks: labelled(), reason: '', decided_by: 'me', decided_at: '2026-03-01T09:00:00Z', ...more });
const names = [suggestion(at('Mary Hines')), suggestion(at('MARY HINES')), suggestion(at('Dothan'), { certainty: 'weak', category: 'location' as MaskCategory }), suggestion(at('Mary Hines', 1)), suggestion(at('Dothan', 1), { certainty: 'likely', category: 'location' as MaskCategory })];

describe('things', () => {
	it('gather the mentions of the same words, in the order of the text, by what is surest', () => {
		const things = thingsOf(map, [], names);
		expect(things.map((one) => [one.words, one.mentions.length, one.standing, one.category])).toEqual([['Mary Hines', 3, 'likely', 'person'], ['Dothan', 2, 'likely', 'location']]);
	});
	it('are decided for all their mentions at once', () => {
		const [mary] = thingsOf(map, [redaction(at('Mary Hines'))], names.slice(1));
		expect([mary?.standing, mary?.mentions.length, mary?.mentions.filter((one) => one.decided).length]).toEqual(['masked', 3, 1]);
	});
	it('stay as they are only where every circle reads the words', () => {
		expect([isKept(kept()), isKept({ ...kept(), public: { is: 'label' } }), isKept({}), isKept(undefined)]).toEqual([true, false, false, false]);
		expect(thingsOf(map, [redaction(at('Dothan'), { masks: kept() })], [])[0]?.standing).toBe('kept');
	});
	it('wait where only a part of a name was found, and know whose it probably is', () => {
		const part = thingsOf(map, [redaction(at('Mary Hines'))], [suggestion(at('Mary', 1), { entity_id: 'E', certainty: 'likely' })])[1];
		expect([part?.words, part?.standing, part?.entity, part?.known?.id, part && waits(part)]).toEqual(['Mary', 'likely', 'E', 'r', true]);
	});
	it('are known where they were decided elsewhere, without saying how', () => {
		const [thing] = thingsOf(map, [], [suggestion(at('Dothan'), { entity_id: 'X', certainty: 'sure' })]);
		expect([thing?.standing, thing?.known]).toEqual(['elsewhere', undefined]);
	});
	it('fold what is written differently', () => {
		expect([folded('مُحَمَّد'), folded('محمـــد'), folded('O’Brien'), folded('New\n York')]).toEqual(['محمد', 'محمد', "o'brien", 'new york']);
	});
});

describe('marks', () => {
	it('cut the text, all of it, and what is decided lies over what is suggested', () => {
		const looks = looksOf(thingsOf(map, [redaction(at('Mary Hines'))], [suggestion({ start: 5, end: 15 }, { certainty: 'sure' })]));
		const pieces = piecesOf(0, map.length, looks);
		expect(pieces.map((one) => map.slice(one.start, one.end)).join('')).toBe(text);
		expect(pieces.map((one) => one.look?.standing)).toEqual(['masked', 'sure', undefined]);
	});
	it('of a rendering are brackets that the story does not have', () => {
		expect(masksIn('I [laughs] saw [person].', 'I [laughs] saw Mary.').filter((one) => one.masked).map((one) => one.words)).toEqual(['[person]']);
	});
});

describe('words somebody chose', () => {
	const whole = (words: string, of = text) => {
		const here = new TextMap(of, 'en');
		const start = here.point(of.indexOf(words));
		const span = wholeWords(here, { start, end: start + [...words].length });
		return here.slice(span.start, span.end);
	};
	it('are whole words: half a word would not be masked', () => {
		expect([whole('ry Hi'), whole('spoke'), whole('🕊 Doth'), whole('درس', 'في المدرسة.')]).toEqual(['Mary Hines', 'spoke', '🕊 Dothan', 'المدرسة']);
	});
	it('are as they were chosen where words are written without spaces', () => expect(whole('北京', '我去北京了')).toBe('北京'));
	it('are missed in a rendering where they still stand', () => {
		const made = redaction(at('Dothan'));
		expect([leftIn(map, [made], 'public', text).length, leftIn(map, [made], 'public', text.replaceAll('Dothan', '[place]')).length, leftIn(map, [redaction(at('Dothan'), { masks: kept() })], 'public', text).length]).toEqual([1, 0, 0]);
	});
});

describe('what suggestions miss', () => {
	const rows: MeasuredReply[] = [
		{ language: 'all', sentences: 111, names_known: true, direct_per_mille: 940, quasi_per_mille: 870 },
		{ language: 'ar', sentences: 18, names_known: true, direct_per_mille: 1000, quasi_per_mille: 823 },
		{ language: 'all', sentences: 111, names_known: false, direct_per_mille: 690, quasi_per_mille: 870 },
		{ language: 'ar', sentences: 18, names_known: false, direct_per_mille: 416, quasi_per_mille: 829 }
	];
	it('is said in the language of the story, never better than it was', () => expect(foundOf(rows, 'ar-SY')).toEqual({ language: 'ar', sentences: 18, unlisted: 41, listed: 100, others: 82 }));
	it('is said of all where the language was not measured', () => expect(foundOf(rows, 'ti')).toMatchObject({ language: undefined, sentences: 111, unlisted: 69 }));
	it('is not made up', () => expect(foundOf([], 'ar')).toBeUndefined());
});

describe('what is said of a thing', () => {
	it('begins with the name of its kind for everybody, and is refused without words', () => {
		const draft = new Draft({ category: 'location' }, 'Dothan');
		expect(draft.said()).toEqual({ category: 'location', identifier: 'direct', confidential: null, masks: labelled(), reason: '' });
		draft.is.public = 'words';
		expect([draft.wrong.public, draft.said()]).toEqual(['words', undefined]);
		draft.words.public = 'near dothan';
		expect(draft.wrong.public).toBe('words-same');
		draft.words.public = '🕊'.repeat(201);
		expect(draft.wrong.public).toBe('words-long');
		draft.words.public = ' a town in the south ';
		expect(draft.said()?.masks.public).toEqual({ is: 'words', text: 'a town in the south' });
	});
});

describe('keys', () => {
	const press = (key: string, more: Partial<KeyboardEvent> = {}) => pressOf({ key, code: '', ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...more });
	it('are known by their place where the keyboard writes another script', () => {
		expect([press('ش', { code: 'KeyA' }), press('ф', { code: 'KeyA' }), press('a', { code: 'KeyA' })]).toEqual(['mask', 'mask', undefined]);
	});
	it('undo and redo', () => expect([press('z', { ctrlKey: true }), press('Z', { ctrlKey: true, shiftKey: true }), press('a', { ctrlKey: true })]).toEqual(['undo', 'redo', undefined]));
});

describe('a review', () => {
	function open(reply: Partial<RedactionsReply> = {}, asks: Partial<Asks> = {}) {
		const story = { id: 's', title: 'T', language: 'en', text, turns_list: [], cues: [], open_revision: 'v1' } as unknown as OpenTestimony;
		const full: RedactionsReply = { revision_id: 'v1', decided: [], suggested: names, measured: [], ...reply };
		const sent: RedactionReply[] = [];
		const dropped: string[] = [];
		const all: Asks = { list: async () => given(full), put: async (one) => (sent.push(one), given(one)), drop: async (id) => (dropped.push(id), given(undefined)), ...asks };
		return { review: new Review(story, full, { id: 'me' }, all), sent, dropped };
	}
	const told = () => new Promise((soon) => setTimeout(soon, 5));
	it('goes from what waits to what waits, and round', () => {
		const { review } = open();
		expect([review.step(1)?.words, review.step(1)?.words, review.step(1)?.words, review.step(-1)?.words]).toEqual(['Mary Hines', 'Dothan', 'Mary Hines', 'Dothan']);
	});
	it('leaves the weak out when they are hidden', () => {
		const { review } = open({ suggested: [suggestion(at('Mary Hines')), suggestion(at('Dothan'), { certainty: 'weak' })] });
		review.weak = false;
		expect([review.things.length, review.weakOnes, review.waiting]).toEqual([1, 1, 1]);
	});
	it('masks as suggested, with ids made here, and goes on', async () => {
		const { review, sent } = open();
		review.step(1);
		expect(review.mask()).toBe(true);
		await told();
		expect(sent).toHaveLength(1);
		expect(sent[0]).toMatchObject({ ...at('Mary Hines'), category: 'person', masks: labelled() });
		expect(sent[0]?.id).not.toBe(sent[0]?.entity_id);
		expect([review.thing?.words, review.waiting, review.settled]).toEqual(['Dothan', 1, 1]);
		review.leave();
	});
	it('gives the same words the same entity', async () => {
		const { review, sent } = open();
		review.step(1);
		review.mask();
		review.say(at('Mary Hines', 1), { category: 'person', identifier: 'direct', confidential: null, masks: labelled(), reason: 'why' });
		await told();
		expect(new Set(sent.map((one) => one.entity_id)).size).toBe(1);
		expect(review.decided.filter((one) => one.entity_id === sent[0]?.entity_id).map((one) => one.start)).toEqual([at('Mary Hines').start, at('Mary Hines', 1).start]);
		review.leave();
	});
	it('keeps the entity a suggestion has, with what is decided about it', async () => {
		const words = { ...labelled(), public: { is: 'words', text: 'a woman' } as const };
		const { review, sent } = open({ decided: [redaction(at('Mary Hines'), { masks: words })], suggested: [suggestion(at('Mary', 1), { entity_id: 'E' })] });
		review.step(1);
		review.mask();
		await told();
		expect(sent[0]).toMatchObject({ entity_id: 'E', masks: words });
		review.leave();
	});
	it('lets words stay without touching whom they may stand for', async () => {
		const { review, sent } = open({ decided: [redaction(at('Mary Hines'))], suggested: [suggestion(at('Mary', 1), { entity_id: 'E' })] });
		review.step(1);
		review.keep();
		await told();
		expect([sent[0]?.entity_id === 'E', isKept(sent[0]?.masks)]).toEqual([false, true]);
		review.leave();
	});
	it('asks anew instead of guessing what was decided elsewhere', async () => {
		const { review, sent } = open({ suggested: [suggestion(at('Dothan'), { entity_id: 'X', certainty: 'sure' })] });
		review.show(at('Dothan'));
		review.mask();
		expect(review.writing).toEqual(at('Dothan'));
		await told();
		expect([sent.length, review.waiting]).toEqual([0, 0]);
	});
	it('undoes and does again', async () => {
		const { review, sent, dropped } = open();
		review.step(1);
		review.mask();
		review.back();
		expect([review.decided.length, review.waiting]).toEqual([0, 2]);
		review.again();
		await told();
		expect([review.decided.length, sent.length, dropped]).toEqual([1, 2, [sent[0]?.id]]);
		review.leave();
	});
	it('says the same of every mention that was decided about, and puts it back', async () => {
		const { review } = open({ decided: [redaction(at('Mary Hines')), redaction(at('Mary Hines', 1), { id: 'q' })], suggested: [] });
		review.show(at('Mary Hines'));
		review.keep();
		expect(review.decided.every((one) => isKept(one.masks))).toBe(true);
		review.back();
		expect(review.decided.some((one) => isKept(one.masks))).toBe(false);
		await told();
		review.leave();
	});
	it('forgets a deed that was refused, and asks how it stands', async () => {
		vi.useFakeTimers();
		const { review } = open({}, { put: async () => failed(problem(409, 'redaction.exists-differently')) });
		review.step(1);
		review.mask();
		await vi.advanceTimersByTimeAsync(1000);
		vi.useRealTimers();
		expect([review.undo.last, review.decided.length, review.unsent]).toEqual([undefined, 0, 0]);
	});
	it('never shows as masked what was not kept, even without a connection', async () => {
		const lost = async () => failed(problem(0, 'offline'));
		const { review } = open({ decided: [redaction(at('Dothan'))], suggested: [suggestion(at('Mary Hines'))] }, { put: lost, drop: lost, list: lost });
		review.step(1);
		review.mask();
		review.show(at('Dothan'));
		review.keep();
		await told();
		expect(review.decided.map((one) => [one.start, isKept(one.masks)])).toEqual([[at('Dothan').start, false]]);
		review.leave();
	});
	it('does not mix places of another text in', () => {
		expect(open({ revision_id: 'v2' }).review).toMatchObject({ mended: true, decided: [], suggested: [] });
	});
});
