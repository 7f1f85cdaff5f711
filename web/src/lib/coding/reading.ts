/** A text that is read with the passage cursor: what the cursor, and whatever stands beside selected words, must know of it. */
import type { Block } from './blocks.svelte.ts';
import type { Span, TextMap } from './positions.ts';
import type { Surface } from './surface.svelte.ts';

export interface Reading {
	readonly map: TextMap;
	readonly blocks: readonly Block[];
	readonly surface: Surface;
	caret: number;
	readonly selection: Span | undefined;
	/** Said aloud to those who do not see the page. */
	spoken: string;
	/** What is open beside the text, if anything is. */
	readonly selectedId: string | undefined;
	select(id: undefined): void;
	selectText(span: Span | undefined): void;
	clearSelection(): void;
	/** Opens what lies at a place. */
	open(point: number): void;
	quote(span: Span): string;
	/** What lies at a place, in words; nothing where nothing does. */
	saidAt(point: number): string;
}
