/** What one wrote, put on top of what somebody else wrote meanwhile. No words of either are lost without a trace: the other's stand in the edition before. */
import type { Block } from '#lib/api';
import { draftOf, same, type Draft } from './document.ts';

export interface Merged {
	draft: Draft;
	/** Blocks that both changed: mine stand, theirs are in their edition. */
	both: string[];
}
export function onTop(base: Draft, mine: Draft, theirs: Draft): Merged {
	const was = new Map(base.blocks.map((block) => [block.id, block]));
	const my = new Map(mine.blocks.map((block) => [block.id, block]));
	const their = new Map(theirs.blocks.map((block) => [block.id, block]));
	const both: string[] = [];
	const changed = (now: Block | undefined, id: string) => !same(now, was.get(id));
	const kept: Block[] = [];
	for (const block of theirs.blocks) {
		const own = my.get(block.id);
		if (!changed(own, block.id)) kept.push(block);
		else {
			if (changed(block, block.id) && !same(own, block)) both.push(block.id);
			// What I removed and they changed stays: they had a reason.
			if (own) kept.push(own);
			else if (changed(block, block.id)) kept.push(block);
		}
	}
	mine.blocks.forEach((block, i) => {
		if (their.has(block.id) || kept.some((one) => one.id === block.id)) return;
		// They removed it and I left it alone: gone. New or changed by me: it stands behind what it stood behind.
		if (was.has(block.id) && !changed(block, block.id)) return;
		if (was.has(block.id)) both.push(block.id);
		const before = mine.blocks.slice(0, i).reverse().find((one) => kept.some((there) => there.id === one.id));
		kept.splice(before ? kept.findIndex((one) => one.id === before.id) + 1 : 0, 0, block);
	});
	const head = (name: 'title' | 'standfirst') => (mine[name] === base[name] ? theirs[name] : mine[name]);
	return { draft: draftOf({ title: head('title'), standfirst: head('standfirst'), blocks: kept }), both };
}
