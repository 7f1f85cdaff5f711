import { expect, it } from 'vitest';
import { clockOf, hasEasy, readIn, soundsIn } from './hearing.ts';

const text = { language: 'ar', title: 'T', body: 'Whole', easy_body: 'Easy' };

it('knows what can be heard in a language', () => {
	const notice = { sounds: [{ language: 'ar', form: 'easy' as const, bytes: 1 }, { language: 'ar', form: 'whole' as const, bytes: 1 }, { language: 'nl', form: 'whole' as const, bytes: 1 }] };
	expect([soundsIn(notice, 'ar'), soundsIn(notice, 'nl'), soundsIn(notice, 'en'), soundsIn(undefined, 'ar')]).toEqual([['whole', 'easy'], ['whole'], [], []]);
});
it('has easy words to read or to hear, or none', () => expect([hasEasy(text, []), hasEasy({ easy_body: ' ' }, ['easy']), hasEasy({ easy_body: ' ' }, ['whole']), hasEasy({}, [])]).toEqual([true, true, false, false]));
it('keeps the whole text in sight where easy words can only be heard', () => expect([readIn(text, true).body, readIn(text, false).body, readIn({ ...text, easy_body: '' }, true).body]).toEqual(['Easy', 'Whole', 'Whole']));
it('says how long a recording is', () => expect([clockOf(0), clockOf(65), clockOf(600)]).toEqual(['0:00', '1:05', '10:00']));
