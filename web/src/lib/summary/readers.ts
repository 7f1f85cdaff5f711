/** For whom a summary is, and how the links of its readers stand. */
import type { Audience, ReaderReply, SummaryLine } from '#lib/api';

/** For whom a summary can be, the widest first. */
export const READERS = ['public', 'funder', 'partners'] as const;
export type Circle = (typeof READERS)[number];
export const circleOf = (audience: Audience): Circle => READERS.find((one) => one === audience) ?? 'public';
const WIDTH: Audience[] = ['team', 'partners', 'funder', 'archive', 'public'];
/** Whether what is allowed for these may be told to those. */
export const reaches = (allowed: Audience, readers: Audience): boolean => WIDTH.indexOf(allowed) >= WIDTH.indexOf(readers);
/** Whether it is published for some, who come by links. */
export const byLinks = (summary: Pick<SummaryLine, 'audience' | 'version' | 'state'>): boolean => summary.audience !== 'public' && !!summary.version && summary.state !== 'retired';
/** For how many days a link may be made. */
export const DAYS = [30, 90, 180, 365] as const;

export type Standing = 'ended' | 'over' | 'unopened' | 'opened';
export function standingOf(reader: Pick<ReaderReply, 'ended_at' | 'expires_at' | 'opened_times'>, now: Date): Standing {
	if (reader.ended_at) return 'ended';
	if (new Date(reader.expires_at) <= now) return 'over';
	return reader.opened_times ? 'opened' : 'unopened';
}
