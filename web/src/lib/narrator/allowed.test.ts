import { expect, it } from 'vitest';
import { endingWith, goingOnWith, mayGoOn, narrowerThan, narrowingWith, ordered, stands } from './allowed.ts';
import type { OwnPurpose } from '#lib/api';

const one = (purpose: OwnPurpose['purpose'], needs: OwnPurpose['needs'] = null, state: OwnPurpose['state'] = 'given'): OwnPurpose => ({ purpose, needs, state, audience: 'team', since: '2026-03-01T09:00:00Z' });
const list = [one('count', 'analyse'), one('quote-anonymously', 'analyse'), one('quote-by-name', 'analyse', 'refused'), one('analyse', 'store'), one('store'), one('contact-again')];

it('says what ends with what is stopped, all the way up, and only what stands', () => {
	expect(endingWith('count', list)).toEqual(['count']);
	expect(endingWith('analyse', list)).toEqual(['analyse', 'count', 'quote-anonymously']);
	expect(endingWith('store', list)).toEqual(['store', 'analyse', 'count', 'quote-anonymously']);
});
it('can also be stopped while it is paused', () => expect([stands(one('count', null, 'suspended')), stands(one('count', null, 'expired'))]).toEqual([true, false]));
it('keeps the order in which it was asked', () => expect(ordered(list).map((each) => each.purpose)).toEqual(['store', 'analyse', 'count', 'quote-anonymously', 'quote-by-name', 'contact-again']));
it('offers fewer people than now, the fewest first, and no choice where there is none', () => {
	expect(narrowerThan({ ...one('count'), audience: 'funder' })).toEqual(['team', 'partners']);
	expect(narrowerThan(one('count'))).toEqual([]);
	expect(narrowerThan({ ...one('archive'), audience: 'archive' })).toEqual([]);
	expect(narrowerThan({ ...one('count', null, 'suspended'), audience: 'public' })).toEqual([]);
});
it('says what reaches fewer people too, and leaves out what reaches no further', () => {
	const wide: OwnPurpose[] = [one('store'), { ...one('analyse', 'store'), audience: 'public' }, { ...one('count', 'analyse'), audience: 'funder' }, { ...one('quote-anonymously', 'analyse'), audience: 'partners' }];
	expect(narrowingWith('analyse', 'partners', wide)).toEqual(['count']);
	expect(narrowingWith('count', 'team', wide)).toEqual([]);
});
it('lets go on at the bottom of what waits, with all that waits above', () => {
	const held = [one('store'), one('analyse', 'store', 'suspended'), one('count', 'analyse', 'suspended'), one('quote-anonymously', 'analyse', 'withdrawn')];
	expect(held.filter((each) => mayGoOn(each, held)).map((each) => each.purpose)).toEqual(['analyse']);
	expect(goingOnWith('analyse', held)).toEqual(['count']);
});
