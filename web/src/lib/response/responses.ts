/** What is said beside published summaries: what waits for whom, and what somebody may do with it. */
import type { ResponseReply, ResponseState, SummaryLine } from '#lib/api';

/** As the server counts: a sign of any script is one. */
export const longest = { words: 2000, question: 1000 } as const;
export const isTooLong = (words: string, most: number = longest.words): boolean => [...words.trim()].length > most;

export type Act = 'say' | 'pass' | 'decline' | 'remove';
export const may = (one: Pick<ResponseReply, 'may'>, act: Act): boolean => one.may.includes(act);

/** First what waits, then what everybody reads, then what nobody but whoever asked reads. */
export const order = ['waiting', 'drafted', 'again', 'shown', 'declined'] as const satisfies readonly ResponseState[];
export const waits = ['waiting', 'drafted', 'again'] as const satisfies readonly ResponseState[];
export interface Group {
	state: ResponseState;
	all: ResponseReply[];
}
/** By where they stand. Who has waited longest comes first; of the rest, the newest. */
export function grouped(all: readonly ResponseReply[]): Group[] {
	return order.flatMap((state) => {
		const found = all.filter((one) => one.state === state).sort((a, b) => a.begun_at.localeCompare(b.begun_at));
		if (!(waits as readonly string[]).includes(state)) found.reverse();
		return found.length ? [{ state, all: found }] : [];
	});
}
export const waitingOf = (all: readonly ResponseReply[]): ResponseReply[] => all.filter((one) => one.state === 'waiting');

/** Why it is not let out by whoever looks at it: they wrote it themselves, or nobody reads its summary. */
export function held(one: ResponseReply, me: string | undefined): 'yours' | 'no-summary' | undefined {
	if (one.state !== 'drafted' && one.state !== 'again') return undefined;
	if (!one.summary_title) return 'no-summary';
	return !may(one, 'pass') && one.said_by?.id === me ? 'yours' : undefined;
}
/** Beside which summaries something can be told: those that everybody reads now. */
export const readByAll = (summaries: readonly SummaryLine[]): SummaryLine[] => summaries.filter((one) => !!one.address && one.state !== 'retired');
