/** The commands of the house and of the page: what the palette lists, what keys do, what `?` shows. */
import { onMount } from 'svelte';
import type { IconName } from '#lib/ui';

export interface Command {
	id: string;
	/** What it does, in words. Read anew each time, so that it follows the language. */
	name: () => string;
	icon?: IconName;
	/** One key, or two after another: "a", "g t", "mod+Enter". Shown in the palette and under `?`. */
	key?: string;
	/** Heading under `?` and in the palette. */
	group: () => string;
	run: () => unknown;
	/** Only by key and under `?`, not in the palette. */
	keyOnly?: boolean;
}
class Commands {
	#sets = $state.raw<Map<symbol, () => Command[]>>(new Map());
	all = $derived<Command[]>([...this.#sets.values()].flatMap((list) => list()));
	paletteOpen = $state(false);
	keysOpen = $state(false);
	#pending = '';
	#pendingTimer: ReturnType<typeof setTimeout> | undefined;

	offer(list: () => Command[]): () => void {
		const mine = Symbol('commands');
		this.#sets = new Map([...this.#sets, [mine, list]]);
		return () => {
			const rest = new Map(this.#sets);
			rest.delete(mine);
			this.#sets = rest;
		};
	}
	/** One listener for the whole page (in the shell). */
	keydown(event: KeyboardEvent): void {
		if (event.defaultPrevented || event.isComposing) return;
		const mod = event.ctrlKey || event.metaKey;
		if (mod && !event.altKey && event.key.toLowerCase() === 'k') {
			event.preventDefault();
			this.paletteOpen = !this.paletteOpen;
			return;
		}
		if (this.paletteOpen || this.keysOpen || event.altKey) return;
		const writing = event.target instanceof HTMLElement && (event.target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName));
		if (writing && !mod) return;
		// Enter and the space bar press what they stand on.
		if (/^(Enter| )$/.test(event.key) && !mod && event.target instanceof Element && event.target.closest('a[href], button, summary')) return;
		if (document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]')) return;
		if (event.key === '?') {
			event.preventDefault();
			this.keysOpen = true;
			return;
		}
		const pressed = (mod ? 'mod+' : '') + (event.key.length === 1 ? event.key.toLowerCase() : event.key);
		const sequence = this.#pending ? `${this.#pending} ${pressed}` : pressed;
		this.#pending = '';
		clearTimeout(this.#pendingTimer);
		const found = this.all.find((command) => command.key === sequence);
		if (found) {
			event.preventDefault();
			void found.run();
		} else if (!mod && this.all.some((command) => command.key?.startsWith(`${sequence} `))) {
			this.#pending = sequence;
			this.#pendingTimer = setTimeout(() => (this.#pending = ''), 1200);
		}
	}
}
export const commands = new Commands();
/** In a component: offers commands for as long as it is on the page. */
export function offerCommands(list: () => Command[]): void {
	onMount(() => commands.offer(list));
}
