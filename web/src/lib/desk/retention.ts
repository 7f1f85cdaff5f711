/** How long a project keeps stories, as it is written in a field: a number of months, or nothing. The service takes 0 for nothing. */
const arabic = (digit: string) => String(digit.charCodeAt(0) - (digit >= '\u06f0' ? 0x06f0 : 0x0660));

/** Nothing when it is no number of months. */
export function monthsFrom(written: string): number | undefined {
	const text = written.trim().replace(/[\u0660-\u0669\u06f0-\u06f9]/g, arabic);
	if (text === '') return 0;
	if (!/^\d{1,4}$/.test(text)) return undefined;
	const months = Number(text);
	return months >= 1 && months <= 1200 ? months : undefined;
}
