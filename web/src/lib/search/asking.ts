/** What is asked for, as it stands in the address. The address is the only place that keeps it: reload, links and Back just work. */
import type { SearchData } from '#lib/api';

type SearchQuery = NonNullable<SearchData['query']>;

/** Filters that may be chosen several times. */
export const LISTS = ['code', 'indicator', 'speaker', 'narrator_role', 'attribute', 'language', 'kind', 'coder'] as const;
export type List = (typeof LISTS)[number];
export type Asked = Record<List, string[]> & { q: string; from: string; until: string };

export function readAsked(query: { get(name: string): string | null; getAll(name: string): string[] }): Asked {
	const lists = Object.fromEntries(LISTS.map((name) => [name, [...new Set(query.getAll(name).filter(Boolean))]])) as Record<List, string[]>;
	return { ...lists, q: query.get('q') ?? '', from: query.get('from') ?? '', until: query.get('until') ?? '' };
}
export function writeAsked(asked: Asked): string {
	const query = new URLSearchParams();
	for (const name of ['q', 'from', 'until'] as const) if (asked[name].trim()) query.set(name, asked[name].trim());
	for (const name of LISTS) for (const value of asked[name]) query.append(name, value);
	const tail = query.toString();
	return tail ? `?${tail}` : '';
}
export const isEmpty = (asked: Asked): boolean => writeAsked(asked) === '';
export const filterCount = (asked: Asked): number => LISTS.reduce((n, name) => n + asked[name].length, 0) + (asked.from ? 1 : 0) + (asked.until ? 1 : 0);
export function toggled(asked: Asked, name: List, value: string): Asked {
	const now = asked[name];
	return { ...asked, [name]: now.includes(value) ? now.filter((v) => v !== value) : [...now, value] };
}
export function queryOf(asked: Asked, after?: string): SearchQuery {
	const query: SearchQuery = { limit: 20 };
	if (asked.q.trim()) query.q = asked.q.trim();
	if (asked.from) query.from = asked.from;
	if (asked.until) query.until = asked.until;
	// The address may hold anything; the server says what it does not know.
	const lists = Object.fromEntries(LISTS.filter((name) => asked[name].length).map((name) => [name, asked[name]])) as Pick<SearchQuery, List>;
	Object.assign(query, lists);
	if (after) query.after = after;
	return query;
}
/** Where in the typed words a problem stands: "/q/7" or "q:7". Code points. */
export function placeOfTrouble(at: string): number | undefined {
	const found = /(\d+)\s*$/.exec(at);
	return found ? Number(found[1]) : undefined;
}
