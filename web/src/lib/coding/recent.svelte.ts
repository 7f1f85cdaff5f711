/** The codes a coder used last, in this project, on this device. */
const MOST = 9;
export class Recent {
	ids = $state.raw<readonly string[]>([]);
	#key: string;
	constructor(project: string) {
		this.#key = `kith.recent-codes.${project}`;
		try {
			const kept: unknown = JSON.parse(localStorage.getItem(this.#key) ?? '[]');
			if (Array.isArray(kept)) this.ids = kept.filter((id) => typeof id === 'string').slice(0, MOST);
		} catch {
			// nothing kept, or nothing readable
		}
	}
	/** A code that stands in the list stays where it is: the hand remembers numbers. */
	use(id: string): void {
		if (this.ids.includes(id)) return;
		this.ids = [id, ...this.ids].slice(0, MOST);
		try {
			localStorage.setItem(this.#key, JSON.stringify(this.ids));
		} catch {
			// no storage: it lasts as long as the page
		}
	}
}
