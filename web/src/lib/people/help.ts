import type { MessageKey } from '#lib/words';

/** What people ask first, in order. */
export const topics: { id: string; title: MessageKey; text: MessageKey[] }[] = [
	{ id: 'kith', title: 'help.kith', text: ['help.kith-1', 'help.kith-2'] },
	{ id: 'consent', title: 'help.consent', text: ['help.consent-1', 'help.consent-2'] },
	{ id: 'withdraw', title: 'help.withdraw', text: ['help.withdraw-1', 'help.withdraw-2'] },
	{ id: 'collect', title: 'help.collect', text: ['help.collect-1', 'help.collect-2'] },
	{ id: 'code', title: 'help.code', text: ['help.code-1', 'help.code-2'] },
	{ id: 'search', title: 'help.search', text: ['help.search-1', 'help.search-2'] },
	{ id: 'roles', title: 'help.roles', text: [] },
	{ id: 'safety', title: 'help.safety', text: ['help.safety-1', 'help.safety-2', 'help.safety-3'] },
	{ id: 'keys', title: 'help.keys', text: ['help.keys-1'] },
	{ id: 'programs', title: 'help.programs', text: ['help.programs-1'] }
];
