/** The kinds of file a story may come in, and what a browser can find out about a recording without sending it anywhere. */
export const readable = ['txt', 'md', 'html', 'htm', 'docx', 'odt', 'rtf', 'pdf', 'vtt', 'srt'] as const;
export const accept = readable.map((ending) => `.${ending}`).join(',');
export const endingOf = (name: string): string => name.split('.').pop()?.toLowerCase() ?? '';
export const isReadable = (name: string): boolean => (readable as readonly string[]).includes(endingOf(name));
/** What systems leave lying in folders: not stories, and not worth a word. */
export const isLitter = (name: string): boolean => name.startsWith('.') || name.startsWith('~$') || ['Thumbs.db', 'desktop.ini'].includes(name);

/** The length of a sound or film, as the browser reads it; `undefined` when it cannot. */
export function lengthOf(file: File): Promise<number | undefined> {
	return new Promise((done) => {
		const url = URL.createObjectURL(file);
		const media = document.createElement(file.type.startsWith('video') ? 'video' : 'audio');
		const end = (length?: number) => (URL.revokeObjectURL(url), done(length));
		media.preload = 'metadata';
		media.onloadedmetadata = () => end(Number.isFinite(media.duration) ? Math.round(media.duration * 1000) : undefined);
		media.onerror = () => end();
		media.src = url;
	});
}
