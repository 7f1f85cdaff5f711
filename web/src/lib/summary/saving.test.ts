import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { failed, given, problem, type EditionWritten, type Result } from '#lib/api';
import type { Draft } from './document.ts';
import { Saving } from './saving.svelte.ts';

const says = (title: string): Draft => ({ title, standfirst: '', blocks: [] });
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());
function server(...answers: Result<EditionWritten>[]) {
	const asked: [number, string][] = [];
	const write = async (after: number, draft: Draft) => {
		asked.push([after, draft.title]);
		return answers.shift() ?? given({ edition: after + 1 });
	};
	return { asked, saving: new Saving(1, says('a'), write) };
}
it('waits for a pause, then writes once', async () => {
	const { asked, saving } = server();
	saving.change(says('ab'));
	await vi.advanceTimersByTimeAsync(1_500);
	saving.change(says('abc'));
	await vi.advanceTimersByTimeAsync(1_500);
	expect([asked.length, saving.standing]).toEqual([0, 'waiting']);
	await vi.advanceTimersByTimeAsync(600);
	expect([asked, saving.standing, saving.edition]).toEqual([[[1, 'abc']], 'saved', 2]);
});
it('does not wait for ever while somebody goes on writing', async () => {
	const { asked, saving } = server();
	for (let i = 0; i < 25; i++) {
		saving.change(says(`a${i}`));
		await vi.advanceTimersByTimeAsync(1_000);
	}
	expect(asked.length).toBeGreaterThan(0);
});
it('writes nothing when everything is as it was', async () => {
	const { asked, saving } = server();
	saving.change(says('ab'));
	saving.change(says('a'));
	await vi.advanceTimersByTimeAsync(60_000);
	expect([asked.length, saving.standing]).toEqual([0, 'saved']);
});
it('writes on top of nobody', async () => {
	const { asked, saving } = server(failed(problem(409, 'summary.written-meanwhile')));
	saving.change(says('ab'));
	expect(await saving.flush()).toBe(false);
	saving.change(says('abc'));
	await vi.advanceTimersByTimeAsync(60_000);
	expect([asked.length, saving.standing]).toEqual([1, 'conflict']);
	saving.rebase(4, says('b'), says('abc'));
	expect(await saving.flush()).toBe(true);
	expect(asked.at(-1)).toEqual([4, 'abc']);
});
it('tries again when the line was down, not when it was refused', async () => {
	const { asked, saving } = server(failed(problem(0, 'offline')), failed(problem(422, 'invalid')));
	saving.change(says('ab'));
	await saving.flush();
	expect([saving.standing, saving.open]).toEqual(['failed', true]);
	await vi.advanceTimersByTimeAsync(16_000);
	expect([asked.length, saving.standing]).toEqual([2, 'failed']);
	await vi.advanceTimersByTimeAsync(60_000);
	expect(asked).toHaveLength(2);
	saving.change(says('mended'));
	await vi.advanceTimersByTimeAsync(2_100);
	expect(saving.standing).toBe('saved');
});
it('saves what was written while it was saving', async () => {
	let answer: (result: Result<EditionWritten>) => void = () => {};
	const asked: string[] = [];
	const saving = new Saving(1, says('a'), (after, draft) => {
		asked.push(draft.title);
		return asked.length === 1 ? new Promise((given) => (answer = given)) : Promise.resolve(given({ edition: after + 1 }));
	});
	saving.change(says('ab'));
	const all = saving.flush();
	await vi.advanceTimersByTimeAsync(0);
	saving.change(says('abc'));
	answer(given({ edition: 2 }));
	expect([await all, asked, saving.edition]).toEqual([true, ['ab', 'abc'], 3]);
});
