/** What proves a consent: how large it may be, which record still lacks one, and how its size is said. */
import type { ConsentMode, ConsentReply, ProofReply } from '#lib/api';
import { formatNumber, t } from '#lib/words';

export const largest = 20 * 1024 * 1024;
export const accepted = 'image/*,application/pdf,audio/*';

/** Ways of answering that leave something behind which can be kept. */
export type Provable = Extract<ConsentMode, 'paper-scan' | 'spoken-recorded'>;
export const isProvable = (mode: ConsentMode): mode is Provable => mode === 'paper-scan' || mode === 'spoken-recorded';

export const ofConsent = (proofs: readonly ProofReply[], consent: string): ProofReply[] => proofs.filter((one) => one.consent_id === consent);
/** The record in force, where there was something to keep and nothing of it is kept. */
export const lackingProof = (consents: readonly ConsentReply[], proofs: readonly ProofReply[]): (ConsentReply & { mode: Provable }) | undefined =>
	consents.find((one): one is ConsentReply & { mode: Provable } => one.current && isProvable(one.mode) && ofConsent(proofs, one.id).length === 0);

export function sizeOf(bytes: number): string {
	const megabyte = 1024 * 1024;
	return bytes < megabyte ? t('proof.kilobytes', { n: formatNumber(Math.max(1, Math.round(bytes / 1024))) }) : t('recording.megabytes', { n: formatNumber(Math.round((bytes / megabyte) * 10) / 10) });
}
/** What it is saved as: nothing in the name says whose it is. */
export const fileName = ({ mime }: Pick<ProofReply, 'mime'>): string => `consent.${{ 'application/pdf': 'pdf', 'image/jpeg': 'jpg', 'audio/mpeg': 'mp3', 'audio/mp4': 'm4a' }[mime] ?? mime.split('/')[1] ?? 'bin'}`;
