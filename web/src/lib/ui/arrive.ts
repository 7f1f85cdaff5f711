/** For a part of a page that comes after it: when the address asks for it, brings it to the reader, also once more when what stands
 *  before it has arrived. `<h2 id="said" tabindex="-1" {@attach arrive}>` */
export function arrive(element: HTMLElement): () => void {
	if (!element.id || globalThis.location?.hash !== `#${element.id}`) return () => undefined;
	const go = () => element.scrollIntoView({ block: 'start' });
	go();
	element.focus({ preventScroll: true });
	const later = setTimeout(go, 500);
	return () => clearTimeout(later);
}
