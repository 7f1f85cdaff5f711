/** A file being read by the server: waiting, read, or refused; read again when another encoding is chosen. */
import { readDocument, type Problem, type ReadingReply } from '#lib/api';

/** Notices a person must look at before the story is kept; the others are only told. */
export const mustConfirm = (code: string): boolean => /confirm/.test(code);

export class FileReading {
	file = $state.raw<File | undefined>();
	reply = $state.raw<ReadingReply | undefined>();
	problem = $state.raw<Problem | undefined>();
	busy = $state(false);
	confirmed = $state<string[]>([]);
	#turn = 0;
	#project: string;
	constructor(project: string) {
		this.#project = project;
	}
	open = $derived(this.reply ? this.reply.notices.filter((notice) => mustConfirm(notice.code) && !this.confirmed.includes(notice.code)) : []);
	/** The line a refusal speaks of. */
	line = $derived(lineOf(this.problem));

	async read(file: File, encoding?: string): Promise<ReadingReply | undefined> {
		const turn = ++this.#turn;
		this.file = file;
		this.busy = true;
		this.problem = undefined;
		if (!encoding) this.reply = undefined;
		const { data, error } = await readDocument({ path: { project: this.#project }, query: { file_name: file.name, ...(encoding ? { encoding } : {}) }, body: file });
		if (turn !== this.#turn) return undefined;
		this.busy = false;
		this.confirmed = [];
		this.problem = error;
		if (data) this.reply = data;
		return data;
	}
	forget(): void {
		this.#turn++;
		this.file = this.reply = this.problem = undefined;
		this.busy = false;
	}
}
/** Problems say "line:12" of the line they mean. */
export function lineOf(problem: Problem | undefined): number | undefined {
	const at = problem?.fields?.[0]?.at.match(/line:(\d+)/)?.[1];
	return at ? Number(at) : undefined;
}
