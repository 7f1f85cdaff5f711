/**
 * One request and its answer: `{data, error}`, never an exception. The shape is that of the generated client, so that pages do
 * not change when it takes over.
 */
export interface Problem {
	type?: string;
	title?: string;
	status: number;
	code: string;
	detail?: string;
	fields?: { at: string; code: string; detail?: string }[];
	retry_after_seconds?: number;
}
export type Result<T> = { data: T; error?: undefined } | { data?: undefined; error: Problem };

type Plain = string | number | boolean | null | undefined;
export interface Asked {
	path?: Record<string, string>;
	query?: Record<string, Plain | Plain[]>;
	body?: unknown;
	signal?: AbortSignal;
}

/** Hears of every answer that says "you are signed out", so that the shell can lead to the door. */
export const heard: { signedOut?: () => void } = {};

export async function send<T>(method: string, template: string, asked: Asked = {}): Promise<Result<T>> {
	const raw = asked.body instanceof Blob || asked.body instanceof ArrayBuffer;
	const headers: Record<string, string> = { accept: 'application/json' };
	if (asked.body !== undefined) headers['content-type'] = raw ? 'application/octet-stream' : 'application/json';
	let answer: Response;
	try {
		answer = await fetch(address(template, asked), {
			method,
			headers,
			credentials: 'same-origin',
			signal: asked.signal ?? null,
			body: asked.body === undefined ? null : raw ? (asked.body as Blob) : JSON.stringify(asked.body)
		});
	} catch (cause) {
		if (cause instanceof DOMException && cause.name === 'AbortError') return { error: { status: 0, code: 'stopped' } };
		return { error: { status: 0, code: 'offline' } };
	}
	if (answer.ok) {
		if (answer.status === 204 || answer.headers.get('content-length') === '0') return { data: undefined as T };
		try {
			const text = await answer.text();
			return { data: (text ? JSON.parse(text) : undefined) as T };
		} catch {
			return { error: { status: answer.status, code: 'not-understood' } };
		}
	}
	const error = await problemOf(answer);
	if (error.code === 'signed-out') heard.signedOut?.();
	return { error };
}

/** The address of a request; also for `<audio src>`, downloads and links. */
export function address(template: string, asked: Pick<Asked, 'path' | 'query'> = {}): string {
	const path = template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(asked.path?.[name] ?? ''));
	const query = new URLSearchParams();
	for (const [name, value] of Object.entries(asked.query ?? {})) {
		for (const one of Array.isArray(value) ? value : [value]) {
			if (one !== undefined && one !== null && one !== '') query.append(name, String(one));
		}
	}
	const tail = query.toString();
	return tail ? `${path}?${tail}` : path;
}

async function problemOf(answer: Response): Promise<Problem> {
	try {
		const told = (await answer.json()) as Problem;
		if (typeof told.code === 'string') return { ...told, status: answer.status };
	} catch {
		// Not a problem of ours: a proxy, or nothing at all.
	}
	return { status: answer.status, code: answer.status >= 502 && answer.status <= 504 ? 'server-away' : 'unexpected' };
}
