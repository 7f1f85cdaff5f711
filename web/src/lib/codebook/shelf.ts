/** The codebooks of a project, opened: any code by its id, its name in the reader's language, its colour, its place in the tree. */
import type { CodebookReply, CodebooksReply, CodeNode } from '#lib/api';
import { words } from '#lib/words';
import { tippingName } from './names.ts';

export interface Code {
	id: string;
	node: CodeNode;
	book: CodebookReply;
	parent: Code | undefined;
	/** 0 for categories (or codes of a flat book), 1 for indicators, 2 for their parts. */
	depth: number;
	/** A CSS colour for stripes and fills, in light and dark. Never the only sign. */
	hue: string;
	/** The same for words on paper: always 4.5:1. */
	ink: string;
	/** Its place in the reading order of all books. */
	order: number;
	children: Code[];
}
const categoryHue: Record<string, string> = {
	'ioi.cat.markers-means': '--code-means',
	'ioi.cat.social-connections': '--code-connections',
	'ioi.cat.facilitators': '--code-facilitators',
	'ioi.cat.foundation': '--code-foundation'
};
/** Shades of one hue for the indicators of one category: turned and lightened a little, still of the family. */
const shades = [
	[0, 0],
	[22, 0.07],
	[-20, 0.03],
	[10, -0.06],
	[-34, 0.1]
] as const;

export class Shelf {
	readonly books: CodebookReply[];
	readonly reply: CodebooksReply;
	readonly all: Code[] = [];
	#byId = new Map<string, Code>();
	#byKey = new Map<string, Code>();

	constructor(reply: CodebooksReply) {
		this.reply = reply;
		this.books = reply.codebooks;
		for (const book of reply.codebooks) for (const node of book.categories) this.#take(node, book, undefined, 0);
	}
	#take(node: CodeNode, book: CodebookReply, parent: Code | undefined, at: number): Code {
		const { hue, ink } = colours(node, parent, at);
		const code: Code = { id: node.id, node, book, parent, depth: parent ? parent.depth + 1 : 0, hue, ink, order: this.all.length, children: [] };
		this.all.push(code);
		this.#byId.set(code.id, code);
		this.#byKey.set(node.key, code);
		code.children = node.children.map((child, i) => this.#take(child, book, code, i));
		return code;
	}
	get(id: string): Code | undefined {
		return this.#byId.get(id);
	}
	byKey(key: string): Code | undefined {
		return this.#byKey.get(key);
	}
	of(book: CodebookReply): Code[] {
		return book.categories.map((node) => this.get(node.id)).filter((code) => code !== undefined);
	}
	/** What may be put on a passage. */
	get codable(): Code[] {
		return this.all.filter((code) => code.node.codable && !code.node.retired && code.book.key !== 'tipping-point');
	}
	/** The 14 indicators. */
	get indicators(): Code[] {
		return this.all.filter((code) => code.depth === 1 && code.parent !== undefined && code.parent.node.key in categoryHue);
	}
	/** Whether `code` is `of` or stands under it. */
	under(code: Code | undefined, of: string): boolean {
		for (let at = code; at; at = at.parent) if (at.id === of) return true;
		return false;
	}
}
function colours(node: CodeNode, parent: Code | undefined, at: number): { hue: string; ink: string } {
	const own = categoryHue[node.key];
	if (own) return { hue: `var(${own})`, ink: `var(${own})` };
	const category = parent && categoryHue[parent.node.key];
	if (category) {
		const [turn, lift] = shades[at % shades.length] ?? [0, 0];
		return { hue: turn || lift ? `oklch(from var(${category}) calc(l + ${lift}) c calc(h + ${turn}))` : `var(${category})`, ink: `var(${category})` };
	}
	if (parent && !node.local && categoryOf(parent)) return { hue: parent.hue, ink: parent.ink };
	if (/^#[0-9a-f]{6}$/i.test(node.color)) {
		return { hue: `light-dark(${node.color}, color-mix(in oklab, ${node.color} 55%, white))`, ink: `light-dark(color-mix(in oklab, ${node.color} 70%, black), color-mix(in oklab, ${node.color} 40%, white))` };
	}
	return parent ? { hue: parent.hue, ink: parent.ink } : { hue: 'var(--code-other)', ink: 'var(--code-other)' };
}
function categoryOf(code: Code): string | undefined {
	for (let at: Code | undefined = code; at; at = at.parent) if (at.node.key in categoryHue) return categoryHue[at.node.key];
	return undefined;
}

type Named = Pick<CodeNode, 'key' | 'names' | 'name'>;
/** Names of tipping points are words of the interface: the codebook has them in English alone, in the short form of an id. */
const inLanguage = (node: Named, language: string): string | undefined => (language === words.language ? tippingName(node.key) : undefined) ?? node.names[language];
/** A code's name in a language; where it has none, in English. */
export function nameOf(node: Named, language: string): string {
	return inLanguage(node, language) ?? node.names.en ?? node.name;
}
/** The language the name above is written in, for `lang`. */
export function nameLanguage(node: Named, language: string): string {
	return inLanguage(node, language) === undefined ? 'en' : language;
}
