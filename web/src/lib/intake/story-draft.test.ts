import { describe, expect, it } from 'vitest';
import { attributeKey, askedAttributes, NarratorDraft, suggestPseudonym } from './narrator-draft.svelte.ts';
import { lengthFrom, StoryDraft, type Drawer } from './story-draft.svelte.ts';

const drawer = () => {
	const kept = new Map<string, string>();
	return { kept, getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value), removeItem: (key: string) => void kept.delete(key) };
};
const reading = { format: 'txt', text: 'سلام', turns: [{ speaker: 'A', start: 0, end: 4 }], cues: [], encoding: null, notices: [], suggested: { title: 'First', language: 'ar', direction: 'rtl' as const } };

describe('a story being taken in', () => {
	it('survives a reload with the same id, so that it is kept once', () => {
		const tab = drawer();
		const first = new StoryDraft('p', tab);
		first.write('We came in November.');
		first.hold(first.snapshot);
		const again = new StoryDraft('p', tab);
		expect([again.id, again.text, again.found]).toEqual([first.id, 'We came in November.', true]);
	});
	it('leaves nothing behind once the server has it', () => {
		const tab = drawer();
		const draft = new StoryDraft('p', tab);
		const { id } = draft;
		draft.write('Words');
		draft.hold(draft.snapshot);
		draft.wipe();
		expect(tab.kept.size).toBe(0);
		expect(draft.text).toBe('');
		expect(draft.id).not.toBe(id);
	});
	it('goes on without storage, and knows it', () => {
		const full: Drawer = { getItem: () => null, removeItem: () => {}, setItem: () => { throw new Error('full'); } };
		const draft = new StoryDraft('p', full);
		draft.write('Words');
		draft.hold(draft.snapshot);
		expect(draft.unsafe).toBe(true);
	});
	it('takes over what a file suggests, not what was chosen', () => {
		const draft = new StoryDraft('p');
		draft.title = 'Mine';
		draft.takeReading(reading, 'a.txt');
		expect([draft.title, draft.language, draft.runs, draft.turns.length]).toEqual(['Mine', 'ar', 'rtl', 1]);
	});
	it('forgets turns when the words change under them', () => {
		const draft = new StoryDraft('p');
		draft.takeReading(reading, 'a.txt');
		draft.write('سلام');
		expect(draft.turns.length).toBe(1);
		draft.write('سلام!');
		expect(draft.turns.length).toBe(0);
	});
	it('says what is missing', () => {
		const draft = new StoryDraft('p');
		expect(draft.missing).toEqual(['text', 'title', 'kind', 'language']);
	});
});
it('reads how long a recording is', () => {
	expect([lengthFrom('42'), lengthFrom('12:30'), lengthFrom('1:02:03'), lengthFrom('long'), lengthFrom('')]).toEqual([2_520_000, 750_000, 3_723_000, undefined, undefined]);
});

describe('somebody being welcomed', () => {
	it('is asked what the wire knows, and never a legal status', () => {
		expect([attributeKey('time_in_country_at_telling'), attributeKey('age-band'), attributeKey('legal_status')]).toEqual(['time_in_country', 'age_band', undefined]);
		const [route] = askedAttributes([{ id: 'route', label: 'Route', cardinality: 'one', free: false, required: false, why: '', values: [{ id: 'work', label: 'work' }, { id: 'prefer-not-to-say', label: 'prefer not to say' }] }]);
		expect(route?.values.map((value) => value.id)).toEqual(['work']);
	});
	it('gets a suggestion nobody else has', () => {
		expect(suggestPseudonym(['almond'], 0)).toBe('Cedar');
	});
	it('is warned when the pseudonym is the name', () => {
		const draft = new NarratorDraft();
		draft.pseudonym = 'amina';
		draft.name = 'Amina al-Hariri';
		expect(draft.givesAway).toBe(true);
		draft.pseudonym = 'Lark';
		expect(draft.givesAway).toBe(false);
	});
	it('sends only what was said', () => {
		const draft = new NarratorDraft();
		draft.pseudonym = ' Lark ';
		draft.role = 'newcomer';
		draft.attributes.place = '  ';
		expect(draft.toWire()).toEqual({ pseudonym: 'Lark', role: 'newcomer', attributes: {} });
	});
});
