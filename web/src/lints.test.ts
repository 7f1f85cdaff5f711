/** What the house asks of every page: sides by direction of writing, words from the messages, thin routes. */
import { parse, type AST } from 'svelte/compiler';
import { expect, it } from 'vitest';

const sources = import.meta.glob<string>(['/src/**/*.svelte', '/src/**/*.css'], { eager: true, query: '?raw', import: 'default' });
const routes = import.meta.glob<string>('/src/routes/**/*', { eager: true, query: '?raw', import: 'default' });
const svelte = Object.entries(sources).filter(([path]) => path.endsWith('.svelte'));

const physical = /(?:margin|padding|border|inset|scroll-margin|scroll-padding)-(?:left|right)\b|-(?:left|right)-radius\b|(?:^|[\s;{])(?:style:)?(?:left|right)\s*[:=]|(?:text-align|float|clear)\s*:\s*(?:left|right)\b/;

it('names sides by the direction of writing, or says why not (`physical:` and the reason, in a comment)', () => {
	const found: string[] = [];
	for (const [path, text] of Object.entries(sources)) {
		if (/(?:<!--|\/\*) physical: .{10}/.test(text)) continue;
		const markup = path.endsWith('.svelte') ? text.replace(/<script[\s\S]*?<\/script>/g, (cut) => cut.replace(/[^\n]/g, '')) : text;
		markup.split('\n').forEach((line, i) => {
			if (physical.test(line)) found.push(`${path}:${i + 1} ${line.trim()}`);
		});
	}
	expect(found).toEqual([]);
});

/** Said aloud or shown: these attributes are words too. */
const spoken = ['aria-label', 'aria-description', 'aria-roledescription', 'title', 'placeholder', 'alt', 'label', 'hint', 'lead', 'text', 'verb', 'legend', 'caption'];
const wordy = (text: string) => /\p{L}{2,}/u.test(text.replace(/&\w+;/g, ''));

function literals(node: unknown, found: string[]): string[] {
	if (Array.isArray(node)) node.forEach((one) => literals(one, found));
	else if (node !== null && typeof node === 'object') {
		const one = node as { type?: string; data?: string; name?: string; value?: AST.Attribute['value'] };
		if (one.type === 'StyleDirective') return found;
		if (one.type === 'Text' && wordy(one.data ?? '')) found.push((one.data ?? '').trim());
		if (one.type === 'Attribute') {
			if (spoken.includes(one.name ?? '') && Array.isArray(one.value)) for (const part of one.value) if (part.type === 'Text' && wordy(part.data)) found.push(`${one.name}="${part.data}"`);
			return found;
		}
		for (const value of Object.values(node)) literals(value, found);
	}
	return found;
}

it('takes every word in markup from the messages', () => {
	const found = svelte.flatMap(([path, text]) => literals(parse(text, { modern: true }).fragment, []).map((words) => `${path}: ${words}`));
	expect(found).toEqual([]);
});

it('keeps routes thin', () => {
	const long = Object.entries(routes).map(([path, text]) => [path, text.trimEnd().split('\n').length] as const).filter(([, lines]) => lines > 80);
	expect(long).toEqual([]);
});
