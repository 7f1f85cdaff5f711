/** Widths of the panes at the sides of the text, remembered on this device. On a phone they are sheets, closed at first. */
type Side = 'start' | 'end';
const LEAST = 200;
const MOST = 560;

export class Panes {
	start = $state(264);
	end = $state(376);
	startOpen = $state(true);
	endOpen = $state(true);
	/** On a phone, at most one sheet is open. */
	sheet = $state<Side | undefined>();
	#key = 'kith.workbench.panes';

	constructor() {
		try {
			const kept = JSON.parse(localStorage.getItem(this.#key) ?? '{}') as Partial<Record<'start' | 'end', number> & Record<'startOpen' | 'endOpen', boolean>>;
			if (typeof kept.start === 'number') this.start = fit(kept.start);
			if (typeof kept.end === 'number') this.end = fit(kept.end);
			this.startOpen = kept.startOpen ?? true;
			this.endOpen = kept.endOpen ?? true;
		} catch {
			// nothing kept
		}
	}
	get narrow(): boolean {
		return matchMedia('(max-width: 60rem)').matches;
	}
	isOpen(side: Side): boolean {
		return this.narrow ? this.sheet === side : side === 'start' ? this.startOpen : this.endOpen;
	}
	toggle(side: Side, open = !this.isOpen(side)): void {
		if (this.narrow) this.sheet = open ? side : undefined;
		else if (side === 'start') this.startOpen = open;
		else this.endOpen = open;
		this.#keep();
	}
	resize(side: Side, width: number): void {
		this[side] = fit(width);
		this.#keep();
	}
	#keep(): void {
		try {
			localStorage.setItem(this.#key, JSON.stringify({ start: this.start, end: this.end, startOpen: this.startOpen, endOpen: this.endOpen }));
		} catch {
			// no storage: it lasts as long as the page
		}
	}
}
const fit = (width: number) => Math.round(Math.max(LEAST, Math.min(MOST, width)));
