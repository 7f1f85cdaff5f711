/** What a summary may begin with. A template is a document of empty blocks: what to write in them stands beside them, never in them. */
import type { Document, Part, Question, StatementKind } from '#lib/api';
import { fresh } from './document.ts';

export const TEMPLATES = ['annual', 'call', 'page', 'plain', 'profile', 'empty'] as const;
export type Template = (typeof TEMPLATES)[number];

type Step = { part: Part; text: true } | { part: Part; says: StatementKind } | { part: Part; asks: Question };
const text = (part: Part): Step => ({ part, text: true });
const says = (part: Part, kind: StatementKind): Step => ({ part, says: kind });
const asks = (part: Part, question: Question): Step => ({ part, asks: question });

const STEPS: Record<Template, Step[]> = {
	annual: [
		text('purpose'),
		text('who-spoke'),
		asks('who-spoke', 'roles'),
		asks('who-spoke', 'languages'),
		asks('coverage', 'coverage'),
		says('tipping-points', 'tipping-point'),
		asks('tipping-points', 'tipping-shapes'),
		says('learning-points', 'learning-point'),
		says('learning-points', 'did-not-work'),
		says('good-practices', 'best-practice'),
		text('small-figures'),
		says('policy-asks', 'policy-ask'),
		says('two-way', 'change-around'),
		text('method-and-limits'),
		text('disclosure'),
		text('response')
	],
	call: [text('purpose'), text('who-spoke'), says('learning-points', 'learning-point'), says('learning-points', 'unintended-effect'), says('learning-points', 'emerging-need'), says('good-practices', 'best-practice'), says('policy-asks', 'policy-ask'), text('method-and-limits')],
	page: [text('purpose'), says('learning-points', 'learning-point'), says('good-practices', 'best-practice'), says('policy-asks', 'policy-ask'), text('method-and-limits')],
	plain: [text('purpose'), text('who-spoke'), says('tipping-points', 'tipping-point'), says('learning-points', 'learning-point'), says('two-way', 'change-around'), text('method-and-limits'), text('response')],
	profile: [text('purpose'), says('tipping-points', 'tipping-point'), says('two-way', 'change-around'), text('method-and-limits')],
	empty: []
};

export function documentFrom(template: Template, title: string): Document {
	const block = (step: Step) => ('says' in step ? fresh('statement', step.part, { says: step.says }) : 'asks' in step ? fresh('figure', step.part, { asks: step.asks }) : fresh('text', step.part));
	return { title, standfirst: '', blocks: STEPS[template].map(block) };
}
