/** Languages people are likely to speak here; any other can still be written as its code. */
import { languageName, words } from '#lib/words';

const likely = 'en nl de fr uk ar fa ti ckb kmr prs ps so tr ru es am om sw ur pa bn ta si ne my zh vi sq sr hr bs mk el bg ro pl cs sk hu lt lv et it pt ca da sv nb fi ka hy az kk uz he hi gu ml te th ms id tl yo ig ha wo ln rw kbp ff bm zgh rhg dz bo mn ug uz yi'.split(' ');
const known = [...new Set(likely)];

export function languageOptions(also: readonly string[] = []): { value: string; label: string; hint: string; also: string }[] {
	return [...new Set([...also.filter(Boolean), ...known])]
		.map((code) => ({ value: code, label: languageName(code), hint: languageName(code, true), also: `${code} ${languageName(code, true)}` }))
		.map((option) => (option.hint === option.label ? { ...option, hint: '' } : option));
}

/** Several things in a row, with the commas of the reader's language. */
export const listed = (things: readonly string[]): string => new Intl.ListFormat(words.language, { type: 'unit', style: 'short' }).format(things);
