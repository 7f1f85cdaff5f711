/** Problems, said to a person: what happened, and what to do now. */
import { tMaybe, t, formatNumber } from '../words/words.svelte.ts';
import type { Problem } from './generated/types.gen.ts';

export function problemText(problem: Problem): string {
	const values = { seconds: problem.retry_after_seconds ?? 0, minutes: Math.max(1, Math.ceil((problem.retry_after_seconds ?? 60) / 60)), number: formatNumber(problem.status) };
	return tMaybe(`problem.${problem.code}`, problem.detail || problem.title || t('problem.unexpected'), values);
}

/** What is wrong with which field: `{email: "…"}`. Wire it to `error` of a field. */
export function fieldTexts(problem: Problem | undefined): Record<string, string> {
	const texts: Record<string, string> = {};
	for (const field of problem?.fields ?? []) {
		const name = field.at.replace(/^\//, '').replaceAll('/', '.');
		texts[name] ??= tMaybe(`problem.${field.code}`, field.detail || t('problem.field'));
	}
	return texts;
}
