/** A consent record as the server writes it: the profile in /api/schemas/consent-record, field by field. */
import type { Audience, Purpose, Receipt } from '#lib/api';

export type State = 'not-asked' | 'requested' | 'deferred' | 'refused' | 'given' | 'renewed' | 'suspended' | 'reaffirm-required' | 'expired' | 'withdrawn' | 'revoked' | 'invalidated' | 'closed';
export type Likeness = 'none' | 'altered' | 'own';
export interface PurposeOf {
	purpose: Purpose;
	state: State;
	since: string;
	audience: Audience;
	validity_until: string | null;
	attribution: 'none' | 'pseudonym' | 'initial' | 'name';
	voice: Likeness;
	image: Likeness;
	embargo_until: string | null;
	embargo_event: string | null;
	review_before_each_use: boolean;
	countries_excluded: string[];
}
export interface ConsentRecord {
	record_id: string;
	processing: {
		privacy_notice: { id: string | null; language: string; title: string };
		language: string;
		purposes: PurposeOf[];
		storage_locations: string[];
		jurisdiction: string;
		collection_method: string;
	};
	party: { name: string; address: string; contact: string }[];
	events: { time: string }[];
}

/** The contract calls the record an object; the schema says which. */
export const recordOf = (receipt: Receipt): ConsentRecord => receipt.record as unknown as ConsentRecord;
/** As the server hashed it, to the byte: SHA-256 of the saved file is the one that is printed. */
export const asSaved = (receipt: Receipt): string => JSON.stringify(receipt.record);
/** What the QR code says. Nothing in it is secret, and it leads nowhere. */
export const asScanned = (receipt: Receipt): string => `Kith consent ${recordOf(receipt).record_id} sha256 ${receipt.sha256}`;
export const fileName = (receipt: Receipt): string => `consent-${recordOf(receipt).record_id}.jsonld`;
