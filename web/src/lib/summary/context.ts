/** What the parts of a composer share: the summary, and the stories and codes of its project. */
import { createContext } from 'svelte';
import type { Shelf } from '#lib/codebook/shelf.ts';
import type { Composer } from './composer.svelte.ts';
import type { Stories } from './stories.svelte.ts';
import type { Tongue } from './tongue.svelte.ts';

export interface Open {
	readonly composer: Composer;
	readonly stories: Stories;
	/** Once the codebooks are there. */
	readonly shelf: Shelf | undefined;
	/** The words around the summary, in its own language. */
	readonly tongue: Tongue;
	/** Selects a block, wherever it is, and goes there. */
	goTo(block: string | undefined): void;
	/** Goes to a part, where one writes. */
	goToPart(part: string): void;
}
export const [useOpen, provideOpen] = createContext<Open>();
