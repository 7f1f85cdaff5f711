import { redirect } from '@sveltejs/kit';
import { session } from '#lib/shell';

export async function load({ url }) {
	await session.find();
	if (session.standing === 'new') redirect(307, '/setup');
	if (session.standing === 'out') {
		const next = url.pathname + url.search;
		redirect(307, next === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(next)}`);
	}
}
