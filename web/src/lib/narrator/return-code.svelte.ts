/** A return code being handed over. It is shown once; a new one ends the one before. */
import { makeReturnCode, type Problem } from '#lib/api';

export class ReturnCode {
	/** Only until it is handed over; the server does not say it a second time. */
	code = $state('');
	/** One was made here: a new one would end it. */
	made = $state(false);
	busy = $state(false);
	problem = $state.raw<Problem | undefined>();
	readonly #path: { project: string; narrator: string };
	constructor(project: string, narrator: string) {
		this.#path = { project, narrator };
	}
	async make(): Promise<void> {
		if (this.busy) return;
		this.busy = true;
		this.problem = undefined;
		const { data, error } = await makeReturnCode({ path: this.#path });
		this.busy = false;
		this.problem = error;
		if (!data) return;
		this.code = data.code;
		this.made = true;
	}
	handedOver(): void {
		this.code = '';
	}
}
