/** What the generated client leaves open: addresses, and what is said when something goes wrong. */
import type { Problem } from './generated/types.gen.ts';

/** The shape of every answer. It is that of the generated client to the letter, so that what it gives can be passed on. */
export type Result<T> = ({ data: T; error: undefined } | { data: undefined; error: Problem }) & { request?: Request; response?: Response };
export const given = <T>(data: T): Result<T> => ({ data, error: undefined });
export const failed = (error: Problem): Result<never> => ({ data: undefined, error });

/** Hears of every answer that says "you are signed out", so that the shell can lead to the door. */
export const heard: { signedOut?: () => void } = {};

/** Our own address; a name of no matter where there is no page (tests). */
export const baseUrl: string = globalThis.location?.origin ?? 'http://kith.invalid';

/** What was caught on the way, as a Problem. */
export function toProblem(cause: unknown, response: Response | undefined): Problem {
	if (cause instanceof DOMException && cause.name === 'AbortError') return problem(0, 'stopped');
	if (!response) return problem(0, 'offline');
	if (response.ok) return problem(response.status, 'not-understood');
	if (isProblem(cause)) {
		if (cause.code === 'signed-out') heard.signedOut?.();
		return { ...cause, status: response.status };
	}
	// Not a problem of ours: a proxy, or nothing at all.
	return problem(response.status, response.status >= 502 && response.status <= 504 ? 'server-away' : 'unexpected');
}
/** A problem the server did not say: the words for its code are ours. */
export function problem(status: number, code: string): Problem {
	return { status, code, title: '', detail: '', type: 'about:blank' };
}
function isProblem(said: unknown): said is Problem {
	return typeof said === 'object' && said !== null && 'code' in said && typeof said.code === 'string';
}

type Plain = string | number | boolean | null | undefined;

/** What follows the `?`: lists repeat their name, what is empty is left out. */
export function querySerializer(query: Record<string, unknown> = {}): string {
	const parts = new URLSearchParams();
	for (const [name, value] of Object.entries(query)) {
		for (const one of (Array.isArray(value) ? value : [value]) as Plain[]) {
			if (one !== undefined && one !== null && one !== '') parts.append(name, String(one));
		}
	}
	return parts.toString();
}

/** An address of the API for `<audio src>`, downloads and links. */
export function address(template: string, asked: { path?: Record<string, string>; query?: Record<string, unknown> } = {}): string {
	const path = template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(asked.path?.[name] ?? ''));
	const tail = querySerializer(asked.query);
	return tail ? `${path}?${tail}` : path;
}
