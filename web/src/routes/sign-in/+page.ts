import { redirect } from '@sveltejs/kit';
import { session } from '#lib/shell';
import { within } from '#lib/people/within.ts';

export async function load({ url }) {
	await session.find();
	if (session.standing === 'new') redirect(307, '/setup');
	if (session.standing === 'in') redirect(307, within(url.searchParams.get('next')));
}
