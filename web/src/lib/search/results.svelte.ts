/** What was found so far, and more of it when asked. */
import { search, type Facets, type Hit, type Problem, type SearchReply } from '#lib/api';
import { isEmpty, queryOf, type Asked } from './asking.ts';

export class Results {
	hits = $state.raw<readonly Hit[]>([]);
	reply = $state.raw<SearchReply | undefined>();
	problem = $state.raw<Problem | undefined>();
	loading = $state(false);
	loadingMore = $state(false);
	facets = $derived<Facets | undefined>(this.reply?.facets);
	#project: string;
	#asked: Asked | undefined;
	#stop: AbortController | undefined;
	constructor(project: string) {
		this.#project = project;
	}
	/** A new question; the old answer stays until the new one is there. */
	async ask(asked: Asked): Promise<void> {
		this.#stop?.abort();
		this.#asked = asked;
		if (isEmpty(asked)) {
			this.hits = [];
			this.reply = this.problem = undefined;
			this.loading = false;
			return;
		}
		const stop = (this.#stop = new AbortController());
		this.loading = true;
		const { data, error } = await search({ path: { project: this.#project }, query: queryOf(asked), signal: stop.signal });
		if (stop !== this.#stop) return;
		this.loading = false;
		this.problem = error;
		if (!data) return;
		this.reply = data;
		this.hits = data.hits;
	}
	async more(): Promise<void> {
		const after = this.reply?.next;
		const asked = this.#asked;
		if (!after || !asked || this.loadingMore) return;
		this.loadingMore = true;
		const { data, error } = await search({ path: { project: this.#project }, query: queryOf(asked, after) });
		this.loadingMore = false;
		if (asked !== this.#asked) return;
		this.problem = error;
		if (!data) return;
		this.reply = { ...data, facets: this.reply?.facets ?? data.facets, took_ms: this.reply?.took_ms ?? data.took_ms };
		this.hits = [...this.hits, ...data.hits];
	}
}
