/** What stands against a gate, in plain words with what to do now. */
import type { ChecksReply, GateProblem } from '#lib/api';
import { t, tMaybe } from '#lib/words';
import { attributeName } from '#lib/codebook/names.ts';

/** Every code the gates may say (server/src/summary/checks.rs). */
export const CODES = [
	'part.empty',
	'statement.none',
	'statement.empty',
	'statement.more-than-a-sentence',
	'statement.number',
	'prose.number',
	'evidence.withdrawn',
	'evidence.not-allowed',
	'evidence.none',
	'evidence.not-coded',
	'contrary.not-looked-for',
	'quote.withdrawn',
	'quote.for-fewer',
	'quote.k-too-small',
	'quote.cumulative',
	'quote.unique-cue',
	'quote.second-reviewer',
	'quote.label',
	'quote.turning-point',
	'recording.absent',
	'recording.not-here',
	'recording.not-allowed',
	'recording.masked',
	'recording.listen',
	'figure.withheld',
	'figure.too-small',
	'figure.differencing',
	'words.verbatim',
	'words.name'
] as const;

export function againstText({ code, number, needed, about }: GateProblem): string {
	const part = code === 'part.empty' && about ? tMaybe(`summary.part.${about}`, about) : '';
	return tMaybe(`summary.against.${code}`, t('summary.against.other', { code }), { number: number ?? 0, needed: needed ?? 0, about: attributeName(about ?? '', about ?? ''), part });
}
/** What stands against one block, whichever the gate. */
export const againstBlock = (checks: ChecksReply | undefined, block: string): GateProblem[] => checks?.gates.flatMap((gate) => gate.problems).filter((problem) => problem.block_id === block) ?? [];

export interface AgainstOne {
	/** Nothing where it is about the whole summary. */
	block: string | undefined;
	problems: GateProblem[];
}
/** What stands against a gate, gathered by the block it is about, in the order it was found. */
export function gathered(problems: readonly GateProblem[]): AgainstOne[] {
	const found: AgainstOne[] = [];
	for (const problem of problems) {
		const block = problem.block_id ?? undefined;
		const there = block && found.find((one) => one.block === block);
		if (there) there.problems.push(problem);
		else found.push({ block, problems: [problem] });
	}
	return found;
}
