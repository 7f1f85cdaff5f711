/** Who may speak for a narrator, and on which day. The server decides; this keeps people from choosing in vain. */
import type { RepresentativeReply } from '#lib/api';
import { formatFuzzy, t } from '#lib/words';

export const roles = ['guardian', 'counsel', 'advocate'] as const;

/** Days are compared as they are written: 2026-03-01. Both the first and the last count. */
export const speaksOn = ({ since, until, ended_at }: RepresentativeReply, day: string): boolean => !ended_at && since <= day && (!until || day <= until);
/** Who speaks now or later first, then who did; the newest first. */
export const inOrder = (list: readonly RepresentativeReply[], today: string): RepresentativeReply[] => {
	const over = (one: RepresentativeReply) => Number(!!one.ended_at || (!!one.until && one.until < today));
	return [...list].sort((a, b) => over(a) - over(b) || b.since.localeCompare(a.since));
};
/** "since 1 March 2026, until 1 March 2031" */
export function spanOf({ since, until, ended_at }: RepresentativeReply): string {
	return [t('representative.since', { date: formatFuzzy(since) }), ended_at ? t('representative.ended', { date: formatFuzzy(ended_at.slice(0, 10)) }) : until ? t('representative.until', { date: formatFuzzy(until) }) : ''].filter(Boolean).join(' · ');
}
