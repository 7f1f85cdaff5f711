/** Notices that are heard, and those in easy words: what there is of them, and where the sound comes from. */
import { hearNotice, type NoticeReply, type NoticeText, type Result, type SoundForm } from '#lib/api';

export const forms = ['whole', 'easy'] as const satisfies readonly SoundForm[];
export const largestSound = 12 * 1024 * 1024;
export type Hear = (form: SoundForm) => Promise<Result<Blob | File>>;

export const soundsIn = (notice: Pick<NoticeReply, 'sounds'> | undefined, language: string): SoundForm[] => forms.filter((form) => notice?.sounds.some((one) => one.language === language && one.form === form));
export const hearing = (project: string, notice: string, language: string): Hear => (form) => hearNotice({ path: { project, notice, language, form }, parseAs: 'blob' });

/** Easy words that can be read, or only heard. */
export const hasEasy = (text: Pick<NoticeText, 'easy_body'>, sounds: readonly SoundForm[]): boolean => !!text.easy_body?.trim() || sounds.includes('easy');
/** What is read then: where easy words can only be heard, the whole text stays in sight. */
export const readIn = (text: NoticeText, easy: boolean): NoticeText => (easy && text.easy_body?.trim() ? { ...text, body: text.easy_body } : text);

/** "2:05", with the figures of the language. */
export const clockOf = (seconds: number, write: (n: number) => string = String): string => `${write(Math.floor(seconds / 60))}:${write(0).repeat(seconds % 60 < 10 ? 1 : 0)}${write(seconds % 60)}`;
