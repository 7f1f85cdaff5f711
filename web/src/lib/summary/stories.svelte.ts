/** What stories are called and in which language they were told, for passages and quotes that say neither. */
import { SvelteMap } from 'svelte/reactivity';
import { listTestimonies } from '#lib/api';

export class Stories {
	#known = new SvelteMap<string, { title: string; language: string }>();
	#project: string;
	#asked = false;
	constructor(project: string) {
		this.#project = project;
	}
	/** Asks once, for as many as may be needed. */
	async ask(): Promise<void> {
		if (this.#asked) return;
		this.#asked = true;
		let after: string | undefined;
		for (let page = 0; page < 20; page++) {
			const { data } = await listTestimonies({ path: { project: this.#project }, query: { limit: 100, ...(after ? { after } : {}) } });
			for (const { id, title, language } of data?.items ?? []) this.#known.set(id, { title, language });
			after = data?.next ?? undefined;
			if (!after) return;
		}
	}
	get = (id: string) => this.#known.get(id);
}
