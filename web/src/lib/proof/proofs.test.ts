import { expect, it } from 'vitest';
import type { ConsentReply, ProofReply } from '#lib/api';
import { fileName, lackingProof, ofConsent, sizeOf } from './proofs.ts';

const proof = (more: Partial<ProofReply> = {}): ProofReply => ({ id: 'p', consent_id: 'c', kind: 'paper', mime: 'image/png', bytes: 2048, kept_at: '2026-03-01T09:00:00Z', ...more });
const consent = (more: Partial<ConsentReply> = {}): ConsentReply => ({ id: 'c', narrator_id: 'n', mode: 'paper-scan', current: true, collected_on: '2026-03-01', collected_by: 'Bo', recorded_at: '2026-03-01T09:00:00Z', asked: {}, decisions: [], ...more });

it('belongs to one record', () => expect(ofConsent([proof(), proof({ id: 'q', consent_id: 'd' })], 'd').map((one) => one.id)).toEqual(['q']));
it('is asked for where it was signed or recorded, until it is there', () => {
	expect(lackingProof([consent()], [])?.id).toBe('c');
	expect(lackingProof([consent()], [proof()])).toBeUndefined();
	expect(lackingProof([consent({ mode: 'on-screen' })], [])).toBeUndefined();
	expect(lackingProof([consent({ current: false }), consent({ id: 'd', mode: 'spoken-recorded' })], [proof()])?.id).toBe('d');
});
it('says its size in words', () => expect([sizeOf(10), sizeOf(2048), sizeOf(3.5 * 1024 * 1024)]).toEqual(['1 KB', '2 KB', '3.5 MB']));
it('is saved under a name that says nothing of anybody', () => expect([fileName(proof()), fileName(proof({ mime: 'application/pdf' })), fileName(proof({ mime: 'audio/mpeg' }))]).toEqual(['consent.png', 'consent.pdf', 'consent.mp3']));
