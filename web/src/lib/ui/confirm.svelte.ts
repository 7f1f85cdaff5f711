/** Asks before harm, and only then: one sentence with the consequence, one button with the verb. */
export interface Question {
	title: string;
	/** What will happen, in one sentence. */
	consequence: string;
	/** The verb on the button: "Withdraw the story", never "OK". */
	verb: string;
	/** What to say to stay: "Keep it". */
	stay?: string;
	harmless?: boolean;
}
class Asking {
	question = $state.raw<Question | undefined>();
	#answer: ((yes: boolean) => void) | undefined;
	ask(question: Question): Promise<boolean> {
		this.#answer?.(false);
		this.question = question;
		return new Promise((answer) => (this.#answer = answer));
	}
	answer(yes: boolean) {
		this.question = undefined;
		this.#answer?.(yes);
		this.#answer = undefined;
	}
}
export const asking = new Asking();
/** `if (await confirm({…})) …` */
export const confirm = (question: Question) => asking.ask(question);
