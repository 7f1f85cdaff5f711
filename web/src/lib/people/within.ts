/** Where to go after signing in: only ever a page of this house. */
export function within(next: string | null): string {
	if (!next || !next.startsWith('/') || next.startsWith('//') || next.includes('\\')) return '/';
	return next;
}
