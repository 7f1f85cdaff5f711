/**
 * One message and its values become one sentence. A small part of ICU MessageFormat: `{name}`, and
 * `{n, plural, one {# story} other {# stories}}`, and `{x, select, yes {…} other {…}}`. Nothing here knows about pages.
 */
export type Values = Record<string, string | number>;

type Part = string | { name: string } | { name: string; kind: 'plural' | 'select'; cases: Map<string, Part[]> } | '#';

const parsed = new Map<string, Part[]>();

/** The sentence, in the plural rules and digits of `language`. */
export function fill(message: string, values: Values, language: string): string {
	let parts = parsed.get(message);
	if (!parts) parsed.set(message, (parts = parse(message)));
	return write(parts, values, language, undefined);
}

/** The names a message asks for, so that a test can compare translations. */
export function namesIn(message: string): string[] {
	const found = new Set<string>();
	const walk = (parts: Part[]) => {
		for (const part of parts) {
			if (typeof part === 'string') continue;
			found.add(part.name);
			if ('cases' in part) for (const inner of part.cases.values()) walk(inner);
		}
	};
	walk(parse(message));
	return [...found].sort();
}

/** The cases of each plural in a message, for the same test. */
export function pluralsIn(message: string): string[][] {
	const found: string[][] = [];
	const walk = (parts: Part[]) => {
		for (const part of parts) {
			if (typeof part === 'string' || !('cases' in part)) continue;
			if (part.kind === 'plural') found.push([...part.cases.keys()]);
			for (const inner of part.cases.values()) walk(inner);
		}
	};
	walk(parse(message));
	return found;
}

const HASH = '\u0000';

function write(parts: Part[], values: Values, language: string, counted: number | undefined): string {
	let out = '';
	for (const part of parts) {
		if (typeof part === 'string') {
			out += counted === undefined ? part : part.replaceAll(HASH, number(counted, language));
			continue;
		}
		const value = values[part.name];
		if (!('cases' in part)) {
			out += typeof value === 'number' ? number(value, language) : (value ?? `{${part.name}}`);
			continue;
		}
		const other = part.cases.get('other') ?? [];
		if (part.kind === 'select') {
			out += write(part.cases.get(String(value)) ?? other, values, language, counted);
		} else {
			const n = Number(value);
			const chosen = part.cases.get(`=${n}`) ?? part.cases.get(new Intl.PluralRules(language).select(n)) ?? other;
			out += write(chosen, values, language, n);
		}
	}
	return out;
}

function number(n: number, language: string): string {
	return new Intl.NumberFormat(language).format(n);
}

function parse(message: string): Part[] {
	let at = 0;
	function parts(inPlural: boolean): Part[] {
		const found: Part[] = [];
		let text = '';
		while (at < message.length && message[at] !== '}') {
			const c = message[at++] as string;
			if (c === '#' && inPlural) text += HASH;
			else if (c !== '{') text += c;
			else {
				if (text) found.push(text);
				text = '';
				found.push(argument());
			}
		}
		if (text) found.push(text);
		return found;
	}
	function until(stops: string): string {
		const from = at;
		while (at < message.length && !stops.includes(message[at] as string)) at++;
		return message.slice(from, at).trim();
	}
	function argument(): Part {
		const name = until(',}');
		if (message[at++] === '}') return { name };
		const kind = until(',') as 'plural' | 'select';
		at++;
		const cases = new Map<string, Part[]>();
		for (;;) {
			const key = until('{}');
			if (message[at] !== '{') break;
			at++;
			cases.set(key, parts(kind === 'plural'));
			at++;
		}
		at++;
		return { name, kind, cases };
	}
	return parts(false);
}
