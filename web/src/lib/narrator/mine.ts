/** What the parts of a narrator's page share: the visit they are on, and how days are said. */
import { createContext } from 'svelte';
import { formatDay } from '#lib/words';
import type { Visit } from './visit.svelte.ts';

export const [useVisit, provideVisit] = createContext<Visit>();
/** A moment as its day: "1 March 2026". */
export const dayOf = formatDay;
