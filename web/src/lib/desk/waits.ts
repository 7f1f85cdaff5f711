/** What waits at the desk, each with the day that counts and the way to where it is done. */
import type { FlagKind, Right, Waiting } from '#lib/api';

export type Kind = 'requests' | 'letters' | 'runs-out' | 'look' | 'kept';
export interface Wait {
	key: string;
	narrator: string;
	/** The day it is about. */
	day: string;
	/** By when somebody must act, where a law says so. */
	due?: string;
	/** Why somebody is protected. */
	flag?: FlagKind;
	/** What somebody asks for as their right. */
	right?: Right;
	/** Under the page of the narrator. */
	place: '' | '#said' | '#protection' | '/consent';
}
export interface Group {
	kind: Kind;
	waits: Wait[];
}
/** How many of each the service sends. */
export const most = 200;

/** A month later, as laws count: the same day of the next month, or its last. (Article 12(3) of the GDPR) */
export function monthAfter(moment: string): string {
	const at = new Date(moment);
	const day = at.getUTCDate();
	at.setUTCDate(1);
	at.setUTCMonth(at.getUTCMonth() + 1);
	const last = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 0)).getUTCDate();
	at.setUTCDate(Math.min(day, last));
	return at.toISOString();
}
export const isLate = (wait: Wait, now = Date.now()): boolean => !!wait.due && new Date(wait.due).getTime() < now;

/** What people wait for themselves comes first; what is empty is left out. */
export function groupsOf(waiting: Waiting): Group[] {
	const groups: Group[] = [
		// Due until its last day is over.
		{ kind: 'requests', waits: waiting.requested.map((one, i) => ({ key: `${one.narrator_id} ${one.right} ${i}`, narrator: one.narrator_id, day: one.due_on, due: `${one.due_on}T23:59:59`, right: one.right, place: '' })) },
		{ kind: 'letters', waits: waiting.unanswered.map((one, i) => ({ key: `${one.narrator_id} ${one.at} ${i}`, narrator: one.narrator_id, day: one.at, due: monthAfter(one.at), place: '#said' })) },
		{ kind: 'runs-out', waits: waiting.runs_out.map((one) => ({ key: one.narrator_id, narrator: one.narrator_id, day: one.valid_until, place: '/consent' })) },
		{ kind: 'look', waits: waiting.look_again.map((one, i) => ({ key: `${one.narrator_id} ${one.kind} ${i}`, narrator: one.narrator_id, day: one.review_on, flag: one.kind, place: '#protection' })) },
		{ kind: 'kept', waits: waiting.kept_too_long.map((one) => ({ key: one.narrator_id, narrator: one.narrator_id, day: one.asked_at, place: '' })) }
	];
	return groups.filter((group) => group.waits.length > 0);
}
