/** The little of Markdown that the record of processing is written in, taken apart into plain text: nothing in it can become a tag. */
export interface Piece {
	text: string;
	strong: boolean;
}
export type Part = { is: 'heading'; level: number; words: Piece[] } | { is: 'paragraph'; words: Piece[] } | { is: 'list'; items: Piece[][] };

/** `**bold**` and the words between. A pair that never closes stays as it was written. */
export function piecesOf(line: string): Piece[] {
	return line
		.split(/\*\*(.+?)\*\*/)
		.map((text, i) => ({ text, strong: i % 2 === 1 }))
		.filter((piece) => piece.text);
}

/** Whatever is neither a heading nor in a list is a paragraph, so that no words are lost. */
export function partsOf(markdown: string): Part[] {
	const parts: Part[] = [];
	let ended = true;
	for (const line of markdown.split(/\r?\n/).map((one) => one.trim())) {
		const last = parts.at(-1);
		const heading = /^(#{1,6})\s+(.+)$/.exec(line);
		const item = /^[-*]\s+(.+)$/.exec(line);
		if (heading) parts.push({ is: 'heading', level: heading[1]?.length ?? 1, words: piecesOf(heading[2] ?? '') });
		else if (item) {
			const words = piecesOf(item[1] ?? '');
			if (last?.is === 'list') last.items.push(words);
			else parts.push({ is: 'list', items: [words] });
		} else if (line) {
			const open = ended || last?.is === 'heading' ? undefined : last?.is === 'list' ? last.items.at(-1) : last?.words;
			if (open) open.push({ text: ' ', strong: false }, ...piecesOf(line));
			else parts.push({ is: 'paragraph', words: piecesOf(line) });
		}
		ended = !line;
	}
	return parts;
}
