/** The names of acts, said to people. What is not known here shows its stable name: better a strange word than a missing line. */
import type { EventReply, ListEventsData } from '#lib/api';
import { t, tMaybe } from '#lib/words';

/** One act, as it is noted. */
export type Happened = EventReply;
/** Acts in groups, by how they begin. */
export const groups = ['testimony', 'recording', 'coding', 'tipping', 'quote', 'export', 'summary', 'call', 'response', 'redaction', 'narrator', 'consent', 'use', 'evidence', 'representative', 'vault', 'protection', 'safeguarding', 'request', 'return-code', 'visit', 'message', 'self-view', 'notice', 'code', 'member', 'invitation', 'project', 'token'] as const;
export type Group = (typeof groups)[number];
export const isGroup = (name: string): name is Group => (groups as readonly string[]).includes(name);


export const actName = (act: string): string => tMaybe(`audit.act.${act}`, act);
/** A narrator has no account; what is noted beside the act says that it was they. */
export function whoDid(event: Happened): string {
	if (event.actor) return event.actor.name;
	if (event.act === 'response.asked') return t('audit.a-reader');
	return / by narrator /.test(event.detail) || event.act === 'tipping.reviewed' ? t('audit.the-narrator') : t('audit.the-service');
}
/** The whole of it as one sentence; a name keeps its own direction inside of it (U+2068 … U+2069). */
export const sentence = (event: Happened): string => t('audit.line', { who: `\u2068${whoDid(event)}\u2069`, act: actName(event.act) });
/** Where one can look at what it was done on. */
export function placeOf(event: Happened): string | undefined {
	if (!event.subject) return undefined;
	if (event.on === 'testimony') return `t/${event.subject}`;
	if (event.on === 'narrator') return `narrators/${event.subject}`;
	return undefined;
}

/** What is asked for, as it stands in the address. Anything strange in it is left out. */
export interface Sieve {
	act: Group | '';
	person: string;
	subject: string;
	from: string;
	until: string;
}
const day = (text: string | null) => (text && /^\d{4}-\d\d-\d\d$/.test(text) ? text : '');
export function sieveFrom(params: URLSearchParams): Sieve {
	const act = params.get('act') ?? '';
	return { act: isGroup(act) ? act : '', person: params.get('person') ?? '', subject: params.get('subject') ?? '', from: day(params.get('from')), until: day(params.get('until')) };
}
export function toParams(sieve: Sieve): string {
	return new URLSearchParams(Object.entries(sieve).filter(([, value]) => value)).toString();
}
/** The moment at which a day begins here, or the one after it. */
function beginning(day: string, after = 0): string {
	const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
	return new Date(year, month - 1, date + after).toISOString();
}
/** The dot keeps `code.` apart from `coding.`. The last day is asked for with all its hours: what is sent is where it ends. */
export const toQuery = (sieve: Sieve): NonNullable<ListEventsData['query']> => ({
	...(sieve.act && { act: `${sieve.act}.` }),
	...(sieve.person && { person: sieve.person }),
	...(sieve.subject && { subject: sieve.subject }),
	...(sieve.from && { from: beginning(sieve.from) }),
	...(sieve.until && { until: beginning(sieve.until, 1) })
});
