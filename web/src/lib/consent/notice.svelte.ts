/** A notice being written: the same words in several languages, side by side. Once published it never changes. */
import type { NewNotice, NoticeReply, NoticeText } from '#lib/api';

export class NoticeDraft {
	texts = $state<NoticeText[]>([]);
	readonly id: string;
	constructor(id: string, texts: readonly NoticeText[]) {
		this.id = id;
		this.texts = texts.map((text) => ({ easy_body: '', ...text }));
	}
	add(language: string): void {
		if (!language || this.texts.some((text) => text.language === language)) return;
		this.texts.push({ language, title: '', body: '', easy_body: '' });
	}
	remove(language: string): void {
		this.texts = this.texts.filter((text) => text.language !== language);
	}
	/** Languages that still lack a title or words. */
	unfinished = $derived(this.texts.filter((text) => !text.title.trim() || !text.body.trim()).map((text) => text.language));
	/** Languages where something of ours in [brackets] was never filled in. */
	bracketed = $derived(this.texts.filter((text) => /\[[^\]]+\]/.test(`${text.title} ${text.body} ${text.easy_body ?? ''}`)).map((text) => text.language));
	ready = $derived(this.texts.length > 0 && this.unfinished.length === 0 && this.bracketed.length === 0);
	toWire(publish: boolean): NewNotice {
		return { texts: this.texts.map((text) => ({ ...text, title: text.title.trim(), body: text.body.trim(), easy_body: text.easy_body?.trim() ?? '' })), publish };
	}
}

/** Notices that may be shown to a narrator, newest first. */
export const published = (notices: readonly NoticeReply[]): NoticeReply[] => notices.filter((notice) => notice.published_at).sort((a, b) => b.number - a.number);

/** A body in paragraphs and lists: blank lines part them, "- " begins a point. */
export function paragraphsOf(body: string): { kind: 'text' | 'points'; lines: string[] }[] {
	return body
		.split(/\n\s*\n/)
		.map((block) => block.split('\n').map((line) => line.trim()).filter(Boolean))
		.filter((lines) => lines.length > 0)
		.map((lines) => {
			const points = lines.every((line) => /^[-•*]\s/.test(line));
			return { kind: points ? ('points' as const) : ('text' as const), lines: points ? lines.map((line) => line.replace(/^[-•*]\s+/, '')) : lines };
		});
}
