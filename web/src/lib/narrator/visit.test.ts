import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ownPage, type NarratorPage } from '#lib/api';
import { Visit } from './visit.svelte.ts';

const page: NarratorPage = { pseudonym: 'Amina', language: null, project: 'P', organisation: 'O', welcomed_at: '2026-03-01T09:00:00Z', erased_on: null, whole_from: null, held_until: null, purposes: [], notice: null, held_back: [], stories: [], read_by: [], said: [], self_view: null, askings: [], evidence: [], representatives: [] };
let asked: { method: string; path: string; secret: string | null; body: string; credentials: string }[] = [];
let answer: (path: string) => { status: number; body: unknown };

beforeEach(() => {
	vi.useFakeTimers();
	asked = [];
	answer = () => ({ status: 200, body: { secret: 's', ends_at: new Date(Date.now() + 30 * 60_000).toISOString(), page } });
	vi.stubGlobal('fetch', async (to: Request | string, init?: RequestInit) => {
		const request = typeof to === 'string' ? new Request(`http://kith.invalid${to}`, init) : to;
		const path = new URL(request.url).pathname;
		asked.push({ method: request.method, path, secret: request.headers.get('Kith-Visit'), body: await request.text(), credentials: request.credentials });
		const { status, body } = request.method === 'DELETE' ? { status: 204, body: null } : answer(path);
		return new Response(body === null ? null : JSON.stringify(body), { status, headers: { 'content-type': status < 400 ? 'application/json' : 'application/problem+json' } });
	});
});
afterEach(() => {
	vi.useRealTimers();
	vi.unstubAllGlobals();
});

it('opens with a code in any digits, without a cookie, and ends on the server too', async () => {
	const visit = new Visit();
	await visit.begin('٤٧١١-٠٨١٥ ٢٣٤٢ ٩٩٨١');
	expect(visit.page?.pseudonym).toBe('Amina');
	expect(asked[0]).toMatchObject({ method: 'POST', path: '/api/narrator/visits', body: '{"code":"4711081523429981"}', credentials: 'omit', secret: null });
	visit.end();
	expect([visit.page, visit.left]).toEqual([undefined, 'done']);
	await vi.waitFor(() => expect(asked[1]).toMatchObject({ method: 'DELETE', secret: 's', credentials: 'same-origin' }));
	visit.end();
	await Promise.resolve();
	expect(asked.length).toBe(2);
});
it('says when it ends soon, and closes after half an hour, also when the clock of the phone is wrong', async () => {
	answer = () => ({ status: 200, body: { secret: 's', ends_at: new Date(Date.now() - 86_400_000).toISOString(), page } });
	const visit = new Visit();
	await visit.begin('1');
	vi.advanceTimersByTime(28 * 60_000);
	expect([visit.endsSoon, !!visit.page]).toEqual([true, true]);
	vi.advanceTimersByTime(2 * 60_000);
	expect([visit.page, visit.left]).toEqual([undefined, 'over']);
});
it('goes back to the door when the server ended the visit', async () => {
	let closed = 0;
	const visit = new Visit(() => closed++);
	await visit.begin('1');
	answer = () => ({ status: 401, body: { code: 'visit.over', status: 401, title: '', detail: '', type: 'about:blank' } });
	await visit.act(ownPage);
	expect([visit.page, visit.left, closed]).toEqual([undefined, 'over', 1]);
});
it('shows nothing that comes after somebody left', async () => {
	const visit = new Visit();
	await visit.begin('1');
	answer = () => ({ status: 200, body: page });
	const late = visit.act(ownPage);
	visit.end();
	await late;
	expect(visit.page).toBeUndefined();
});
it('stays closed when somebody leaves while it opens', async () => {
	const visit = new Visit();
	const opening = visit.begin('1');
	visit.end();
	await opening;
	expect(visit.page).toBeUndefined();
	await vi.waitFor(() => expect(asked.at(-1)).toMatchObject({ method: 'DELETE', secret: 's' }));
});
it('counts down how long to wait, asks nothing meanwhile, and then it is as if nothing had been', async () => {
	answer = () => ({ status: 429, body: { code: 'return-code.slow-down', status: 429, title: '', detail: '', type: 'about:blank', retry_after_seconds: 3 } });
	const visit = new Visit();
	await visit.begin('1');
	expect([visit.wait, visit.problem?.code]).toEqual([3, 'return-code.slow-down']);
	vi.advanceTimersByTime(1000);
	await visit.begin('1');
	expect([visit.wait, asked.length]).toEqual([2, 1]);
	vi.advanceTimersByTime(2000);
	expect([visit.wait, visit.problem]).toEqual([0, undefined]);
	await visit.begin('1');
	expect(asked.length).toBe(2);
});
