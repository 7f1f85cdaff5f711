/** Short news at the edge of the page, read aloud once. What a person must act on does not belong here. */
export interface Toast {
	id: number;
	text: string;
	kind: 'done' | 'trouble';
	undo?: () => void;
}
class Toasts {
	shown = $state<Toast[]>([]);
	#next = 1;
	say(text: string, more: { kind?: Toast['kind']; undo?: () => void; seconds?: number } = {}): void {
		const id = this.#next++;
		this.shown.push({ id, text, kind: more.kind ?? 'done', ...(more.undo ? { undo: more.undo } : {}) });
		if (this.shown.length > 3) this.shown.shift();
		setTimeout(() => this.drop(id), (more.seconds ?? (more.undo || more.kind === 'trouble' ? 10 : 5)) * 1000);
	}
	drop(id: number): void {
		this.shown = this.shown.filter((toast) => toast.id !== id);
	}
}
export const toasts = new Toasts();
/** Say what was done: `say(t('members.invited'))`, with `undo` where it can be undone. */
export const say = toasts.say.bind(toasts);
/** Say what went wrong, when there is no better place on the page. */
export const sayTrouble = (text: string) => toasts.say(text, { kind: 'trouble' });
