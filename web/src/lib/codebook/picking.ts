/** Finding a code by a few letters: of its name in the reader's language, of its English name, of the words it is known by. */
import { nameOf, type Code } from './shelf.ts';

/** Letters without case, accents or vowel marks; ى and ة as people type them in haste. */
export const plain = (text: string): string =>
	text
		.normalize('NFD')
		.replace(/\p{M}/gu, '')
		.toLocaleLowerCase()
		.replaceAll('ى', 'ي')
		.replaceAll('ة', 'ه')
		.replaceAll('ی', 'ي')
		.replaceAll('ک', 'ك');

/** How well one typed word fits; lower is better, undefined is not at all. */
function fits(typed: string, code: Code, language: string): number | undefined {
	const names = [nameOf(code.node, language), nameOf(code.node, 'en')].map(plain);
	let best: number | undefined;
	const take = (score: number) => (best = best === undefined ? score : Math.min(best, score));
	names.forEach((name, i) => {
		if (name === typed) take(0 + i * 0.1);
		else if (name.startsWith(typed)) take(1 + i * 0.1);
		else if (name.split(/[^\p{L}\p{N}]+/u).some((word) => word.startsWith(typed))) take(2 + i * 0.1);
		else if (initials(name).startsWith(typed) && typed.length > 1) take(2.5 + i * 0.1);
		else if (typed.length > 2 && name.includes(typed)) take(4 + i * 0.1);
	});
	if (code.node.keywords.some((word) => plain(word).startsWith(typed))) take(3);
	if (typed.length > 2 && code.parent && plain(nameOf(code.parent.node, language)).includes(typed)) take(5);
	if (typed.length > 3 && plain(code.node.definition).includes(typed)) take(6);
	return best;
}
const initials = (name: string): string => name.split(/[^\p{L}\p{N}]+/u).map((word) => word[0] ?? '').join('');

/** The codes that fit, best first. Every typed word must fit; of equals, the recent first, then indicators before their parts. */
export function pick(typed: string, codes: readonly Code[], language: string, recent: readonly string[] = []): Code[] {
	const words = plain(typed).split(/\s+/).filter(Boolean);
	if (words.length === 0) return [...codes];
	const found: { code: Code; score: number }[] = [];
	for (const code of codes) {
		let score = 0;
		let all = true;
		for (const word of words) {
			const fit = fits(word, code, language);
			if (fit === undefined) {
				all = false;
				break;
			}
			score += fit;
		}
		if (!all) continue;
		const used = recent.indexOf(code.id);
		found.push({ code, score: score + code.depth * 0.2 + (code.book.key === 'ioi' ? 0 : 0.4) - (used >= 0 ? 0.5 - used * 0.02 : 0) });
	}
	return found.sort((a, b) => a.score - b.score || a.code.order - b.code.order).map(({ code }) => code);
}
