/** What a narrator wishes beyond yes, while they are asked: when, where, under which name. Untouched, it says nothing at all. */
import type { AskedHow, Attribution, Interpreter, LegalBasis, Likeness, Purpose, TeachBack, Terms } from '#lib/api';
import { nameless } from './terms.ts';

/** What others may have. Keeping, reading and asking again stay in the team: there is nothing to wait for. */
export const goesOut = (purpose: Purpose): boolean => !['store', 'analyse', 'contact-again'].includes(purpose);
export const hasName = (purpose: Purpose): boolean => nameless.includes(purpose);
export const hasVoice = (purpose: Purpose): boolean => purpose === 'share-voice';
export const hasImage = (purpose: Purpose): boolean => purpose === 'share-image';
export const attributions: readonly Attribution[] = ['none', 'pseudonym', 'initial', 'name'];
export const likenesses: readonly Likeness[] = ['none', 'altered', 'own'];
export const bases: readonly LegalBasis[] = ['explicit-consent', 'research', 'archiving'];
export const interpreters: readonly Interpreter[] = ['none', 'professional', 'community', 'family'];
export const teachBacks: readonly TeachBack[] = ['what-happens', 'who-reads', 'can-stop', 'cannot-call-back', 'nothing-depends'];
export const longestWitness = 60;

export class Wishes {
	attribution = $state<Attribution>('none');
	voice = $state<Likeness>('none');
	image = $state<Likeness>('none');
	/** A day: "not before 1 May" holds until that day begins where they live. */
	until = $state('');
	event = $state('');
	seenFirst = $state(false);
	countries = $state<string[]>([]);
	basis = $state<LegalBasis>('explicit-consent');
	/** Whether these stand instead of the common ones. */
	apart = $state(false);

	exclude(country: string): void {
		if (country && !this.countries.includes(country)) this.countries.push(country);
	}
	allow(country: string): void {
		this.countries = this.countries.filter((one) => one !== country);
	}
}
/** A moment at which this day has begun everywhere on earth: a wish to wait may end late, never early. */
const dayBegun = (day: string): string => `${day}T12:00:00.000Z`;

/** As the service takes it: its own of a purpose, what is common where it does not differ; nothing where nothing was said. */
export function wireTerms(purpose: Purpose, common: Wishes, own: Wishes): Terms | undefined {
	const from = own.apart ? own : common;
	const terms: Terms = {
		...(hasName(purpose) && own.attribution !== 'none' ? { attribution: own.attribution } : {}),
		...(hasVoice(purpose) && own.voice !== 'none' ? { voice: own.voice } : {}),
		...(hasImage(purpose) && own.image !== 'none' ? { image: own.image } : {}),
		...(goesOut(purpose) && from.until ? { embargo_until: dayBegun(from.until) } : {}),
		...(goesOut(purpose) && from.event ? { embargo_event: from.event } : {}),
		...(goesOut(purpose) && from.seenFirst ? { review_before_use: true } : {}),
		...(goesOut(purpose) && from.countries.length ? { countries_excluded: [...from.countries] } : {}),
		...(goesOut(purpose) && from.basis !== 'explicit-consent' ? { legal_basis: from.basis } : {})
	};
	return Object.keys(terms).length ? terms : undefined;
}

/** How somebody was asked. No names: who interpreted and who witnessed belongs in the vault. */
export class AskedDraft {
	interpreter = $state<Interpreter>('none');
	confirmed = $state(false);
	witness = $state('');
	ways = $state<string[]>([]);
	saidBack = $state<string[]>([]);
	witnessLong = $derived([...this.witness.trim()].length > longestWitness);

	/** Something happened on this page that says how they were told. */
	tick(way: (typeof askedWays)[number], on = true): void {
		this.ways = askedWays.filter((one) => (one === way ? on : this.ways.includes(one)));
	}
	/** What was ticked; nothing when nothing was said of it. Only what was understood can be recorded. */
	toWire(): AskedHow | undefined {
		const told: AskedHow = {
			...(this.interpreter !== 'none' ? { interpreter: this.interpreter, ...(this.confirmed ? { interpreter_confirmed: true } : {}) } : {}),
			...(this.witness.trim() ? { witness: this.witness.trim() } : {}),
			...Object.fromEntries(askedWays.filter((way) => this.ways.includes(way)).map((way) => [way, true])),
			...(this.saidBack.length ? { said_back: teachBacks.filter((one) => this.saidBack.includes(one)).map((question) => ({ question, understood: true })) } : {})
		};
		return Object.keys(told).length ? told : undefined;
	}
}
export const askedWays = ['listened', 'easy_read', 'assent_of_child', 'asked_again_after_telling'] as const;
