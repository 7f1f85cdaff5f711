/** What the address of a summary says: which view, which block, which editions are compared. */
export const VIEWS = ['write', 'read', 'gates', 'editions'] as const;
export type View = (typeof VIEWS)[number];
export interface Looking {
	view: View;
	block: string | undefined;
	edition: number | undefined;
	before: number | undefined;
}
export function readView(query: Pick<URLSearchParams, 'get'>): Looking {
	const number = (name: string) => Number.parseInt(query.get(name) ?? '', 10) || undefined;
	return { view: VIEWS.find((view) => view === query.get('view')) ?? 'write', block: query.get('block') ?? undefined, edition: number('edition'), before: number('before') };
}
export function writeView(url: { readonly href: string }, change: Partial<Looking>): URL {
	const next = new URL(url.href);
	for (const [name, value] of Object.entries(change)) {
		if (value === undefined || (name === 'view' && value === 'write')) next.searchParams.delete(name);
		else next.searchParams.set(name, String(value));
	}
	return next;
}
