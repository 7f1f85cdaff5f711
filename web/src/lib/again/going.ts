/**
 * A story that is gone through with its narrator, part by part: what they say of each, and which passages they keep to themselves.
 * Positions are code points. Nothing here is kept anywhere.
 */
import { newId, type AskedAgain, type KeptPassage, type Problem, type Turn } from '#lib/api';
import { TextMap, type Span } from '../coding/positions.ts';
import { paragraphsOf, wholeWords } from '../narrator/passages.ts';

/** Stands for each sign of a passage that was kept out before (server: consent/gate/kept_out.rs). */
const covered = '\u2588';
export interface Part extends Span {
	/** Said once, where somebody begins to speak. */
	speaker: string | undefined;
	text: string;
	/** Nothing of it is left to ask about. */
	out: boolean;
	sentences: Span[];
}
/** What was said of a part; `some` has passages in order, none touching another. */
export type Said = { answer: 'read' } | { answer: 'kept' } | { answer: 'some'; passages: Span[] };
export type Answers = ReadonlyMap<number, Said>;
export interface Piece extends Span {
	text: string;
	/** Where it begins in UTF-16 units, as the browser counts. */
	unit: number;
	is: 'read' | 'kept' | 'covered';
}

export function partsOf(map: TextMap, turns: readonly Turn[], language: string): Part[] {
	return paragraphsOf(map, turns, []).map(({ start, end, speaker }) => {
		const text = map.slice(start, end);
		return { start, end, speaker, text, out: [...text].every((sign) => sign === covered || /\s/.test(sign)), sentences: sentencesOf(map, { start, end }, language) };
	});
}
function sentencesOf(map: TextMap, { start, end }: Span, language: string): Span[] {
	const from = map.unit(start);
	const found: Span[] = [];
	for (const { index, segment } of segmenter(language).segment(map.slice(start, end))) {
		const span = map.snap({ start: map.point(from + index), end: map.point(from + index + segment.length) });
		if (span.end > span.start) found.push(span);
	}
	return found;
}
function segmenter(language: string): Intl.Segmenter {
	try {
		return new Intl.Segmenter(language, { granularity: 'sentence' });
	} catch {
		return new Intl.Segmenter(undefined, { granularity: 'sentence' });
	}
}
/** A part cut where something of it is kept, or was covered before. */
export function piecesOf(map: TextMap, part: Part, said: Said | undefined): Piece[] {
	const kept: readonly Span[] = said?.answer === 'kept' ? [part] : said?.answer === 'some' ? said.passages : [];
	const hidden: Span[] = [];
	let at = part.start;
	for (const run of part.text.split(/(\u2588+)/)) {
		const end = at + [...run].length;
		if (run.startsWith(covered)) hidden.push({ start: at, end });
		at = end;
	}
	const edges = [...new Set([part, ...kept, ...hidden].flatMap(({ start, end }) => [start, end]))].sort((a, b) => a - b);
	const within = (spans: readonly Span[], start: number, end: number) => spans.some((span) => span.start <= start && end <= span.end);
	return edges.slice(1).map((end, i) => {
		const start = edges[i] as number;
		return { start, end, text: map.slice(start, end), unit: map.unit(start), is: within(hidden, start, end) ? 'covered' : within(kept, start, end) ? 'kept' : 'read' };
	});
}
export const holds = (said: Said | undefined, span: Span): boolean => said?.answer === 'kept' || (said?.answer === 'some' && said.passages.some((one) => one.start <= span.start && span.end <= one.end));

/** The words between these stay with the narrator too, as far as they lie in this part. */
export function keepAlso(map: TextMap, part: Part, said: Said | undefined, marked: Span): Said {
	const span = { start: Math.max(part.start, marked.start), end: Math.min(part.end, marked.end) };
	if (said?.answer === 'kept' || span.end <= span.start) return said ?? { answer: 'read' };
	const passages: Span[] = [];
	for (const one of [...(said?.answer === 'some' ? said.passages : []), span].sort((a, b) => a.start - b.start)) {
		const last = passages.at(-1);
		if (last && !map.slice(last.end, one.start).trim()) last.end = Math.max(last.end, one.end);
		else passages.push({ ...one });
	}
	const whole = passages.length === 1 && passages[0]?.start === part.start && passages[0].end === part.end;
	return whole ? { answer: 'kept' } : { answer: 'some', passages };
}
/** These words may be read after all. Where nothing stays kept, the part was not decided on yet. */
export function allowAgain(map: TextMap, part: Part, said: Said | undefined, span: Span): Said | undefined {
	const kept: readonly Span[] = said?.answer === 'kept' ? [part] : said?.answer === 'some' ? said.passages : [];
	const passages = kept.flatMap((one) => [
		map.snap({ start: one.start, end: Math.max(one.start, Math.min(one.end, span.start)) }),
		map.snap({ start: Math.min(one.end, Math.max(one.start, span.end)), end: one.end })
	]).filter((one) => one.end > one.start);
	return passages.length ? { answer: 'some', passages } : undefined;
}
/** Words that were marked by hand, in each part that they touch. */
export function withMarked(map: TextMap, parts: readonly Part[], answers: Answers, marked: Span): Answers {
	const next = new Map(answers);
	const span = wholeWords(map, marked);
	for (const part of parts) {
		if (part.out || span.end <= part.start || part.end <= span.start) continue;
		next.set(part.start, keepAlso(map, part, next.get(part.start), span));
	}
	return next;
}
/** All that stays with the narrator, in the order of the story. */
export function keptOut(parts: readonly Part[], answers: Answers): KeptPassage[] {
	return parts.flatMap((part) => {
		const said = answers.get(part.start);
		if (said?.answer === 'kept') return [{ start: part.start, end: part.end }];
		return said?.answer === 'some' ? said.passages.map(({ start, end }) => ({ start, end })) : [];
	});
}
/** The text was changed meanwhile: what was said of parts that read as before still holds, wherever they stand now. */
export function carried(before: readonly Part[], answers: Answers, after: readonly Part[]): Answers {
	const waiting = new Map<string, [Part, Said][]>();
	for (const part of before) {
		const said = answers.get(part.start);
		if (said) waiting.set(part.text, [...(waiting.get(part.text) ?? []), [part, said]]);
	}
	const next = new Map<number, Said>();
	for (const part of after) {
		const [old, said] = waiting.get(part.text)?.shift() ?? [];
		if (!old || !said || part.out) continue;
		const by = part.start - old.start;
		next.set(part.start, said.answer === 'some' ? { answer: 'some', passages: said.passages.map(({ start, end }) => ({ start: start + by, end: end + by })) } : said);
	}
	return next;
}

/** What is sent. The same under the same id, so that sent twice it is kept once; changed, it goes under a new one. */
export interface Letter {
	id: string;
	body: AskedAgain;
}
export function letterOf(body: AskedAgain, last?: Letter): Letter {
	return last && JSON.stringify(last.body) === JSON.stringify(body) ? last : { id: newId(), body };
}
export const wasChanged = (problem: Problem): boolean => (problem.fields ?? []).some((field) => field.at === '/revision_id' && field.code === 'passage.outside');
/** What is wrong with it is said in the words of the field: none of its fields stands on the page. */
export function inItsWords(problem: Problem): Problem {
	const field = problem.fields?.[0];
	return problem.code === 'invalid' && field ? { ...problem, code: field.code === 'too-many' ? 'passage.too-many' : field.code, detail: field.detail || problem.detail } : problem;
}
