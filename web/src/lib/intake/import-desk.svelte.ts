/** What an import asks of the server, with the one consent somebody stated for the narrators of this batch. */
import { failed, given, keepTestimony, readDocument, recordConsent, welcomeNarrator, type NarratorReply, type NarratorRole, type KeepTestimony, type Result } from '#lib/api';
import { ConsentDraft } from '../consent/draft.svelte.ts';
import { mayKeep } from '../consent/purposes.ts';
import type { Desk, ImportRow, Person } from './import-queue.svelte.ts';

export class ImportDesk implements Desk {
	narrators = $state.raw<NarratorReply[]>([]);
	role = $state<NarratorRole>('newcomer');
	consent = new ConsentDraft();
	/** Somebody said, in so many words, that this consent was given by these narrators. */
	stated = $state(false);
	#project: string;
	#welcomed = new Map<string, Promise<Result<unknown>>>();
	constructor(project: string) {
		this.#project = project;
	}
	consentStands = $derived(this.stated && this.consent.missing.length === 0 && this.consent.keeps);

	/** Rows whose narrator is new, or whose consent does not allow keeping now. */
	needsConsent = (row: ImportRow): boolean => row.narrator === 'new' || !mayKeep(this.narrators.find((one) => one.id === row.narrator)?.consent ?? null);
	covered = (row: ImportRow): boolean => !this.needsConsent(row) || this.consentStands;

	read = (file: File) => readDocument({ path: { project: this.#project }, query: { file_name: file.name }, body: file });
	keep = (testimony: string, body: KeepTestimony) => keepTestimony({ path: { project: this.#project, testimony }, body });
	/** Once for each person, however many stories they bring. */
	welcome = async (row: ImportRow, person: Person): Promise<Result<unknown>> => {
		if (!this.needsConsent(row)) return given(undefined);
		const under = this.#welcomed.get(person.narratorId) ?? this.#welcome(row, person);
		this.#welcomed.set(person.narratorId, under);
		const result = await under;
		if (result.error) this.#welcomed.delete(person.narratorId);
		return result;
	};
	async #welcome(row: ImportRow, { narratorId, consentId }: Person): Promise<Result<unknown>> {
		const path = { project: this.#project, narrator: narratorId };
		if (row.narrator === 'new') {
			const { error } = await welcomeNarrator({ path, body: { pseudonym: row.pseudonym.trim(), role: this.role, attributes: {} } });
			if (error) return failed(error);
		}
		return recordConsent({ path: { ...path, consent: consentId }, body: this.consent.toWire() });
	}
}
