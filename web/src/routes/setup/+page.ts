import { redirect } from '@sveltejs/kit';
import { session } from '#lib/shell';

export async function load() {
	await session.find();
	if (session.standing === 'in') redirect(307, '/');
	if (session.standing === 'out') redirect(307, '/sign-in');
}
