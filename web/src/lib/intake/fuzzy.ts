/** Dates as people remember them: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. */
export const daysIn = (year: number, month: number): number => new Date(Date.UTC(year || 2024, month, 0)).getUTCDate();

/** Only as exact as what was said, and never a day that does not exist. Digits of any script are read. */
export function fuzzyFrom(year: string, month: string, day: string): string {
	const latin = year.replace(/[٠-٩]/g, (d) => String(d.charCodeAt(0) - 0x0660)).replace(/[۰-۹]/g, (d) => String(d.charCodeAt(0) - 0x06f0));
	if (!/^(19|20)\d\d$/.test(latin.trim())) return '';
	if (!month) return latin.trim();
	if (!day || Number(day) > daysIn(Number(latin), Number(month))) return `${latin.trim()}-${month}`;
	return `${latin.trim()}-${month}-${day}`;
}
