/** Sending a file, with how far it is. `fetch` cannot say that of what it sends, so this one request is made the older way. */
import { address, failed, given, problem, type Problem, type RecordingReply, type Result } from '#lib/api';

type To = { project: string; testimony: string; recording: string };
export const sendRecording = (to: To, file: File, query: { kind: string; duration_ms?: number }, onsent: (bytes: number) => void): Promise<Result<RecordingReply>> =>
	sendBytes(address('/api/projects/{project}/testimonies/{testimony}/recordings/{recording}/content', { path: to, query: { ...query, file_name: file.name } }), file, onsent);

export function sendBytes<T>(to: string, bytes: Blob, onsent: (bytes: number) => void): Promise<Result<T>> {
	return new Promise((done) => {
		const request = new XMLHttpRequest();
		request.open('PUT', to);
		request.setRequestHeader('content-type', 'application/octet-stream');
		request.setRequestHeader('accept', 'application/json');
		request.upload.onprogress = (event) => onsent(event.loaded);
		request.onerror = () => done(failed(problem(0, 'offline')));
		request.onload = () => {
			try {
				const told = request.responseText ? (JSON.parse(request.responseText) as unknown) : undefined;
				if (request.status < 300) done(given(told as T));
				else done(failed({ ...(told as Problem), status: request.status }));
			} catch {
				done(failed(problem(request.status, 'unexpected')));
			}
		};
		request.send(bytes);
	});
}
