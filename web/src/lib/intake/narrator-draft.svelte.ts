/** Somebody being welcomed: a name that is not theirs, a role, and what they like to say about themselves. */
import type { Attributes, NarratorAttribute, NarratorReply, NarratorRole, WelcomeNarrator } from '#lib/api';

export const narratorRoles: readonly NarratorRole[] = ['newcomer', 'receiving-community', 'both', 'practitioner', 'official', 'group'];
export type AttributeKey = keyof Attributes;
const keys: readonly AttributeKey[] = ['time_in_country', 'route', 'origin_broad', 'languages', 'age_band', 'gender', 'disability', 'place', 'caring_duties'];

/** The codebook's names of attributes, as the wire knows them. What the wire does not know is not asked; legal status never. */
export function attributeKey(id: string): AttributeKey | undefined {
	const plain = id.replaceAll('-', '_').replace(/_(at_telling|self_described)$/, '');
	return keys.find((key) => key === plain);
}
export interface AskedAttribute {
	key: AttributeKey;
	label: string;
	kind: 'choice' | 'languages' | 'words';
	values: { id: string; label: string }[];
}
export function askedAttributes(attributes: readonly NarratorAttribute[]): AskedAttribute[] {
	return attributes.flatMap(({ id, label, values, free }) => {
		const key = attributeKey(id);
		if (!key) return [];
		// "Prefer not to say" is the empty answer: silence is not kept as a fact about somebody.
		const choices = values.filter((value) => value.id !== 'prefer-not-to-say');
		return [{ key, label, kind: key === 'languages' ? 'languages' : choices.length && !free ? 'choice' : 'words', values: choices } satisfies AskedAttribute];
	});
}

/** Names that are nobody's in particular, from plants and weather: told to be a suggestion, and changed freely. */
const suggestions = ['Almond', 'Cedar', 'Heron', 'Jasmine', 'Juniper', 'Lark', 'Linden', 'Maple', 'Olive', 'Pomegranate', 'Quince', 'River', 'Robin', 'Saffron', 'Sparrow', 'Swallow', 'Thyme', 'Willow'];
export function suggestPseudonym(taken: readonly string[], pick = Math.random()): string {
	const used = new Set(taken.map((name) => name.toLocaleLowerCase()));
	const free = suggestions.filter((name) => !used.has(name.toLocaleLowerCase()));
	if (free.length) return free[Math.min(free.length - 1, Math.floor(pick * free.length))] ?? 'Willow';
	for (let n = 2; ; n++) {
		const name = suggestions.map((one) => `${one} ${n}`).find((one) => !used.has(one.toLocaleLowerCase()));
		if (name) return name;
	}
}

export class NarratorDraft {
	/** Of somebody who is known already; their name and contact stay in the vault. */
	static of(was: NarratorReply): NarratorDraft {
		const draft = new NarratorDraft();
		const { languages = [], ...said } = was.attributes;
		draft.pseudonym = was.pseudonym;
		draft.role = was.role;
		draft.languages = [...languages];
		for (const [key, value] of Object.entries(said)) if (typeof value === 'string') draft.attributes[key] = value;
		return draft;
	}
	pseudonym = $state('');
	role = $state<NarratorRole | ''>('');
	attributes = $state<Record<string, string>>({});
	languages = $state<string[]>([]);
	name = $state('');
	contact = $state('');
	note = $state('');

	ready = $derived(this.pseudonym.trim() !== '' && this.role !== '');
	/** The name people call themselves turned up as the pseudonym: almost always a slip. */
	givesAway = $derived.by(() => {
		const plain = (text: string) => text.trim().toLocaleLowerCase();
		const said = plain(this.pseudonym);
		return said.length > 1 && (plain(this.name) === said || plain(this.name).split(/\s+/).includes(said));
	});
	toWire(): WelcomeNarrator {
		const attributes: Record<string, string | string[]> = {};
		for (const [key, value] of Object.entries(this.attributes)) if (value.trim()) attributes[key] = value.trim();
		if (this.languages.length) attributes.languages = [...this.languages];
		const names = { ...(this.name.trim() && { name: this.name.trim() }), ...(this.contact.trim() && { contact: this.contact.trim() }), ...(this.note.trim() && { note: this.note.trim() }) };
		return { pseudonym: this.pseudonym.trim(), role: this.role || 'newcomer', attributes: attributes as Attributes, ...(Object.keys(names).length ? { names } : {}) };
	}
}
