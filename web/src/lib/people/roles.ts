/** The parts people play, said in words. */
import type { Role } from '#lib/api';
import { t, words } from '#lib/words';

export const roles: Role[] = ['collector', 'coder', 'lead', 'protector', 'editor', 'reader'];
export const roleName = (role: Role) => t(`role.${role}`);
export const roleText = (role: Role) => t(`role.${role}.text`);
/** "Collector and Coder", in the manner of the language. */
export function roleNames(list: Role[]): string {
	return new Intl.ListFormat(words.language, { type: 'conjunction' }).format(list.map(roleName));
}
