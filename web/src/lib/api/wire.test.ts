import { afterEach, expect, it, vi } from 'vitest';
import { address, changePassword, heard, newId, readDocument, search, setupState, signIn } from './index.ts';

afterEach(() => vi.unstubAllGlobals());
const asked: Request[] = [];
const answers = (make: () => Response | Promise<Response>) =>
	vi.stubGlobal(
		'fetch',
		vi.fn(async (request: Request) => {
			asked.push(request);
			return make();
		})
	);
const project = '01900000-0000-7000-8000-000000000001';

it('writes addresses with repeated and missing parts', async () => {
	const query = { q: 'عمل', code: ['1', '2'], after: undefined, from: '' };
	expect(address('/api/projects/{project}/search', { path: { project: 'a b' }, query })).toBe('/api/projects/a%20b/search?q=%D8%B9%D9%85%D9%84&code=1&code=2');
	answers(() => Response.json({ hits: [] }));
	await search({ path: { project }, query });
	expect(asked.at(-1)?.url).toMatch(/\/search\?q=%D8%B9%D9%85%D9%84&code=1&code=2$/);
	expect(asked.at(-1)?.credentials).toBe('same-origin');
});
it('hands back what the server said', async () => {
	answers(() => Response.json({ needed: true }));
	expect((await setupState()).data).toEqual({ needed: true });
});
it('takes nothing for an answer', async () => {
	answers(() => new Response(null, { status: 204 }));
	expect((await changePassword({ body: { current: 'a', password: 'b' } })).error).toBeUndefined();
});
it('sends bytes as they are', async () => {
	answers(() => Response.json({}));
	await readDocument({ path: { project }, body: new Blob(['Salâm']) });
	expect(asked.at(-1)?.headers.get('content-type')).toBe('application/octet-stream');
	expect(await asked.at(-1)?.text()).toBe('Salâm');
});
it('hands back a problem with its code, and hears of being signed out', async () => {
	answers(() => Response.json({ code: 'sign-in.wrong', status: 401 }, { status: 401 }));
	expect((await signIn({ body: { email: 'a@b.c', password: 'x' } })).error?.code).toBe('sign-in.wrong');
	heard.signedOut = vi.fn();
	answers(() => Response.json({ code: 'signed-out', status: 401 }, { status: 401 }));
	await setupState();
	expect(heard.signedOut).toHaveBeenCalledOnce();
});
it('knows a proxy from the service, and a lost connection from both', async () => {
	answers(() => new Response('<html>Bad gateway</html>', { status: 502 }));
	expect((await setupState()).error).toMatchObject({ status: 502, code: 'server-away' });
	answers(() => Promise.reject(new TypeError('failed')));
	expect((await setupState()).error).toMatchObject({ status: 0, code: 'offline' });
	answers(() => new Response('{', { headers: { 'content-type': 'application/json' } }));
	expect((await setupState()).error?.code).toBe('not-understood');
	answers(() => Promise.reject(new DOMException('stop', 'AbortError')));
	expect((await setupState()).error?.code).toBe('stopped');
});
it('makes ids that sort by time', () => {
	const ids = [1, 2, 3].map((n) => newId(1_800_000_000_000 + n));
	expect([...ids].sort()).toEqual(ids);
	expect(ids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});
