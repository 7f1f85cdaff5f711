/** What stands above a summary, as a form keeps it. */
import type { Audience, NewSummary, SummaryReply } from '#lib/api';

export interface Facts {
	audience: Audience;
	language: string;
	from: string;
	until: string;
	/** One a line. */
	grants: string;
	/** Of which summary it is a translation. */
	original?: string;
}
export const factsOf = (summary: SummaryReply): Facts => ({ audience: summary.audience, language: summary.language, from: summary.period_from, until: summary.period_until, grants: summary.grants.join('\n'), original: summary.translation_of ?? undefined });
export function asked(title: string, { audience, language, from, until, grants, original }: Facts): NewSummary {
	const named = grants.split('\n').map((line) => line.trim()).filter(Boolean);
	return { title: title.trim(), audience, language, period_from: from, period_until: until, grants: [...new Set(named)], translation_of: original };
}
