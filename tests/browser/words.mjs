// The words of the interface, by the same keys and the same grammar as the pages themselves use.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fill } from '../../web/src/lib/words/format.ts';
import { web } from './places.mjs';

function messages(language) {
	const folder = join(web, 'messages', language);
	return Object.assign({}, ...readdirSync(folder).filter((name) => name.endsWith('.json')).map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8'))));
}
const english = messages('en');
const rightToLeft = ['ar', 'fa'];

/** `say('sign-in.do')` in one language; what is not translated stands in English, set apart where the page runs the other way. */
export function wordsOf(language) {
	const own = language === 'en' ? english : messages(language);
	const direction = rightToLeft.includes(language) ? 'rtl' : 'ltr';
	function say(key, values = {}) {
		if (own[key] !== undefined) return fill(own[key], values, language);
		if (english[key] === undefined) throw new Error(`there is no message "${key}"`);
		const borrowed = fill(english[key], values, 'en');
		return direction === 'rtl' ? `\u2066${borrowed}\u2069` : borrowed;
	}
	return Object.assign(say, { language, direction });
}
