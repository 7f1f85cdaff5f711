/** Keys of the review that the list of commands cannot tell apart, and its letters on keyboards that write another script. */
export type Press = 'undo' | 'redo' | 'mention-before' | 'mention-next' | 'take-back' | 'leave';

export const letters = { n: 'next', p: 'before', j: 'next', a: 'mask', k: 'keep', r: 'keep', e: 'change', m: 'own', w: 'weak', v: 'preview', t: 'text' } as const;
export type Verb = (typeof letters)[keyof typeof letters];

export function pressOf(event: Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>): Press | Verb | undefined {
	const mod = event.ctrlKey || event.metaKey;
	const latin = /^[\x20-\x7e]$/.test(event.key);
	// By the key's place where the keyboard writes another script.
	const letter = latin ? event.key.toLowerCase() : /^Key[A-Z]$/.test(event.code) && event.key.length === 1 ? event.code.slice(3).toLowerCase() : '';
	if (event.altKey) return undefined;
	if (mod) return letter === 'z' ? (event.shiftKey ? 'redo' : 'undo') : letter === 'y' && !event.shiftKey ? 'redo' : undefined;
	switch (event.key) {
		case '[':
			return 'mention-before';
		case ']':
			return 'mention-next';
		case 'Delete':
		case 'Backspace':
			return 'take-back';
		case 'Escape':
			return 'leave';
	}
	// Latin letters come through the list of commands, where they may be the second of two keys.
	return latin || event.shiftKey ? undefined : (letters as Record<string, Verb>)[letter];
}
