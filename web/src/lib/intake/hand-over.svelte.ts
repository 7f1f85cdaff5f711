/** Handing a story over: first its words, then its recordings one by one. Everything may be sent twice and is kept once. */
import { addRecording, keepTestimony, type Problem, type TestimonyReply } from '#lib/api';
import { lengthFrom, type StoryDraft } from './story-draft.svelte.ts';
import { sendRecording } from './upload.ts';

export class HandOver {
	busy = $state(false);
	problem = $state.raw<Problem | undefined>();
	/** The server has the words; what remains are recordings. */
	kept = $state.raw<TestimonyReply | undefined>();
	done = $state(false);

	async run(project: string, draft: StoryDraft): Promise<void> {
		if (this.busy) return;
		this.busy = true;
		this.problem = undefined;
		if (!this.kept) {
			const { data, error } = await keepTestimony({ path: { project, testimony: draft.id }, body: draft.toWire() });
			this.problem = error;
			this.kept = data;
		}
		if (this.kept) await this.#recordings(project, draft);
		this.busy = false;
	}
	async #recordings(project: string, draft: StoryDraft): Promise<void> {
		const path = (recording: string) => ({ project, testimony: draft.id, recording });
		for (const recording of draft.recordings) {
			if (recording.state === 'kept' || (!recording.file && !recording.address.trim())) continue;
			recording.state = 'sending';
			const length = lengthFrom(recording.minutes);
			const timed = length === undefined ? {} : { duration_ms: length };
			const { error } = recording.file
				? await sendRecording(path(recording.id), recording.file, { kind: recording.kind, ...timed }, (bytes) => (recording.sent = bytes))
				: await addRecording({ path: path(recording.id), body: { kind: recording.kind, address: recording.address.trim(), ...timed, ...(recording.sha256.trim() ? { sha256: recording.sha256.trim().toLowerCase() } : {}) } });
			recording.state = error ? 'refused' : 'kept';
			if (error) this.problem = error;
		}
		this.done = draft.recordings.every((recording) => recording.state === 'kept' || (!recording.file && !recording.address.trim()));
	}
}
