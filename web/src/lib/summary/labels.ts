/** What may be said beside a quote of whoever speaks. */
import type { tMaybe } from '#lib/words';

export const attributeLabel = (id: string, name: string, say: typeof tMaybe): string => say(id === 'role' ? 'summary.row.role' : `attribute.${id}`, name);
