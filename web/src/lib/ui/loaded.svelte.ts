/**
 * What a page asked of the server. Derive it, and it asks again when what it depends on changes:
 *   const members = $derived(load(() => listMembers({ path: { project: page.params.project } })));
 */
import type { Problem } from '../api/generated/types.gen.ts';
import type { Result } from '../api/wire.ts';

export class Loaded<T> {
	data = $state.raw<T | undefined>();
	problem = $state.raw<Problem | undefined>();
	loading = $state(true);
	#ask: () => Promise<Result<T>>;
	#turn = 0;
	constructor(ask: () => Promise<Result<T>>) {
		this.#ask = ask;
		this.#take(ask(), 0);
	}
	/** Asks again and keeps what is shown until the answer is there. */
	async reload(): Promise<void> {
		this.loading = true;
		this.problem = undefined;
		await this.#take(this.#ask(), ++this.#turn);
	}
	/** Puts in place what the page already knows, for instance after saving. */
	set(data: T): void {
		this.#turn++;
		this.data = data;
		this.loading = false;
	}
	async #take(answer: Promise<Result<T>>, turn: number): Promise<void> {
		const { data, error } = await answer;
		if (turn !== this.#turn) return;
		this.loading = false;
		if (error) this.problem = error;
		else this.data = data;
	}
}
export const load = <T>(ask: () => Promise<Result<T>>) => new Loaded(ask);
