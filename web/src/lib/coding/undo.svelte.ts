/** What was done and can be taken back. A deed knows how to do itself and how to undo itself; the server is told each time. */
export interface Deed {
	/** What it was, for the news: "Coded as Housing". */
	name: string;
	apply(): void;
	revert(): void;
}
export class Undo {
	#done = $state.raw<Deed[]>([]);
	#undone = $state.raw<Deed[]>([]);
	#most: number;
	last = $derived<Deed | undefined>(this.#done.at(-1));
	next = $derived<Deed | undefined>(this.#undone.at(-1));
	constructor(most = 200) {
		this.#most = most;
	}
	do(deed: Deed): void {
		deed.apply();
		this.#done = [...this.#done, deed].slice(-this.#most);
		this.#undone = [];
	}
	undo(): Deed | undefined {
		const deed = this.#done.at(-1);
		if (!deed) return undefined;
		this.#done = this.#done.slice(0, -1);
		this.#undone = [...this.#undone, deed];
		deed.revert();
		return deed;
	}
	redo(): Deed | undefined {
		const deed = this.#undone.at(-1);
		if (!deed) return undefined;
		this.#undone = this.#undone.slice(0, -1);
		this.#done = [...this.#done, deed];
		deed.apply();
		return deed;
	}
	/** A deed the server refused is forgotten: it can neither be undone nor done again. */
	forget(deed: Deed): void {
		this.#done = this.#done.filter((d) => d !== deed);
		this.#undone = this.#undone.filter((d) => d !== deed);
	}
}
