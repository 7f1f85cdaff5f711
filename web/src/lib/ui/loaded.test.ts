import { expect, it } from 'vitest';
import { load } from './loaded.svelte.ts';
import { failed, given, problem, type Result } from '../api/wire.ts';

it('keeps the newest answer, whichever comes last', async () => {
	const answers: ((result: Result<string>) => void)[] = [];
	const loaded = load<string>(() => new Promise((answer) => answers.push(answer)));
	const again = loaded.reload();
	answers[1]?.(given('new'));
	await again;
	answers[0]?.(given('old'));
	await Promise.resolve();
	expect(loaded.data).toBe('new');
});
it('keeps what is shown when asking again fails', async () => {
	const answers: Result<string>[] = [given('here'), failed(problem(0, 'offline'))];
	const loaded = load(async () => answers.shift() as Result<string>);
	await new Promise((wait) => setTimeout(wait));
	await loaded.reload();
	expect([loaded.data, loaded.problem?.code, loaded.loading]).toEqual(['here', 'offline', false]);
});
