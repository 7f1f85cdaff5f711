import { describe, expect, it } from 'vitest';
import type { CodebooksReply, CodeNode } from '#lib/api';
import { pick } from './picking.ts';
import { Shelf } from './shelf.ts';

const node = (id: string, names: Record<string, string>, more: Partial<CodeNode> = {}): CodeNode => ({ id, key: id, names, name: names.en ?? '', definition: '', color: '', codable: true, use_when: [], not_when: [], examples: [], prompts: [], keywords: [], parent_id: null, local: false, retired: false, children: [], ...more });
const reply: CodebooksReply = {
	codebooks: [{ id: 'b', key: 'ioi', title: '', attribution: '', version: '', local: false, categories: [
		node('ioi.cat.markers-means', { en: 'Markers and means', nl: 'Kenmerken en middelen' }, { codable: false, children: [
			node('work', { en: 'Work', nl: 'Werk', ar: 'العمل' }, { keywords: ['job', 'wage'], children: [node('volunteering', { en: 'Voluntary work' })] }),
			node('housing', { en: 'Housing', nl: 'Wonen', ar: 'السكن' }, { keywords: ['flat', 'rent'] }),
			node('health', { en: 'Health and social care', nl: 'Gezondheid en zorg', ar: 'الصحّة والرعاية' })
		] })
	] }],
	attributes: [], narrator_attributes: [], tipping_axes: []
};
const shelf = new Shelf(reply);
const found = (typed: string, language: string, recent: string[] = []) => pick(typed, shelf.codable, language, recent).map((code) => code.id);

describe('picking a code', () => {
	it('puts the name before its parts', () => expect(found('work', 'en')).toEqual(['work', 'volunteering']));
	it('knows the reader’s language and English', () => {
		expect(found('won', 'nl')).toEqual(['housing']);
		expect(found('hous', 'nl')).toEqual(['housing']);
		expect(found('سكن', 'ar')).toEqual(['housing']);
		expect(found('الصحه', 'ar')).toEqual(['health']);
	});
	it('knows the words it is known by', () => expect(found('wage', 'uk')).toEqual(['work']));
	it('asks every typed word to fit', () => {
		expect(found('care health', 'en')).toEqual(['health']);
		expect(found('care work', 'en')).toEqual([]);
	});
	it('prefers what was used a moment ago', () => {
		expect(found('wo', 'en', ['volunteering'])).toEqual(['work', 'volunteering']);
		expect(found('w', 'nl', ['housing'])[0]).toBe('housing');
	});
	it('shows everything when nothing is typed, without headings', () => expect(found('', 'en')).toEqual(['work', 'volunteering', 'housing', 'health']));
});
describe('the shelf', () => {
	it('gives an indicator its category’s colour family, and its parts its own', () => {
		expect(shelf.get('work')?.hue).toBe('var(--code-means)');
		expect(shelf.get('volunteering')?.hue).toBe(shelf.get('work')?.hue);
		expect(shelf.get('housing')?.hue).toContain('--code-means');
		expect(shelf.get('housing')?.hue).not.toBe(shelf.get('work')?.hue);
	});
});
