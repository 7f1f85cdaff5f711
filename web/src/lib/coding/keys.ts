/** Keys of the workbench that the list of commands cannot tell apart: Shift with Ctrl, brackets, digits, other keyboards. */
export type Press = 'undo' | 'redo' | 'start-earlier' | 'start-later' | 'end-earlier' | 'end-later' | 'remove' | 'leave' | { recent: number };

export function pressOf(event: Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>): Press | undefined {
	const mod = event.ctrlKey || event.metaKey;
	// By the key's place where the keyboard writes another script.
	const letter = /^[\x20-\x7e]$/.test(event.key) ? event.key.toLowerCase() : /^Key[A-Z]$/.test(event.code) ? event.code.slice(3).toLowerCase() : event.key;
	if (mod && !event.altKey && letter === 'z') return event.shiftKey ? 'redo' : 'undo';
	if (mod && !event.altKey && !event.shiftKey && letter === 'y') return 'redo';
	if (mod && !event.altKey) return undefined;
	switch (event.key) {
		case '[':
			return 'start-earlier';
		case '{':
			return 'start-later';
		case '}':
			return 'end-earlier';
		case ']':
			return 'end-later';
		case 'Delete':
		case 'Backspace':
			return 'remove';
		case 'Escape':
			return 'leave';
	}
	const digit = /^Digit([1-9])$/.exec(event.code)?.[1] ?? /^[1-9]$/.exec(event.key)?.[0];
	return digit && !event.shiftKey && !event.altKey ? { recent: Number(digit) - 1 } : undefined;
}
