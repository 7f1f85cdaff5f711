/** Calls for learning: whose they are, and what a form keeps of one. */
import type { CallReply, NewCall } from '#lib/api';

/** As the server counts: a sign of any script is one. */
export const longest = { line: 200, question: 500, purpose: 4000 } as const;
export const mostQuestions = 20;
const length = (words: string): number => [...words.trim()].length;

/** A question to be asked; its number stays with it wherever it is moved to. */
export interface Row {
	key: number;
	words: string;
}
export interface CallForm {
	title: string;
	called_by: string;
	language: string;
	purpose: string;
	questions: Row[];
	/** Stable names; none means all. */
	indicators: string[];
	period_from: string;
	period_until: string;
	closes_on: string;
	/** One a line. */
	grants: string;
	contact: string;
}
/** A new call that was closed before it was sent. */
export interface Unsent {
	id: string;
	form: CallForm;
}
export const formOf = (call: CallReply): CallForm => ({
	title: call.title,
	called_by: call.called_by,
	language: call.language,
	purpose: call.purpose,
	questions: call.questions.map((words, key) => ({ key, words })),
	indicators: [...call.indicators],
	period_from: call.period_from,
	period_until: call.period_until,
	closes_on: call.closes_on,
	grants: call.grants.join('\n'),
	contact: call.contact
});
export const emptyForm = (language: string): CallForm => ({ title: '', called_by: '', language, purpose: '', questions: [{ key: 0, words: '' }], indicators: [], period_from: '', period_until: '', closes_on: '', grants: '', contact: '' });

/** What is sent: rows that were left empty are not asked. */
export function asked(form: CallForm): NewCall {
	const grants = form.grants.split('\n').map((line) => line.trim()).filter(Boolean);
	return {
		title: form.title.trim(),
		called_by: form.called_by.trim(),
		language: form.language,
		purpose: form.purpose.trim(),
		questions: form.questions.map((row) => row.words.trim()).filter(Boolean),
		indicators: [...form.indicators],
		period_from: form.period_from,
		period_until: form.period_until,
		closes_on: form.closes_on,
		grants: [...new Set(grants)],
		contact: form.contact.trim()
	};
}

export type Wrong = 'missing' | 'long' | 'backwards';
/** What must be mended before it can be kept, by its field; a question by `questions.` and its row's number. */
export function wrongOf(form: CallForm): Record<string, Wrong> {
	const wrong: Record<string, Wrong> = {};
	for (const field of ['title', 'called_by'] as const) if (!form[field].trim()) wrong[field] = 'missing';
	if (!form.language) wrong.language = 'missing';
	for (const field of ['title', 'called_by', 'contact'] as const) if (length(form[field]) > longest.line) wrong[field] = 'long';
	if (length(form.purpose) > longest.purpose) wrong.purpose = 'long';
	const first = form.questions[0];
	if (first && form.questions.every((row) => !row.words.trim())) wrong[`questions.${first.key}`] = 'missing';
	for (const row of form.questions) if (length(row.words) > longest.question) wrong[`questions.${row.key}`] = 'long';
	if (form.period_from && form.period_until && form.period_until < form.period_from) wrong.period_until = 'backwards';
	return wrong;
}

export const added = (rows: readonly Row[]): Row[] => [...rows, { key: Math.max(-1, ...rows.map((row) => row.key)) + 1, words: '' }];
/** One place up or down; at the end it stays where it is. */
export function moved(rows: readonly Row[], key: number, by: 1 | -1): Row[] {
	const at = rows.findIndex((row) => row.key === key);
	const [one, other] = [rows[at], rows[at + by]];
	if (!one || !other) return [...rows];
	return rows.map((row) => (row === one ? other : row === other ? one : row));
}

/** A draft first, then what is open, then what is closed; the service gives the newest first. */
const order = { draft: 0, open: 1, closed: 2 } as const;
const inOrder = (calls: CallReply[]): CallReply[] => calls.sort((a, b) => order[a.state] - order[b.state]);
export const ownOf = (calls: readonly CallReply[]): CallReply[] => inOrder(calls.filter((one) => one.is_own));
export const othersOf = (calls: readonly CallReply[]): CallReply[] => inOrder(calls.filter((one) => !one.is_own));
/** What this summary answers, and what it still could. */
export const answeredBy = (calls: readonly CallReply[], summary: string): CallReply[] => calls.filter((call) => call.answers.some((answer) => answer.summary_id === summary));
export const openTo = (calls: readonly CallReply[], summary: string): CallReply[] => calls.filter((call) => call.state === 'open' && !call.answers.some((answer) => answer.summary_id === summary));
