/** A tipping point while it is being written. What was not said stays empty: nothing is guessed. */
import type { NewTipping, TippingAxis, TippingReply } from '#lib/api';
import type { Span } from './positions.ts';

export const TIES = ['bond', 'bridge', 'link'] as const;
export class TippingDraft {
	shape = $state('');
	direction = $state('');
	initiation = $state('');
	process = $state('');
	locus = $state('');
	identified_by = $state('');
	triggers = $state<string[]>([]);
	year = $state('');
	month = $state('');
	day = $state('');
	place = $state('');
	indicators = $state<string[]>([]);
	before = $state('');
	after = $state('');
	helped_by = $state('');
	tie = $state('');
	own_words = $state('');
	constructor(from?: TippingReply) {
		if (!from) return;
		const { axes } = from;
		this.shape = axes.shape;
		this.direction = axes.direction ?? '';
		this.initiation = axes.initiation ?? '';
		this.process = axes.process ?? '';
		this.locus = axes.locus ?? '';
		this.identified_by = axes.identified_by;
		this.triggers = [...(axes.triggers ?? [])];
		[this.year = '', this.month = '', this.day = ''] = (from.dated ?? '').split('-');
		this.place = from.place ?? '';
		this.indicators = [...from.indicators];
		this.before = from.before ?? '';
		this.after = from.after ?? '';
		this.helped_by = from.helped_by ?? '';
		this.tie = from.tie ?? '';
		this.own_words = from.own_words ?? '';
	}
	/** "2017", "2017-05" or "2017-05-12"; a day without a month says nothing. */
	get dated(): string | undefined {
		const year = this.year.trim();
		if (!/^\d{4}$/.test(year)) return undefined;
		if (!this.month) return year;
		const month = `${year}-${this.month.padStart(2, '0')}`;
		return this.day.trim() ? `${month}-${this.day.trim().padStart(2, '0')}` : month;
	}
	get mayKeep(): boolean {
		return !!this.shape && !!this.identified_by;
	}
	body(revision_id: string, span: Span): NewTipping {
		const said = <K extends string>(values: Record<K, string | undefined>) => Object.fromEntries(Object.entries(values).filter(([, v]) => typeof v === 'string' && v.trim() !== '')) as Partial<Record<K, string>>;
		const { shape, identified_by } = this;
		return {
			revision_id,
			start: span.start,
			end: span.end,
			axes: { shape, identified_by, triggers: [...this.triggers], ...said({ direction: this.direction, initiation: this.initiation, process: this.process, locus: this.locus }) },
			indicators: [...this.indicators],
			...said({ dated: this.dated, place: this.place, before: this.before, after: this.after, helped_by: this.helped_by, own_words: this.own_words }),
			...(this.tie ? { tie: this.tie as NewTipping['tie'] & string } : {})
		};
	}
}
/** The values of an axis. The wire calls one axis "trigger" and its values in a record "triggers". */
export const axis = (axes: readonly TippingAxis[], id: string) => axes.find((a) => a.id === id || a.id === `${id}s`)?.values ?? [];
/** A value may be named by its key or by its id. */
export const valueOf = (axes: readonly TippingAxis[], id: string, value: string) => axis(axes, id).find((v) => v.key === value || v.id === value);
