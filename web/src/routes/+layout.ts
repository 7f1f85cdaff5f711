import { preferredLanguage, words } from '#lib/words';

export const ssr = false;
export const prerender = false;
export const trailingSlash = 'never';

export async function load() {
	await words.speak(preferredLanguage());
}
