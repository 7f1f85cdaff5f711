import { describe, expect, it } from 'vitest';
import { pressOf } from './keys.ts';

const press = (key: string, more: Partial<KeyboardEvent> = {}) => pressOf({ key, code: '', ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...more });
describe('keys', () => {
	it('tell undo from redo', () => {
		expect(press('z', { ctrlKey: true })).toBe('undo');
		expect(press('Z', { ctrlKey: true, shiftKey: true })).toBe('redo');
		expect(press('z', { metaKey: true })).toBe('undo');
	});
	it('know the place of a key on an Arabic keyboard', () => expect(press('ئ', { ctrlKey: true, code: 'KeyZ' })).toBe('undo'));
	it('let brackets through that need AltGr', () => expect(press('[', { altKey: true })).toBe('start-earlier'));
	it('count recent codes from the digits', () => {
		expect(press('3', { code: 'Digit3' })).toEqual({ recent: 2 });
		expect(press('۳', { code: 'Digit3' })).toEqual({ recent: 2 });
		expect(press('!', { code: 'Digit1', shiftKey: true })).toBeUndefined();
	});
	it('leave the rest alone', () => expect(press('c', { ctrlKey: true })).toBeUndefined());
});
