/** What changed between two editions, word by word and block by block. */
import type { Block } from '#lib/api';
import { prose, same, type Draft } from './document.ts';

export interface Stretch {
	words: string;
	is: 'same' | 'added' | 'removed';
}
/** Words and the spaces between them; scripts without spaces are cut by letters. */
function cut(text: string): string[] {
	return (text.match(/\s+|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[^\s\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]+/gu) ?? []) as string[];
}
/** Longer than this on both sides, and the middle counts as wholly changed. */
const MOST = 2_500;

export function differ(before: string, after: string): Stretch[] {
	const [a, b] = [cut(before), cut(after)];
	let head = 0;
	while (head < a.length && head < b.length && a[head] === b[head]) head++;
	let tail = 0;
	while (tail < a.length - head && tail < b.length - head && a.at(-1 - tail) === b.at(-1 - tail)) tail++;
	const found: Stretch[] = [];
	const take = (words: string, is: Stretch['is']) => {
		const last = found.at(-1);
		if (!words) return;
		if (last?.is === is) last.words += words;
		else found.push({ words, is });
	};
	take(a.slice(0, head).join(''), 'same');
	middle(a.slice(head, a.length - tail), b.slice(head, b.length - tail), take);
	take(tail ? a.slice(-tail).join('') : '', 'same');
	return joined(found);
}
function middle(a: string[], b: string[], take: (words: string, is: Stretch['is']) => void): void {
	if (a.length * b.length > MOST * MOST || !a.length || !b.length) {
		take(a.join(''), 'removed');
		take(b.join(''), 'added');
		return;
	}
	// The longest run of words that both have, in the same order.
	const wide = b.length + 1;
	const longest = new Uint16Array((a.length + 1) * wide);
	const at = (i: number, j: number) => longest[i * wide + j] ?? 0;
	for (let i = a.length - 1; i >= 0; i--) for (let j = b.length - 1; j >= 0; j--) longest[i * wide + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
	let [i, j] = [0, 0];
	while (i < a.length || j < b.length) {
		if (i < a.length && j < b.length && a[i] === b[j]) {
			take(a[i] ?? '', 'same');
			i++;
			j++;
		} else if (i < a.length && (j >= b.length || at(i + 1, j) >= at(i, j + 1))) take(a[i++] ?? '', 'removed');
		else take(b[j++] ?? '', 'added');
	}
}
/** A space that stayed between two words that did not is no news: it makes a changed phrase one phrase. */
function joined(found: Stretch[]): Stretch[] {
	const made: Stretch[] = [];
	let [removed, added] = ['', ''];
	const close = () => {
		if (removed) made.push({ words: removed, is: 'removed' });
		if (added) made.push({ words: added, is: 'added' });
		removed = added = '';
	};
	found.forEach((one, i) => {
		const between = one.is === 'same' && !one.words.trim() && (removed || added) && found[i + 1] && found[i + 1]?.is !== 'same';
		if (one.is === 'removed' || between) removed += one.words;
		if (one.is === 'added' || between) added += one.words;
		if (one.is === 'same' && !between) {
			close();
			made.push({ ...one });
		}
	});
	close();
	return made;
}

export interface Change {
	/** The block as it is now, or as it was where it is gone; nothing for what stands above the blocks. */
	block: Block | undefined;
	is: 'added' | 'removed' | 'changed' | 'moved';
	fields: { name: string; stretches: Stretch[] }[];
	/** What changed that is not words: where it stands, what it rests on, which quote or question it is. */
	also: ('evidence' | 'part' | 'kind' | 'quote' | 'question' | 'label' | 'contrary')[];
	rested?: { before: number; after: number };
}
export function changes(before: Draft, after: Draft): Change[] {
	const found: Change[] = [];
	const head = (['title', 'standfirst'] as const).filter((name) => before[name] !== after[name]).map((name) => ({ name, stretches: differ(before[name], after[name]) }));
	if (head.length) found.push({ block: undefined, is: 'changed', fields: head, also: [] });
	const was = new Map(before.blocks.map((block) => [block.id, block]));
	const is = new Set(after.blocks.map((block) => block.id));
	const moved = movedOf(before, after);
	for (const block of after.blocks) {
		const old = was.get(block.id);
		if (!old) found.push({ block, is: 'added', fields: whole(block, 'added'), also: [] });
		else if (!same(old, block)) found.push({ block, is: 'changed', ...inside(old, block) });
		else if (moved.has(block.id)) found.push({ block, is: 'moved', fields: whole(block, 'same'), also: [] });
	}
	for (const block of before.blocks) if (!is.has(block.id)) found.push({ block, is: 'removed', fields: whole(block, 'removed'), also: [] });
	return found;
}
const whole = (block: Block, is: Stretch['is']) =>
	Object.entries(prose(block))
		.filter(([, words]) => words.trim())
		.map(([name, words]) => ({ name, stretches: [{ words, is }] }));
function inside(old: Block, now: Block): Pick<Change, 'fields' | 'also' | 'rested'> {
	const [a, b] = [prose(old), prose(now)];
	const names = [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((name) => (a[name] ?? '') !== (b[name] ?? ''));
	const also: Change['also'] = [];
	if (old.part !== now.part) also.push('part');
	if (old.kind === 'statement' && now.kind === 'statement') {
		if (old.says !== now.says) also.push('kind');
		if (!!old.looked_for_contrary !== !!now.looked_for_contrary) also.push('contrary');
		const rested = { before: old.evidence?.length ?? 0, after: now.evidence?.length ?? 0 };
		if (!same(old.evidence, now.evidence)) return { fields: fieldsOf(names, a, b), also: [...also, 'evidence'], rested };
	}
	if (old.kind === 'quote' && now.kind === 'quote') {
		if (old.quote_id !== now.quote_id) also.push('quote');
		if (!same(old.label, now.label)) also.push('label');
	}
	if (old.kind === 'figure' && now.kind === 'figure' && old.asks !== now.asks) also.push('question');
	return { fields: fieldsOf(names, a, b), also };
}
const fieldsOf = (names: string[], a: Record<string, string>, b: Record<string, string>) => names.map((name) => ({ name, stretches: differ(a[name] ?? '', b[name] ?? '') }));
/** Blocks that stand elsewhere among those that both editions have: the fewest that must have moved. */
function movedOf(before: Draft, after: Draft): Set<string> {
	const place = new Map(before.blocks.map((block, i) => [block.id, i]));
	const order = after.blocks.flatMap((block) => (place.has(block.id) ? [{ id: block.id, at: place.get(block.id) ?? 0 }] : []));
	// Longest rising run; what is not in it moved.
	const best = order.map(() => 1);
	const from = order.map(() => -1);
	order.forEach((one, i) => {
		for (let j = 0; j < i; j++) if ((order[j]?.at ?? 0) < one.at && (best[j] ?? 0) + 1 > (best[i] ?? 0)) [best[i], from[i]] = [(best[j] ?? 0) + 1, j];
	});
	const stays = new Set<string>();
	for (let i = best.indexOf(Math.max(0, ...best)); i >= 0; i = from[i] ?? -1) stays.add(order[i]?.id ?? '');
	return new Set(order.filter((one) => !stays.has(one.id)).map((one) => one.id));
}
