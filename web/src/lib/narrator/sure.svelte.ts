/** A question before something is stopped, kept out or erased: what follows is said, then one tap does it. One at a time. */
import { createContext } from 'svelte';
import type { Problem } from '#lib/api';
import { say } from '#lib/ui';

export interface Step {
	title: string;
	/** What it is about: a purpose, or words of their story. */
	about?: string;
	quote?: { text: string; language: string; direction: 'ltr' | 'rtl' | 'auto' };
	/** What follows, the most important first. */
	means: string[];
	verb: string;
	/** It can never be undone. */
	grave?: boolean;
	/** One of several ways, chosen before; the first of them unless they choose another. */
	choice?: { label: string; options: { value: string; label: string }[]; means: (chosen: string) => string[] };
	act: (chosen: string) => Promise<Problem | undefined>;
	/** What to say when it is done. */
	done: string;
	/** Where one goes on: the button that was pressed may be gone. */
	then?: string;
}
export class Sure {
	step = $state.raw<Step | undefined>();
	busy = $state(false);
	problem = $state.raw<Problem | undefined>();
	chosen = $state('');

	ask = (step: Step): void => {
		this.problem = undefined;
		this.chosen = step.choice?.options[0]?.value ?? '';
		this.step = step;
	};
	stay(): void {
		if (!this.busy) this.step = undefined;
	}
	/** The page was closed meanwhile. */
	drop(): void {
		this.step = undefined;
		this.problem = undefined;
	}
	async yes(): Promise<void> {
		const step = this.step;
		if (!step || this.busy) return;
		this.busy = true;
		this.problem = undefined;
		const problem = await step.act(this.chosen);
		this.busy = false;
		if (this.step !== step) return;
		// The visit is over: the door says so.
		if (problem?.code === 'visit.over') this.step = undefined;
		else if (problem) this.problem = problem;
		else {
			this.step = undefined;
			say(step.done);
			// After the dialog has given the focus back.
			if (step.then) setTimeout(() => document.getElementById(step.then ?? '')?.focus({ preventScroll: true }), 50);
		}
	}
}
/** The pages of a visit ask these two; MinePage provides them. */
export const [useSure, provideSure] = createContext<Sure>();
