/** The return code as people write it: in groups, with spaces or dashes, in the digits of their own script. */
export const codeLength = 16;
const zeros = [0x0660, 0x06f0, 0xff10]; // Arabic, Persian and Urdu, full width

/** Only the digits, as the server knows them. */
export function plainDigits(written: string): string {
	let digits = '';
	for (const sign of written) {
		const point = sign.codePointAt(0) ?? 0;
		if (sign >= '0' && sign <= '9') digits += sign;
		else for (const zero of zeros) if (point >= zero && point <= zero + 9) digits += String(point - zero);
	}
	return digits;
}
/** In groups of four, as it is printed. */
export const grouped = (code: string): string => plainDigits(code).replace(/(.{4})(?=.)/g, '$1 ');
/** While it is typed: in groups too, in the digits that were typed, and no longer than a code is. */
export const groupedAsTyped = (written: string): string =>
	[...written]
		.filter((sign) => plainDigits(sign) !== '')
		.slice(0, codeLength)
		.join('')
		.replace(/(.{4})(?=.)/gu, '$1 ');
