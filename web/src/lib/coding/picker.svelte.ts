/** What the picker of codes shows and which of it is meant. */
import { bookTitle } from '#lib/codebook/names.ts';
import { pick } from '#lib/codebook/picking.ts';
import type { Code, Shelf } from '#lib/codebook/shelf.ts';
import { words } from '#lib/words';

export interface Group {
	id: string;
	title: string;
	codes: Code[];
}
export class Picker {
	typed = $state('');
	/** Several to be applied at once. */
	chosen = $state.raw<readonly string[]>([]);
	#open = $state.raw<ReadonlySet<string>>(new Set());
	#active = $state<string | undefined>();
	#shelf: () => Shelf;
	#recent: () => readonly string[];
	constructor(shelf: () => Shelf, recent: () => readonly string[]) {
		this.#shelf = shelf;
		this.#recent = recent;
	}
	groups = $derived.by<Group[]>(() => {
		const shelf = this.#shelf();
		if (this.typed.trim()) return [{ id: 'found', title: '', codes: pick(this.typed, shelf.codable, words.language, this.#recent()).slice(0, 60) }];
		const recent = this.#recent().map((id) => shelf.get(id)).filter((code) => code !== undefined && !code.node.retired) as Code[];
		const groups: Group[] = recent.length ? [{ id: 'recent', title: '', codes: recent }] : [];
		for (const book of shelf.books) {
			if (book.key === 'tipping-point') continue;
			const tops = shelf.of(book);
			const flat = tops.filter((code) => code.node.codable);
			if (flat.length) groups.push({ id: book.id, title: bookTitle(book), codes: flat.flatMap((code) => this.#unfold(code)) });
			for (const category of tops.filter((code) => !code.node.codable)) groups.push({ id: category.id, title: '', codes: category.children.flatMap((code) => this.#unfold(code)) });
		}
		return groups.filter((group) => group.codes.length);
	});
	/** Each row once per group: recent codes stand in their book too. */
	rows = $derived(this.groups.flatMap((group) => group.codes.map((code) => ({ key: `${group.id}:${code.id}`, code }))));
	activeKey = $derived(this.rows.some((row) => row.key === this.#active) ? this.#active : this.typed.trim() ? this.rows[0]?.key : undefined);
	active = $derived(this.rows.find((row) => row.key === this.activeKey)?.code);

	#unfold(code: Code): Code[] {
		if (code.node.retired) return [];
		return [code, ...(this.#open.has(code.id) ? code.children.filter((child) => !child.node.retired) : [])];
	}
	isOpen(code: Code): boolean {
		return this.#open.has(code.id);
	}
	unfold(code: Code, open = !this.isOpen(code)): void {
		const next = new Set(this.#open);
		if (open) next.add(code.id);
		else next.delete(code.id);
		this.#open = next;
	}
	point(key: string | undefined): void {
		this.#active = key;
	}
	move(by: number): void {
		const n = this.rows.length;
		if (!n) return;
		const at = this.rows.findIndex((row) => row.key === this.activeKey);
		this.#active = this.rows[at < 0 ? (by > 0 ? 0 : n - 1) : (at + by + n) % n]?.key;
	}
	toggle(code: Code): void {
		this.chosen = this.chosen.includes(code.id) ? this.chosen.filter((id) => id !== code.id) : [...this.chosen, code.id];
	}
	clear(): void {
		this.typed = '';
		this.chosen = [];
		this.#active = undefined;
	}
}
