/** What the address of the workbench says: a passage (`?at=start-end`), a coding (`?coding=`), a tipping point (`?tipping=`). */
import type { Span } from './positions.ts';

export interface Place {
	at?: Span | undefined;
	coding?: string | undefined;
	tipping?: string | undefined;
}
export function readPlace(query: Pick<URLSearchParams, 'get'>): Place {
	const at = /^(\d+)-(\d+)$/.exec(query.get('at') ?? '');
	const span = at && { start: Number(at[1]), end: Number(at[2]) };
	return { at: span && span.end > span.start ? span : undefined, coding: query.get('coding') ?? undefined, tipping: query.get('tipping') ?? undefined };
}
export function writePlace(url: { readonly href: string }, place: Place): URL {
	const next = new URL(url.href);
	const set = (name: string, value: string | undefined) => (value ? next.searchParams.set(name, value) : next.searchParams.delete(name));
	set('at', place.at && `${place.at.start}-${place.at.end}`);
	set('coding', place.coding);
	set('tipping', place.tipping);
	return next;
}
/** Where somebody was reading in a story, kept on this device: a number, never words. */
export const lastPlace = {
	read(testimony: string): number | undefined {
		try {
			const kept = Number(localStorage.getItem(`kith.place.${testimony}`) ?? '');
			return kept > 0 ? kept : undefined;
		} catch {
			return undefined;
		}
	},
	keep(testimony: string, point: number): void {
		try {
			localStorage.setItem(`kith.place.${testimony}`, String(point));
		} catch {
			// no storage
		}
	}
};
