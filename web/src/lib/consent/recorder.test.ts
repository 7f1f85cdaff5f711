import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Recorder } from './recorder.svelte.ts';

let letGo = 0;
let microphone: () => Promise<unknown>;
class Machine {
	state = 'inactive';
	mimeType = 'audio/webm';
	ondataavailable: ((event: { data: Blob }) => void) | undefined;
	onstop: (() => void) | undefined;
	start() {
		this.state = 'recording';
	}
	stop() {
		this.state = 'inactive';
		this.ondataavailable?.({ data: new Blob(['sound']) });
		this.onstop?.();
	}
}
const voice = { getTracks: () => [{ stop: () => letGo++ }] };

beforeEach(() => {
	vi.useFakeTimers();
	letGo = 0;
	microphone = async () => voice;
	vi.stubGlobal('MediaRecorder', Machine);
	vi.stubGlobal('navigator', { mediaDevices: { getUserMedia: () => microphone() } });
});
afterEach(() => {
	vi.useRealTimers();
	vi.unstubAllGlobals();
});

it('records, counts, and lets the microphone go', async () => {
	const recorder = new Recorder();
	await recorder.start();
	vi.advanceTimersByTime(3000);
	expect([Recorder.isHere, recorder.state, recorder.seconds, letGo]).toEqual([true, 'recording', 3, 0]);
	recorder.stop();
	expect([recorder.state, recorder.recorded?.type, recorder.recorded?.size, letGo]).toEqual(['done', 'audio/webm', 5, 1]);
	recorder.drop();
	expect([recorder.state, recorder.recorded, recorder.seconds]).toEqual(['idle', undefined, 0]);
});
it('ends by itself before it is too long', async () => {
	const recorder = new Recorder();
	await recorder.start();
	vi.advanceTimersByTime(21 * 60_000);
	expect(recorder.state).toBe('done');
});
it('says when there is no microphone', async () => {
	microphone = () => Promise.reject(new Error('not allowed'));
	const recorder = new Recorder();
	await recorder.start();
	expect([recorder.state, recorder.refused]).toEqual(['idle', true]);
});
it('keeps nothing of who left, whether it was recording or still asked', async () => {
	const recorder = new Recorder();
	await recorder.start();
	recorder.drop();
	expect([recorder.recorded, recorder.state, letGo]).toEqual([undefined, 'idle', 1]);
	const starting = recorder.start();
	recorder.drop();
	await starting;
	expect([recorder.state, letGo]).toEqual(['idle', 2]);
});
