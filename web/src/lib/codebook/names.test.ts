/// <reference types="node" />
/** Whatever the codebook file names has a message in every language, and no message is left over that nothing asks for. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { languages } from '#lib/words';
import { attributeKey, narratorRoles } from '../intake/narrator-draft.svelte.ts';
import { attributeName, factName, tippingName, valueName } from './names.ts';

interface Attribute {
	id: string;
	values?: string[];
}
interface Codebooks {
	modifiers: { items: Attribute[] };
	narrator_attributes: { items: Attribute[] };
	tipping_point: { axes: { id: string; values: { code: string }[] }[] };
}
const file = new URL('../../../../server/src/codebook/data/ioi-codebook.json', import.meta.url);
const { codebooks } = JSON.parse(readFileSync(file, 'utf8')) as { codebooks: Codebooks };
const messages = import.meta.glob<Record<string, string>>('/messages/*/*.json', { eager: true, import: 'default' });

/** The rule of server/src/codebook/words.rs, where its own test holds it to the same examples. */
const kebab = (label: string): string =>
	(label.split(' (')[0] ?? '')
		.replaceAll('<', 'under ')
		.replaceAll('>', 'over ')
		.replaceAll('+', ' and over')
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, '-')
		.replace(/^-|-$/g, '');

const of = (id: string, values: string[] = []): string[] => [`attribute.${id}`, ...values.map((label) => `attribute.${id}.${kebab(label)}`)];
/** Roles are kept under the first words of their labels. */
const roleOf = (id: string): string => narratorRoles.find((role) => id.startsWith(role)) ?? id;
const told = codebooks.narrator_attributes.items.filter(({ id }) => id !== 'role');
const wanted = {
	'coding attributes': codebooks.modifiers.items.flatMap(({ id, values }) => of(id === 'valence' ? 'effect' : kebab(id), values)),
	'narrator attributes': told.flatMap(({ id, values }) => of(attributeKey(id) ?? id, values)),
	'roles of narrators': codebooks.narrator_attributes.items.flatMap(({ id, values = [] }) => (id === 'role' ? values.map((label) => `narrator.role.${roleOf(kebab(label))}`) : [])),
	'axes of tipping points': codebooks.tipping_point.axes.flatMap(({ id, values }) => [`tipping.axis.${id}`, ...values.map(({ code }) => code.replace(/^tp\./, 'tipping.'))]),
	// As server/src/codebook/built_in.rs calls them.
	codebooks: ['ioi', 'lived', 'tipping-point', 'mipex', 'emm-policy'].map((key) => `codebook.title.${key}`)
};

describe.each(languages)('in %s', (language) => {
	const said = Object.assign({}, ...Object.entries(messages).filter(([path]) => path.startsWith(`/messages/${language}/`)).map(([, own]) => own)) as Record<string, string>;
	it.each(Object.entries(wanted))('%s have names', (_, keys) => {
		expect(keys.filter((key) => !said[key]?.trim())).toEqual([]);
	});
});

it('names nothing that the codebook does not have', () => {
	const all = new Set([...Object.values(wanted).flat(), 'attribute.said']);
	const names = Object.keys(messages['/messages/en/codebook-names.json'] ?? {}).filter((key) => !key.endsWith('.hint'));
	expect(names.filter((key) => !all.has(key))).toEqual([]);
});

it('makes ids as the server does', () => {
	const labels = ['marker (sign of how far)', 'family/household', 'EU/free movement', 'paper_practice', '<6 months', '>10 years', '65+', '13-17', 'years 2-5'];
	expect(labels.map(kebab)).toEqual(['marker', 'family-household', 'eu-free-movement', 'paper-practice', 'under-6-months', 'over-10-years', '65-and-over', '13-17', 'years-2-5']);
});

describe('a name', () => {
	it('stands for an id', () => {
		expect([attributeName('effect'), valueName('effect', 'barrier'), factName('time_in_country', '2-5-years')]).toEqual(['Effect in the passage', 'Barrier', '2 to 5 years']);
		expect([tippingName('tp.axis.identified-by'), tippingName('tp.shape.not-yet')]).toEqual(['Who saw it as a tipping point', 'Not yet']);
	});
	it('leaves own words and codes as they are', () => {
		expect([factName('place', 'Utrecht'), factName('languages', 'ar'), tippingName('ioi.work')]).toEqual(['Utrecht', 'Arabic', undefined]);
	});
});
