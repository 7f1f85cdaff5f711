/**
 * What the codebook file calls things, in the reader's language: codebooks, attributes, roles, and the axes of tipping
 * points. The file itself has these names in English alone, so each is a message, found by the id the server gives it
 * (server/src/codebook/words.rs). Each kind has one helper, so that the same thing is called the same on every page.
 */
import type { CodebookReply } from '#lib/api';
import { languageName, t, tMaybe, words } from '#lib/words';

export const bookTitle = (book: Pick<CodebookReply, 'key' | 'title'>): string => tMaybe(`codebook.title.${book.key}`, book.title);

/** An attribute of a coding or of a narrator. */
export const attributeName = (id: string, label = id): string => tMaybe(`attribute.${id}`, label);
/** One of the values it may have. */
export const valueName = (attribute: string, id: string, label = id): string => tMaybe(`attribute.${attribute}.${id}`, label);
/** What is kept of a narrator: a value of the codebook or a language by its name, their own words as they are. */
export const factName = (attribute: string, said: string): string => (attribute === 'languages' ? languageName(said) : valueName(attribute, said));
/** The same where the attribute does not stand beside it. */
export const factInFull = (attribute: string, said: string): string => t('attribute.said', { attribute: attributeName(attribute), value: factName(attribute, said) });

export const roleName = (role: string): string => tMaybe(`narrator.role.${role}`, role);

const tippingKey = (key: string): string => (key.startsWith('tp.axis.') ? `tipping.axis.${key.slice(8).replaceAll('-', '_')}` : `tipping.${key.slice(3)}`);
/** An axis of tipping points or one of its values, by its short name (`tp.shape.not-yet`); nothing for any other code. */
export function tippingName(key: string): string | undefined {
	return key.startsWith('tp.') && words.has(tippingKey(key)) ? words.say(tippingKey(key)) : undefined;
}
/** What is meant by a value, in a line. */
export const tippingHint = (key: string, definition: string): string => tMaybe(`${tippingKey(key)}.hint`, definition);
