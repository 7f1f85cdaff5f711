/** Every place in the house, once: the side navigation, the bottom bar and the palette read this list. */
import type { MessageKey } from '#lib/words';
import type { IconName } from '#lib/ui';

export interface Place {
	name: MessageKey;
	icon: IconName;
	/** Under /p/[project]. */
	path: string;
	/** Shown to who may do one of these; to everyone in the project, when empty. */
	acts: string[];
	/** Key after `g`. */
	key: string;
	group: 'work' | 'people' | 'house';
	/** Stands in the bottom bar of a phone. */
	bar?: boolean;
	/** Seldom needed: another page leads there, and the palette; it takes no room at the side. */
	aside?: boolean;
}
export const places: Place[] = [
	{ name: 'nav.project', icon: 'home', path: '', acts: [], key: 'p', group: 'work', bar: true },
	{ name: 'nav.testimonies', icon: 'story', path: 'testimonies', acts: ['collect', 'read', 'code'], key: 't', group: 'work', bar: true },
	{ name: 'nav.search', icon: 'search', path: 'search', acts: ['read', 'code'], key: 's', group: 'work', bar: true },
	{ name: 'nav.codebook', icon: 'book', path: 'codebook', acts: ['read', 'code', 'keep-codebook'], key: 'c', group: 'work' },
	{ name: 'nav.quotes', icon: 'quote', path: 'quotes', acts: ['quote'], key: 'q', group: 'work' },
	{ name: 'nav.exports', icon: 'handover', path: 'exports', acts: ['export'], key: 'e', group: 'work' },
	{ name: 'nav.summaries', icon: 'summary', path: 'summaries', acts: ['approve-summaries'], key: 'u', group: 'work' },
	{ name: 'nav.responses', icon: 'question', path: 'responses', acts: ['approve-summaries'], key: 'b', group: 'work' },
	{ name: 'nav.calls', icon: 'call', path: 'calls', acts: ['approve-summaries'], key: 'l', group: 'work', aside: true },
	{ name: 'nav.narrators', icon: 'person', path: 'narrators', acts: ['collect', 'keep-consents', 'open-vault'], key: 'n', group: 'people', bar: true },
	{ name: 'nav.notices', icon: 'notice', path: 'notices', acts: ['collect', 'keep-consents', 'manage-project'], key: 'o', group: 'people' },
	{ name: 'nav.waiting', icon: 'clock', path: 'waiting', acts: ['keep-consents'], key: 'w', group: 'people' },
	{ name: 'nav.requests', icon: 'scales', path: 'requests', acts: ['keep-consents'], key: 'i', group: 'people', aside: true },
	{ name: 'nav.concerns', icon: 'lifebuoy', path: 'concerns', acts: ['protect'], key: 'f', group: 'people' },
	{ name: 'nav.audit', icon: 'ledger', path: 'audit', acts: ['keep-consents'], key: 'd', group: 'people' },
	{ name: 'nav.processing', icon: 'register', path: 'processing', acts: ['keep-consents'], key: 'r', group: 'people', aside: true },
	{ name: 'nav.members', icon: 'members', path: 'members', acts: [], key: 'm', group: 'house' },
	{ name: 'nav.settings', icon: 'settings', path: 'settings', acts: ['manage-project'], key: ',', group: 'house' }
];
export const placesFor = (may: string[]): Place[] => places.filter((place) => place.acts.length === 0 || place.acts.some((act) => may.includes(act)));
