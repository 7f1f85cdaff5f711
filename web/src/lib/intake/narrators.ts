/** All narrators a person may see, for choosing one of them. A project has hundreds, not millions. */
import { failed, given, listNarrators, type NarratorReply, type Result } from '#lib/api';

export async function allNarrators(project: string): Promise<Result<NarratorReply[]>> {
	const found: NarratorReply[] = [];
	let after: string | undefined;
	do {
		const { data, error } = await listNarrators({ path: { project }, query: { limit: 200, ...(after ? { after } : {}) } });
		if (error) return failed(error);
		found.push(...data.items);
		after = data.next ?? undefined;
	} while (after && found.length < 5000);
	return given(found);
}
