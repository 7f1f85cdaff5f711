import { describe, expect, it, vi } from 'vitest';
import { failed, given, problem, type KeepTestimony, type ReadingReply, type Result, type TestimonyReply } from '#lib/api';
import { ImportQueue, pseudonymFrom, type Desk } from './import-queue.svelte.ts';

const file = (name: string, words = 'We came in November.') => new File([words], name, { lastModified: 1 });
const reading = (text: string, notices: string[] = []): ReadingReply => ({ format: 'txt', text, turns: [], cues: [], encoding: null, notices: notices.map((code) => ({ code })), suggested: { title: 'A title', language: 'en', direction: 'ltr' } });
const drawer = () => {
	const kept = new Map<string, string>();
	return { kept, getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value), removeItem: (key: string) => void kept.delete(key) };
};
function desk(more: Partial<Desk> = {}) {
	const stories = new Map<string, KeepTestimony>();
	let under = 0;
	const seen = { most: 0, stories };
	const made: Desk = {
		read: async (one) => (one.name.startsWith('broken') ? failed({ ...problem(422, 'reading.damaged'), fields: [{ at: 'line:12', code: 'reading.damaged', detail: '' }] }) : given(reading(await one.text(), one.name.includes('pdf') ? ['right-to-left-pdf-order-needs-confirming'] : []))),
		welcome: async () => given(undefined),
		keep: async (id, story): Promise<Result<TestimonyReply>> => {
			seen.most = Math.max(seen.most, ++under);
			await new Promise((done) => setTimeout(done, 1));
			under--;
			stories.set(id, story);
			return given({ id } as TestimonyReply);
		},
		...more
	};
	return { made, seen };
}
const settle = (queue: ImportQueue) => vi.waitFor(() => expect(queue.rows.some((row) => row.state === 'reading' || row.state === 'waiting')).toBe(false));
const assign = (queue: ImportQueue) => queue.rows.forEach((row) => (row.narrator = 'n1'));

describe('many stories at once', () => {
	it('are read, given to somebody, and kept two at a time', async () => {
		const { made, seen } = desk();
		const queue = new ImportQueue('p', made);
		queue.add(['a', 'b', 'c', 'd', 'e'].map((name) => file(`${name}.txt`)));
		await settle(queue);
		expect(queue.incomplete.length).toBe(5);
		assign(queue);
		await queue.start();
		expect([queue.kept.length, seen.most, queue.finished]).toEqual([5, 2, true]);
		expect([...seen.stories.values()][0]).toMatchObject({ narrator_id: 'n1', title: 'A title', language: 'en', file_name: 'a.txt' });
	});
	it('a refusal says why and where, and does not hold the others up', async () => {
		const queue = new ImportQueue('p', desk().made);
		queue.add([file('broken.srt'), file('photo.heic'), file('fine.txt'), file('.DS_Store')]);
		await settle(queue);
		expect(queue.rows.map((row) => [row.name, row.state, row.problem?.code, row.line])).toEqual([
			['broken.srt', 'refused', 'reading.damaged', 12],
			['photo.heic', 'refused', 'reading.unsupported-format', undefined],
			['fine.txt', 'ready', undefined, undefined]
		]);
	});
	it('nothing is kept that a person has yet to look at', async () => {
		const { made, seen } = desk();
		const queue = new ImportQueue('p', made);
		queue.add([file('scan.pdf')]);
		await settle(queue);
		assign(queue);
		await queue.start();
		expect(seen.stories.size).toBe(0);
		queue.rows.forEach((row) => (row.looked = true));
		await queue.start();
		expect(seen.stories.size).toBe(1);
	});
	it('after a reload the same files have the same ids, and what was kept stays kept', async () => {
		const tab = drawer();
		const first = desk();
		const queue = new ImportQueue('p', first.made, tab);
		queue.add([file('a.txt'), file('b.txt')]);
		await settle(queue);
		queue.rows[0]!.narrator = 'n1';
		await queue.start();
		const ids = queue.rows.map((row) => row.id);

		const second = desk();
		const again = new ImportQueue('p', second.made, tab);
		expect(again.rows.map((row) => row.state)).toEqual(['kept', 'missing']);
		again.add([file('a.txt'), file('b.txt')]);
		await settle(again);
		assign(again);
		await again.start();
		expect(again.rows.map((row) => row.id)).toEqual(ids);
		expect([...second.seen.stories.keys()]).toEqual([ids[1]]);
	});
	it('no word of a story is remembered on the device', async () => {
		const tab = drawer();
		const queue = new ImportQueue('p', desk().made, tab);
		queue.add([file('a.txt', 'zanzibarovka')]);
		await settle(queue);
		assign(queue);
		queue.hold();
		expect([...tab.kept.values()].join()).not.toContain('zanzibarovka');
	});
	it('can be stopped and continued', async () => {
		const { made, seen } = desk();
		const keep = made.keep;
		const queue: ImportQueue = new ImportQueue('p', { ...made, keep: (id, story) => (queue.stop(), keep(id, story)) }, undefined, 1);
		queue.add([file('a.txt'), file('b.txt')]);
		await settle(queue);
		assign(queue);
		await queue.start();
		expect(seen.stories.size).toBe(1);
		await queue.start();
		expect(seen.stories.size).toBe(2);
	});
	it('stops when the connection is gone, and tries again on asking', async () => {
		let away = true;
		const offline = problem(0, 'offline');
		const { made, seen } = desk();
		const queue = new ImportQueue('p', { ...made, keep: async (id, story) => (away ? failed(offline) : made.keep(id, story)) }, undefined, 1);
		queue.add([file('a.txt'), file('b.txt')]);
		await settle(queue);
		assign(queue);
		await queue.start();
		expect(queue.rows.map((row) => row.state)).toEqual(['refused', 'ready']);
		away = false;
		queue.again(queue.rows[0]!.id);
		await queue.start();
		expect(seen.stories.size).toBe(2);
	});
	it('somebody new is welcomed before their story is kept, and not kept when that fails', async () => {
		const { made, seen } = desk({ welcome: async (row) => (row.narrator === 'new' ? failed(problem(422, 'invalid')) : given(undefined)) });
		const queue = new ImportQueue('p', made);
		queue.add([file('amina.txt')]);
		await settle(queue);
		queue.rows[0]!.narrator = 'new';
		await queue.start();
		expect([queue.refused.length, seen.stories.size]).toEqual([1, 0]);
	});
});
it('two files of one new person bring one person, and nobody is kept without consent', async () => {
	let stated = false;
	const welcomed: string[] = [];
	const { made, seen } = desk({ covered: () => stated, welcome: async (_, person) => (welcomed.push(person.narratorId), given(undefined)) });
	const queue = new ImportQueue('p', made);
	queue.add([file('amina_1.txt'), file('amina_2.txt')]);
	await settle(queue);
	queue.rows.forEach((row) => (row.narrator = 'new'));
	expect(queue.rows.map((row) => queue.lacks(row))).toEqual([['consent'], ['consent']]);
	await queue.start();
	expect(seen.stories.size).toBe(0);
	stated = true;
	await queue.start();
	expect(new Set(welcomed).size).toBe(1);
	expect(new Set([...seen.stories.values()].map((story) => story.narrator_id)).size).toBe(1);
});
it('guesses somebody’s name from a file', () => {
	expect(['2026-03-14_amina_interview-2.docx', 'أبو كريم.txt', 'transcript 3.txt', 'Interview_Hanna-Bakker_final.docx'].map(pseudonymFrom)).toEqual(['Amina', 'أبو كريم', '', 'Hanna Bakker']);
});
