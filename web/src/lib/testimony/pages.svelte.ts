/** A long list, fetched a page at a time; what is shown stays while more comes. */
import type { PageOfTestimonyReply, Problem, Result } from '#lib/api';

type Page<T> = Omit<PageOfTestimonyReply, 'items'> & { items: T[] };

export class Pages<T> {
	items = $state.raw<T[]>([]);
	next = $state<string | null>(null);
	loading = $state(true);
	problem = $state.raw<Problem | undefined>();
	/** How many there are in all, once the last page is there. */
	readonly all = $derived(this.next === null && !this.loading ? this.items.length : undefined);
	#ask: (after?: string) => Promise<Result<Page<T>>>;

	constructor(ask: (after?: string) => Promise<Result<Page<T>>>) {
		this.#ask = ask;
		void this.#take(ask());
	}
	async more(): Promise<void> {
		if (this.loading) return;
		this.loading = true;
		this.problem = undefined;
		await this.#take(this.#ask(this.next ?? undefined));
	}
	async #take(answer: Promise<Result<Page<T>>>): Promise<void> {
		const { data, error } = await answer;
		this.loading = false;
		if (error) {
			this.problem = error;
			return;
		}
		this.items = [...this.items, ...data.items];
		this.next = data.next ?? null;
	}
}
