/** What somebody fears, until it is sent. In the memory of the page and nowhere else: whoever finds this device must not read it. */
import { raiseConcern } from '#lib/api';
import { Action } from '#lib/ui';
import { isTooLong, letterOf, type Letter } from './concerns.ts';

export class ConcernDraft {
	words = $state('');
	told = $state(false);
	wrong = $derived<'missing' | 'too-long' | undefined>(!this.words.trim() ? 'missing' : isTooLong(this.words) ? 'too-long' : undefined);
	#last: Letter | undefined;
	#sent: () => void;
	constructor(sent: () => void) {
		this.#sent = sent;
	}
	send = new Action(
		(path: { project: string; narrator: string }) => {
			const { id, words } = (this.#last = letterOf(this.words, this.#last));
			return raiseConcern({ path: { ...path, concern: id }, body: { words } });
		},
		() => {
			[this.words, this.told, this.#last] = ['', false, undefined];
			this.#sent();
		}
	);
}
