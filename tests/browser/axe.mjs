// What axe finds on a page as it stands: what people who cannot see, or cannot see well, would stumble over.
import { need } from './places.mjs';

const axe = need('axe-core').source;

export async function stumbles(page) {
	await page.evaluate(axe);
	return page.evaluate(async () => (await globalThis.axe.run(document, { resultTypes: ['violations'] })).violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => `${node.html.slice(0, 160)} (${node.any[0]?.message ?? node.all[0]?.message ?? node.none[0]?.message ?? ''})`).join(' | ')}`));
}
