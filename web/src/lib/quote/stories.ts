/** Of which stories the quotes are. From the list of stories: opening each would be noted as reading it. */
import { failed, given, listTestimonies, type Result } from '#lib/api';
import type { ToldIn } from './ways.ts';

export async function storiesBehind(project: string, wanted: ReadonlySet<string>): Promise<Result<Map<string, ToldIn>>> {
	const found = new Map<string, ToldIn>();
	let after: string | undefined;
	let looked = 0;
	while (found.size < wanted.size && looked < 20_000) {
		const { data, error } = await listTestimonies({ path: { project }, query: { limit: 200, ...(after ? { after } : {}) } });
		if (error) return failed(error);
		for (const story of data.items) if (wanted.has(story.id)) found.set(story.id, story);
		looked += data.items.length;
		after = data.next ?? undefined;
		if (!after) break;
	}
	return given(found);
}
