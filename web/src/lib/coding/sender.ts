/** Tells the server, in order, thing by thing: what was done to one coding waits for what was done to it before. */
import type { Problem, Result } from '#lib/api';

export class Sender {
	#chains = new Map<string, Promise<unknown>>();
	waiting = 0;
	/** Runs after everything sent before for the same id. Never throws. */
	send<T>(id: string, ask: () => Promise<Result<T>>, done: (data: T) => void, refused: (problem: Problem) => void): Promise<void> {
		this.waiting++;
		const before = this.#chains.get(id) ?? Promise.resolve();
		const now = before.then(async () => {
			const { data, error } = await ask();
			this.waiting--;
			if (error) refused(error);
			else done(data as T);
		});
		this.#chains.set(id, now);
		void now.finally(() => {
			if (this.#chains.get(id) === now) this.#chains.delete(id);
		});
		return now;
	}
}
