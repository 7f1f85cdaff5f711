import { preferredLanguage, words } from '#lib/words';

export const ssr = false;
export const prerender = false;
export const trailingSlash = 'never';

export async function load({ url, untrack }) {
	// A narrator's own page leaves no trace, not even of a language.
	await words.speak(preferredLanguage(), { remember: untrack(() => url.pathname !== '/mine') });
}
