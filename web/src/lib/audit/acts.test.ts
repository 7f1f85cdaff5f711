import { expect, it } from 'vitest';
import english from '../../../messages/en/audit.json';
import { actName, groups, placeOf, sieveFrom, toParams, toQuery, whoDid, type Happened } from './acts.ts';

const event = (more: Partial<Happened>): Happened => ({ number: 1, at: '2026-03-01T09:00:00Z', act: 'testimony.opened', actor: { id: 'a', name: 'Noor' }, on: 'testimony', subject: 'x', detail: '', ...more });

it('says each act in words, and shows the name of one it does not know', () => {
	expect(actName('testimony.opened')).toBe('opened a story');
	expect(actName('zanzibar.sailed')).toBe('zanzibar.sailed');
});
it('has a group for every act it has words for', () => {
	const acts = Object.keys(english).filter((key) => key.startsWith('audit.act.')).map((key) => key.slice('audit.act.'.length).split('.')[0]);
	expect([...new Set(acts)].filter((name) => name !== 'index').sort()).toEqual([...groups].sort());
});
it('knows who did it when nobody with an account did', () => {
	expect(whoDid(event({}))).toBe('Noor');
	expect(whoDid(event({ actor: null, act: 'consent.withdrawn', detail: 'count by narrator through code' }))).toBe('The narrator');
	expect(whoDid(event({ actor: null, act: 'index.asked-anew' }))).toBe('The service itself');
});
it('leads to stories and narrators', () => expect([placeOf(event({})), placeOf(event({ on: 'narrator' })), placeOf(event({ on: 'coding' })), placeOf(event({ subject: null }))]).toEqual(['t/x', 'narrators/x', undefined, undefined]));
it('keeps what is asked for in the address, and leaves out what makes no sense', () => {
	const sieve = sieveFrom(new URLSearchParams('act=code&from=2026-11-01&until=yesterday'));
	expect(sieve).toEqual({ act: 'code', person: '', subject: '', from: '2026-11-01', until: '' });
	expect(toParams(sieve)).toBe('act=code&from=2026-11-01');
	expect(toQuery(sieve)).toEqual({ act: 'code.', from: new Date(2026, 10, 1).toISOString() });
	expect(toQuery({ ...sieve, until: '2026-12-31' }).until).toBe(new Date(2027, 0, 1).toISOString());
	expect(sieveFrom(new URLSearchParams('act=drop')).act).toBe('');
});
