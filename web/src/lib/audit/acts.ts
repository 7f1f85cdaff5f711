/** The names of acts, said to people. What is not known here shows its stable name: better a strange word than a missing line. */
import { t, tMaybe } from '#lib/words';
import type { AuditEvent, AuditQuery } from './api.ts';

/** Acts in groups, by how they begin. */
export const groups = ['testimony', 'recording', 'coding', 'tipping', 'narrator', 'consent', 'vault', 'protection', 'return-code', 'visit', 'message', 'self-view', 'notice', 'code', 'member', 'invitation', 'project', 'token'] as const;
export type Group = (typeof groups)[number];
export const isGroup = (name: string): name is Group => (groups as readonly string[]).includes(name);

/** Only narrators do these; they have no account. */
const narrators: readonly string[] = ['visit.began', 'narrator.said', 'narrator.erased', 'self-view.said', 'tipping.reviewed', 'consent.limited', 'consent.limit-lifted', 'consent.withdrawn'];

export const actName = (act: string): string => tMaybe(`audit.act.${act}`, act);
export function whoDid(event: AuditEvent): string {
	if (event.actor) return event.actor.name;
	return narrators.includes(event.act) ? t('audit.the-narrator') : t('audit.the-service');
}
/** The whole of it as one sentence; a name keeps its own direction inside of it (U+2068 … U+2069). */
export const sentence = (event: AuditEvent): string => t('audit.line', { who: `\u2068${whoDid(event)}\u2069`, act: actName(event.act) });
/** Where one can look at what it was done on. */
export function placeOf(event: AuditEvent): string | undefined {
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
/** The dot keeps `code.` apart from `coding.`. */
export const toQuery = (sieve: Sieve): AuditQuery => ({
	...(sieve.act && { act: `${sieve.act}.` }),
	...(sieve.person && { person: sieve.person }),
	...(sieve.subject && { subject: sieve.subject }),
	...(sieve.from && { from: sieve.from }),
	...(sieve.until && { until: sieve.until })
});
