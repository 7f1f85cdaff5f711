/** How a record becomes the lines of a paper. No words yet: they are said in the narrator's language. */
import type { Audience, Purpose } from '#lib/api';
import { purposes as inOrder } from '../consent/purposes.ts';
import { termsOf, type Term } from '../consent/terms.ts';
import type { ConsentRecord, PurposeOf, State } from './record.ts';

export interface Allowed {
	purpose: Purpose;
	audience: Audience;
	since: string;
	/** Nothing: until they take it back. */
	until: string | undefined;
	terms: Term[];
}
export interface NotAllowed {
	purpose: Purpose;
	answer: 'no' | 'not-asked' | 'waiting' | 'taken-back' | 'held' | 'held-until-asked' | 'over';
	/** Since when, where that says something. */
	day: string | undefined;
}
export interface Keeper {
	name: string;
	address: string;
	contact: string;
	jurisdiction: string;
	storage: string;
}
export interface Lines {
	keeper: Keeper;
	notice: { title: string; language: string };
	answered: string | undefined;
	how: string;
	allowed: Allowed[];
	notAllowed: NotAllowed[];
}

/** What nobody has said yet is written "not stated" in the record; on paper it is left out. */
const said = (text: string | undefined): string => (text === undefined || text === 'not stated' ? '' : text);

const answers: Record<Exclude<State, 'given' | 'renewed'>, NotAllowed['answer']> = {
	'not-asked': 'not-asked',
	requested: 'waiting',
	deferred: 'waiting',
	refused: 'no',
	suspended: 'held',
	'reaffirm-required': 'held-until-asked',
	withdrawn: 'taken-back',
	expired: 'over',
	revoked: 'over',
	invalidated: 'over',
	closed: 'over'
};
const dated: readonly NotAllowed['answer'][] = ['taken-back', 'held', 'held-until-asked', 'over'];

const asSaid = (one: PurposeOf) => ({ ...one, seenFirst: one.review_before_each_use, until: one.embargo_until, event: one.embargo_event, countries: one.countries_excluded });

export function linesOf(record: ConsentRecord): Lines {
	const { processing, party, events } = record;
	const allowed: Allowed[] = [];
	const notAllowed: NotAllowed[] = [];
	for (const one of [...processing.purposes].sort((a, b) => inOrder.indexOf(a.purpose) - inOrder.indexOf(b.purpose))) {
		if (one.state === 'given' || one.state === 'renewed') {
			allowed.push({ purpose: one.purpose, audience: one.audience, since: one.since, until: one.validity_until ?? undefined, terms: termsOf(asSaid(one)) });
			continue;
		}
		const answer = answers[one.state];
		// What ran out did so on its last day, whenever the record was brought up to date.
		const day = one.state === 'expired' ? (one.validity_until ?? one.since) : one.since;
		notAllowed.push({ purpose: one.purpose, answer, day: dated.includes(answer) ? day : undefined });
	}
	return {
		keeper: { name: said(party[0]?.name), address: said(party[0]?.address), contact: said(party[0]?.contact), jurisdiction: said(processing.jurisdiction), storage: said(processing.storage_locations[0]) },
		notice: { title: said(processing.privacy_notice.title), language: processing.privacy_notice.language },
		answered: events[0]?.time,
		how: processing.collection_method,
		allowed,
		notAllowed
	};
}
/** What an administrator has not said yet of who keeps the stories. */
export const unsaid = (keeper: Keeper): Exclude<keyof Keeper, 'name'>[] => (['address', 'contact', 'jurisdiction', 'storage'] as const).filter((field) => !keeper[field]);
