/** The list of what was done, until the generated client knows its paths; then this file goes and its names come from `#lib/api`. */
import type { Problem, Result } from '#lib/api';
// The door sets the client's manners.
import '#lib/api';
import { client } from '../api/generated/client.gen.ts';

export interface AuditEvent {
	number: number;
	at: number;
	/** A stable name: `testimony.opened`. */
	act: string;
	/** Nobody, when a narrator did it without an account, or the machine. */
	actor: { id: string; name: string } | null;
	on: string;
	subject: string | null;
}
export interface PageOfAuditEvents {
	items: AuditEvent[];
	next: string | null;
}
export interface AuditState {
	events: number;
	whole: boolean;
	first_wrong: number | null;
}
export interface AuditQuery {
	/** How the act begins: `testimony.` */
	act?: string;
	person?: string;
	subject?: string;
	from?: string;
	until?: string;
	after?: string;
	limit?: number;
}
type Wrong = { 400: Problem };

export const listAudit = ({ path, query }: { path: { project: string }; query?: AuditQuery }): Promise<Result<PageOfAuditEvents>> =>
	client.get<{ 200: PageOfAuditEvents }, Wrong>({ url: '/api/projects/{project}/audit', path, ...(query ? { query: { ...query } } : {}) });
export const auditState = ({ path }: { path: { project: string } }): Promise<Result<AuditState>> => client.get<{ 200: AuditState }, Wrong>({ url: '/api/projects/{project}/audit/state', path });
