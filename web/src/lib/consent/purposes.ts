/** The eleven things a narrator may allow, in the order they are asked, and what each of them rests on. */
import type { Audience, ConsentReply, ConsentSummary, Purpose, State } from '#lib/api';

export const audiences: readonly Audience[] = ['team', 'partners', 'funder', 'archive', 'public'];

export const purposeGroups: readonly { id: string; purposes: readonly Purpose[] }[] = [
	{ id: 'keep', purposes: ['store'] },
	{ id: 'work', purposes: ['analyse', 'count'] },
	{ id: 'quote', purposes: ['quote-anonymously', 'quote-under-pseudonym', 'quote-by-name'] },
	{ id: 'publish', purposes: ['publish-full-text', 'share-voice', 'share-image'] },
	{ id: 'later', purposes: ['archive', 'contact-again'] }
];
export const purposes: readonly Purpose[] = purposeGroups.flatMap((group) => group.purposes);

const restsOn: Partial<Record<Purpose, Purpose>> = {
	analyse: 'store',
	count: 'analyse',
	'quote-anonymously': 'analyse',
	'quote-under-pseudonym': 'analyse',
	'quote-by-name': 'analyse',
	'publish-full-text': 'analyse',
	'share-voice': 'analyse',
	'share-image': 'analyse',
	archive: 'store'
};
/** What must also be allowed, all the way down: counting rests on reading, and reading on keeping. */
export function foundationsOf(purpose: Purpose): Purpose[] {
	const below = restsOn[purpose];
	return below ? [...foundationsOf(below), below] : [];
}
/** What falls when this one is withdrawn, because it rests on it. */
export function buildingOn(purpose: Purpose): Purpose[] {
	return purposes.filter((other) => foundationsOf(other).includes(purpose));
}

/** Keeping and asking again are for the team only, and an archive is an archive: there the audience is no question. */
const fixed: Partial<Record<Purpose, Audience>> = { store: 'team', 'contact-again': 'team', archive: 'archive' };
export const fixedAudience = (purpose: Purpose): Audience | undefined => fixed[purpose];

export type Standing = 'none' | 'given' | 'expired' | 'withdrawn' | 'refused';
/** How a narrator's consent stands today, said in one word; the page adds which purposes. */
export function standingOf(consent: ConsentSummary | null | undefined): Standing {
	if (!consent) return 'none';
	if (consent.expired) return 'expired';
	if (consent.granted.length > 0) return 'given';
	return consent.withdrawn.length > 0 ? 'withdrawn' : 'refused';
}
/** Whether a story may be kept for this narrator now. */
export const mayKeep = (consent: ConsentSummary | null | undefined): boolean => standingOf(consent) === 'given' && (consent?.granted.some((one) => one.purpose === 'store') ?? false);

/** What was not allowed, apart: a no, and what nobody asked. Of a consent that another replaced, the service no longer tells which. */
export function notAllowed(consent: Pick<ConsentReply, 'decisions'>): { answer: 'no' | 'not-asked' | 'no-or-not-asked'; purposes: Purpose[] }[] {
	const refused = purposes.flatMap((purpose) => consent.decisions.find((one) => one.purpose === purpose && one.decision === 'refused') ?? []);
	const answerOf = (state: State) => (state === 'not-asked' ? 'not-asked' : state === 'closed' ? 'no-or-not-asked' : 'no');
	return (['no', 'not-asked', 'no-or-not-asked'] as const).map((answer) => ({ answer, purposes: refused.filter((one) => answerOf(one.state) === answer).map((one) => one.purpose) })).filter((group) => group.purposes.length > 0);
}

/** What is granted, gathered by who may have it: "read and code, count: the team". */
export function byAudience(granted: readonly { purpose: Purpose; audience: Audience }[]): { audience: Audience; purposes: Purpose[] }[] {
	return audiences
		.map((audience) => ({ audience, purposes: purposes.filter((purpose) => granted.some((one) => one.purpose === purpose && one.audience === audience)) }))
		.filter((group) => group.purposes.length > 0);
}
