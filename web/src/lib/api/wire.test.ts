import { afterEach, expect, it, vi } from 'vitest';
import { address, send } from './wire.ts';
import { newId } from './id.ts';

afterEach(() => vi.unstubAllGlobals());
const answers = (make: () => Response | Promise<Response>) => vi.stubGlobal('fetch', vi.fn(async () => make()));

it('writes addresses with repeated and missing parts', () => {
	expect(address('/api/projects/{project}/search', { path: { project: 'a b' }, query: { q: 'عمل', code: ['1', '2'], after: undefined } })).toBe('/api/projects/a%20b/search?q=%D8%B9%D9%85%D9%84&code=1&code=2');
});
it('hands back what the server said', async () => {
	answers(() => Response.json({ needed: true }));
	expect(await send('GET', '/api/setup')).toEqual({ data: { needed: true } });
});
it('hands back a problem with its code', async () => {
	answers(() => Response.json({ code: 'sign-in.wrong', status: 401 }, { status: 401 }));
	expect((await send('POST', '/api/session', { body: {} })).error?.code).toBe('sign-in.wrong');
});
it('knows a proxy from the service, and a lost connection from both', async () => {
	answers(() => new Response('<html>Bad gateway</html>', { status: 502 }));
	expect((await send('GET', '/api/session')).error?.code).toBe('server-away');
	answers(() => Promise.reject(new TypeError('failed')));
	expect((await send('GET', '/api/session')).error?.code).toBe('offline');
});
it('makes ids that sort by time', () => {
	const ids = [1, 2, 3].map((n) => newId(1_800_000_000_000 + n));
	expect([...ids].sort()).toEqual(ids);
	expect(ids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});
