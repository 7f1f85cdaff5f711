/** What narrators ask for as their right: what it is, by when it is due, and where in Kith it is done. */
import type { RequestReply, Right } from '#lib/api';
import type { MessageKey } from '#lib/words';
import { today } from '../consent/draft.svelte.ts';

export const rights: readonly Right[] = ['access', 'portability', 'correction', 'restriction', 'erasure', 'objection'];

/** As the server counts: a sign of any script is one. */
export const longest = 2000;
export const isTooLong = (words: string): boolean => [...words.trim()].length > longest;

/** One way to do it: a part of the narrator's page, for who may. */
export interface Way {
	name: MessageKey;
	place: '#hand-over' | '#return-code' | '#said' | '#stories' | '#consent-now' | '#erase';
	act?: 'open-vault' | 'protect';
}
const pack: Way = { name: 'rights.pack', place: '#hand-over', act: 'open-vault' };
const code: Way = { name: 'rights.to-code', place: '#return-code' };
const erase: Way = { name: 'rights.to-erase', place: '#erase', act: 'protect' };
export const ways: Record<Right, readonly Way[]> = {
	access: [pack, code],
	portability: [code, pack],
	correction: [
		{ name: 'rights.to-letters', place: '#said' },
		{ name: 'rights.to-stories', place: '#stories' }
	],
	restriction: [{ name: 'hold.open', place: '#consent-now' }],
	erasure: [erase],
	objection: [{ name: 'withdraw.open', place: '#consent-now' }, erase]
};

/** The same day so many months later, or the last of that month. (Article 12(3) of the GDPR) */
export function monthsAfter(day: string, months: number): string {
	const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
	const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
	return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))).toISOString().slice(0, 10);
}
/** Below zero it is too late. */
export const daysUntil = (day: string, now = today()): number => Math.round((Date.parse(day) - Date.parse(now)) / 86_400_000);

/** The last day that can be said to have come. East of Greenwich a day begins here before it does for the server. */
export const latestDay = (now = new Date()): string => [today(now), now.toISOString().slice(0, 10)].sort()[0] ?? '';

/** The most urgent first. */
export const openOf = (all: readonly RequestReply[]): RequestReply[] => all.filter((one) => !one.settled_at).sort((a, b) => a.due_on.localeCompare(b.due_on) || a.received_on.localeCompare(b.received_on));
/** The latest first. */
export const settledOf = (all: readonly RequestReply[]): RequestReply[] => all.filter((one) => one.settled_at).sort((a, b) => (b.settled_at ?? '').localeCompare(a.settled_at ?? ''));
