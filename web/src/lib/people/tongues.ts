/** Languages stories are told in, for a project or a story: those of the people we expect, then the rest by name. */
import { languageName, words } from '#lib/words';

const known = ['en', 'nl', 'de', 'fr', 'ar', 'fa', 'uk', 'ru', 'tr', 'ku', 'ckb', 'ps', 'prs', 'ti', 'am', 'so', 'om', 'ur', 'pa', 'bn', 'hi', 'ne', 'ta', 'my', 'zh', 'vi', 'th', 'id', 'sw', 'rw', 'ln', 'ha', 'yo', 'ig', 'ff', 'wo', 'es', 'pt', 'it', 'pl', 'ro', 'bg', 'sr', 'hr', 'bs', 'sq', 'el', 'hu', 'cs', 'sk', 'ka', 'hy', 'az', 'kk', 'uz', 'tg', 'he', 'yi', 'da', 'sv', 'nb', 'fi', 'rom'];
export function tongues(): { value: string; label: string; also: string }[] {
	const collator = new Intl.Collator(words.language);
	return known.map((value) => ({ value, label: languageName(value), also: `${languageName(value, true)} ${value}` })).sort((a, b) => collator.compare(a.label, b.label));
}
