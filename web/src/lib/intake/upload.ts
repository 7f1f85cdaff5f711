/** Sending a recording, with how far it is. `fetch` cannot say that of what it sends, so this one request is made the older way. */
import { address, type Problem, type RecordingReply, type Result } from '#lib/api';

type To = { project: string; testimony: string; recording: string };
export function sendRecording(to: To, file: File, query: { kind: string; duration_ms?: number }, onsent: (bytes: number) => void): Promise<Result<RecordingReply>> {
	return new Promise((done) => {
		const request = new XMLHttpRequest();
		request.open('PUT', address('/api/projects/{project}/testimonies/{testimony}/recordings/{recording}/content', { path: to, query: { ...query, file_name: file.name } }));
		request.setRequestHeader('content-type', 'application/octet-stream');
		request.setRequestHeader('accept', 'application/json');
		request.upload.onprogress = (event) => onsent(event.loaded);
		request.onerror = () => done({ error: { status: 0, code: 'offline' } });
		request.onload = () => {
			try {
				const told = JSON.parse(request.responseText) as unknown;
				if (request.status < 300) done({ data: told as RecordingReply });
				else done({ error: { ...(told as Problem), status: request.status } });
			} catch {
				done({ error: { status: request.status, code: 'unexpected' } });
			}
		};
		request.send(file);
	});
}
