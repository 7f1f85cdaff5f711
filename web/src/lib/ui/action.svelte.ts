/**
 * Something a person does that the server must answer: busy while it runs, the problem if there is one.
 *   const save = new Action(() => changeProject({…}), (project) => say(t('settings.saved')));
 *   <form onsubmit={save.onsubmit}> … <Button type="submit" busy={save.busy}>
 */
import type { Problem } from '../api/generated/types.gen.ts';
import type { Result } from '../api/wire.ts';
import { fieldTexts } from '../api/problem.ts';

export class Action<T, A extends unknown[] = []> {
	busy = $state(false);
	problem = $state.raw<Problem | undefined>();
	fields = $derived(fieldTexts(this.problem));
	#act: (...args: A) => Promise<Result<T>>;
	#then: ((data: T, ...args: A) => unknown) | undefined;
	constructor(act: (...args: A) => Promise<Result<T>>, then?: (data: T, ...args: A) => unknown) {
		this.#act = act;
		this.#then = then;
	}
	run = async (...args: A): Promise<T | undefined> => {
		if (this.busy) return undefined;
		this.busy = true;
		this.problem = undefined;
		try {
			const { data, error } = await this.#act(...args);
			if (error) {
				this.problem = error;
				return undefined;
			}
			await this.#then?.(data as T, ...args);
			return data as T;
		} finally {
			this.busy = false;
		}
	};
	/** For `<form onsubmit>`, when the action takes nothing. */
	onsubmit = (event: SubmitEvent): void => {
		event.preventDefault();
		void this.run(...([] as unknown as A));
	};
}
