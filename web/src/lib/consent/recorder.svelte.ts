/** A voice being recorded in the browser. It is in the memory of the page until it is kept; the microphone is let go at once. */
const longest = 20 * 60;

export class Recorder {
	state = $state<'idle' | 'recording' | 'done'>('idle');
	seconds = $state(0);
	/** No microphone, or nobody allowed it. */
	refused = $state(false);
	recorded = $state.raw<Blob | undefined>();
	#machine: MediaRecorder | undefined;
	#ticking: ReturnType<typeof setInterval> | undefined;
	/** Whoever left while the browser was still asking is not recorded. */
	#turn = 0;

	static get isHere(): boolean {
		return typeof MediaRecorder !== 'undefined' && !!globalThis.navigator?.mediaDevices?.getUserMedia;
	}
	async start(): Promise<void> {
		if (this.state === 'recording') return;
		this.drop();
		const turn = this.#turn;
		try {
			const voice = await navigator.mediaDevices.getUserMedia({ audio: true });
			if (turn !== this.#turn) return letGo(voice);
			this.#record(voice, turn);
		} catch {
			this.refused = turn === this.#turn;
		}
	}
	#record(voice: MediaStream, turn: number): void {
		const machine = new MediaRecorder(voice, { audioBitsPerSecond: 48_000 });
		const parts: Blob[] = [];
		machine.ondataavailable = ({ data }) => data.size && parts.push(data);
		machine.onstop = () => {
			letGo(voice);
			if (turn !== this.#turn) return;
			this.recorded = new Blob(parts, { type: machine.mimeType });
			this.state = 'done';
		};
		machine.start();
		this.#machine = machine;
		this.state = 'recording';
		this.#ticking = setInterval(() => {
			this.seconds += 1;
			if (this.seconds >= longest) this.stop();
		}, 1000);
	}
	stop(): void {
		clearInterval(this.#ticking);
		if (this.#machine?.state === 'recording') this.#machine.stop();
	}
	/** Nothing of it is kept. */
	drop(): void {
		this.#turn += 1;
		this.stop();
		this.#machine = undefined;
		this.recorded = undefined;
		this.refused = false;
		this.seconds = 0;
		this.state = 'idle';
	}
}
const letGo = (voice: MediaStream): void => voice.getTracks().forEach((track) => track.stop());
