/** What was handed over, as files: made on this device from the lines of the service, and kept nowhere else. */
import type { ExportContent, ExportReply } from '#lib/api';

/** The name of a code, for people; its id stands beside it in the JSON. */
export type NameOf = (code: string) => string;

/** Two coders may have put the same code on the same words: that is one code of the line. */
export const eachCodeOnce = (content: ExportContent): ExportContent => ({ ...content, lines: content.lines.map((one) => ({ ...one, codes: [...new Set(one.codes)] })) });

/** What a table program takes for the beginning of a formula, in half and full width, also after spaces. A tab or a return at the
 *  front hides one. (OWASP, CSV injection.) */
const formula = /^[\s\u00a0\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20\u2212]|^[\t\r\n]/u;

/** One cell: what could be a formula gets an apostrophe, what would break the row is quoted. */
export function cell(text: string): string {
	const harmless = formula.test(text) ? `'${text}` : text;
	return /[",;\t\r\n']|^\s|\s$/u.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** With a mark of its encoding, so that table programs read every script; the terms go with each line, wherever it is passed on. */
export function toCsv(content: ExportContent, nameOf: NameOf): string {
	const rows = [['line', 'words', 'codes', 'story', 'terms'], ...content.lines.map((one) => [String(one.line), one.words, one.codes.map(nameOf).join(' | '), one.testimony_id, content.terms])];
	return `\ufeff${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}

export function toJson(made: ExportReply, content: ExportContent, nameOf: NameOf): string {
	const { id, made_at, purpose, audience } = made;
	const lines = content.lines.map(({ codes, ...line }) => ({ ...line, codes: codes.map((code) => ({ id: code, name: nameOf(code) })) }));
	return `${JSON.stringify({ id, made_at, recipient: content.recipient, purpose, audience, terms: content.terms, lines }, null, '\t')}\n`;
}

/** A day and a number, and nobody's name: file names are seen by others. */
export const fileName = (made: ExportReply, ending: 'csv' | 'json'): string => `handed-over-${made.made_at.slice(0, 10)}-${made.id.slice(-6)}.${ending}`;

export function save(name: string, text: string, type: string): void {
	const address = URL.createObjectURL(new Blob([text], { type }));
	const link = document.createElement('a');
	link.href = address;
	link.download = name;
	link.click();
	// Once the browser has taken it, nothing of it stays in memory.
	setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
