/**
 * The narrator's side of the server, and what staff do for it, until the generated client knows these paths. It asks through that
 * client, so its manners are the same; when the paths are generated, this file goes and its names come from `#lib/api`.
 */
import type { Audience, Direction, Problem, Purpose, Result, TestimonyKind, Turn } from '#lib/api';
// The door sets the client's manners.
import '#lib/api';
import { client } from '../api/generated/client.gen.ts';

export interface AllowedPurpose {
	purpose: Purpose;
	state: 'given' | 'refused' | 'not-asked' | 'withdrawn' | 'expired' | 'suspended' | 'reaffirm-required';
	audience: Audience;
	since: number;
	/** What it rests on: it falls when that falls. */
	needs: Purpose | null;
}
/** A passage that nobody but the narrator reads. Positions are code points. */
export interface Limit {
	id: string;
	start: number;
	end: number;
	since: number;
}
export type Review = 'unreviewed' | 'confirmed' | 'reworded' | 'rejected';
export interface MyTipping {
	id: string;
	start: number;
	end: number;
	dated: string | null;
	place: string | null;
	before: string | null;
	after: string | null;
	helped_by: string | null;
	own_words: string | null;
	review: Review;
}
export interface Use {
	id: string;
	kind: 'quote' | 'export-row' | 'publication' | 'count';
	label: string;
	audience: Audience;
	at: number;
	start: number | null;
	end: number | null;
	ended_at: number | null;
}
export interface MyStory {
	id: string;
	title: string;
	place: string | null;
	told_on: string | null;
	kind: TestimonyKind;
	language: string;
	direction: Direction;
	kept_at: number;
	revision_id: string;
	text: string;
	turns: Turn[];
	limits: Limit[];
	recordings: { id: string; kind: string; name: string | null }[];
	tipping_points: MyTipping[];
	uses: Use[];
}
export type ReaderRole = 'collector' | 'coder' | 'lead' | 'protector' | 'editor' | 'reader';
export type SaidKind = 'correction' | 'addition' | 'contact';
export interface Said {
	id: string;
	kind: SaidKind;
	words: string;
	at: number;
	answered_at: number | null;
}
export type Belonging = 'yes' | 'partly' | 'no' | 'not-said';
export interface SelfView {
	belonging: Belonging;
	words: string | null;
	who_decides: string | null;
	at: number;
}
export interface NarratorPage {
	pseudonym: string;
	language: string | null;
	project: string;
	organisation: string;
	welcomed_at: number;
	erased_at: number | null;
	held_until: number | null;
	purposes: AllowedPurpose[];
	notice: { title: string; body: string; language: string } | null;
	held_back: string[];
	stories: MyStory[];
	read_by: { role: ReaderRole; times: number; last_at: number }[];
	said: Said[];
	self_view: SelfView | null;
}
export interface BegunVisit {
	secret: string;
	ends_at: number;
	page: NarratorPage;
}

/** No cookie goes along, and no answer is kept by the browser. */
const alone = { credentials: 'omit', cache: 'no-store' } as const;
const json = { 'Content-Type': 'application/json' };
/** Who is on a visit says so with its secret, in a header and nowhere else. */
type Visiting = { headers: { 'Kith-Visit': string } };
type Told<T> = Promise<Result<T>>;
/** Errors by status, as the generated client has them: each is a problem. */
type Wrong = { 400: Problem };

export const beginVisit = ({ body }: { body: { code: string } }): Told<BegunVisit> => client.post<{ 200: BegunVisit }, Wrong>({ ...alone, url: '/api/narrator/visits', body, headers: json });
/** Also called while the page goes away: it must leave at once and may outlive the page. */
export const endVisit = ({ headers }: Visiting): Promise<unknown> => fetch('/api/narrator/visits', { ...alone, method: 'DELETE', headers, keepalive: true }).catch(() => undefined);
export const openMine = ({ headers }: Visiting): Told<NarratorPage> => client.get<{ 200: NarratorPage }, Wrong>({ ...alone, url: '/api/narrator', headers });
export const withdrawMine = ({ headers, body }: Visiting & { body: { purposes: Purpose[] } | { everything: true } }): Told<NarratorPage> =>
	client.post<{ 200: NarratorPage }, Wrong>({ ...alone, url: '/api/narrator/withdrawals', body, headers: { ...json, ...headers } });
export const keepPassageOut = ({ headers, body }: Visiting & { body: { testimony_id: string; revision_id: string; start: number; end: number } }): Told<NarratorPage> =>
	client.post<{ 200: NarratorPage }, Wrong>({ ...alone, url: '/api/narrator/limits', body, headers: { ...json, ...headers } });
export const allowPassageAgain = ({ headers, path }: Visiting & { path: { limit: string } }): Told<NarratorPage> => client.delete<{ 200: NarratorPage }, Wrong>({ ...alone, url: '/api/narrator/limits/{limit}', path, headers });
export const reviewTipping = ({ headers, path, body }: Visiting & { path: { tipping: string }; body: { review: Exclude<Review, 'unreviewed'>; words?: string } }): Told<NarratorPage> =>
	client.post<{ 200: NarratorPage }, Wrong>({ ...alone, url: '/api/narrator/tipping-points/{tipping}', path, body, headers: { ...json, ...headers } });
export const saySelfView = ({ headers, body }: Visiting & { body: Omit<SelfView, 'at'> }): Told<NarratorPage> => client.put<{ 200: NarratorPage }, Wrong>({ ...alone, url: '/api/narrator/self-view', body, headers: { ...json, ...headers } });
export const tellTeam = ({ headers, body }: Visiting & { body: { kind: SaidKind; testimony_id: string | null; words: string } }): Told<NarratorPage> =>
	client.post<{ 200: NarratorPage }, Wrong>({ ...alone, url: '/api/narrator/messages', body, headers: { ...json, ...headers } });
export const takeEverything = ({ headers }: Visiting): Told<Blob> => client.get<{ 200: Blob }, Wrong>({ ...alone, url: '/api/narrator/everything', headers, parseAs: 'blob' });

/* What staff do for it. */

type OfNarrator = { path: { project: string; narrator: string } };
export interface ReturnCodeReply {
	code: string;
}
export const makeReturnCode = ({ path }: OfNarrator): Told<ReturnCodeReply> => client.post<{ 200: ReturnCodeReply }, Wrong>({ url: '/api/projects/{project}/narrators/{narrator}/return-code', path, body: {}, headers: json });

export const protectionKinds = ['open-asylum-claim', 'threat', 'minor', 'trafficking'] as const;
export type ProtectionKind = (typeof protectionKinds)[number];
export interface Protection {
	id: string;
	kind: ProtectionKind;
	since: number;
	/** A day: `2026-12-01`. */
	review_on: string;
	ended_at: number | null;
	note: string | null;
}
const protection = '/api/projects/{project}/narrators/{narrator}/protection';
export const listProtection = ({ path }: OfNarrator): Told<Protection[]> => client.get<{ 200: Protection[] }, Wrong>({ url: protection, path });
export const setProtection = ({ path, body }: { path: OfNarrator['path'] & { flag: string }; body: { kind: ProtectionKind; review_on: string; note: string | null } }): Told<Protection> =>
	client.put<{ 200: Protection; 201: Protection }, Wrong>({ url: `${protection}/{flag}`, path, body, headers: json });
export const endProtection = ({ path }: { path: OfNarrator['path'] & { flag: string } }): Told<unknown> => client.post<{ 204: unknown }, Wrong>({ url: `${protection}/{flag}/end`, path, body: {}, headers: json });

export interface NarratorMessage extends Said {
	testimony_id: string | null;
}
const messages = '/api/projects/{project}/narrators/{narrator}/messages';
export const listMessages = ({ path }: OfNarrator): Told<NarratorMessage[]> => client.get<{ 200: NarratorMessage[] }, Wrong>({ url: messages, path });
export const markAnswered = ({ path }: { path: OfNarrator['path'] & { message: string } }): Told<unknown> => client.post<{ 204: unknown }, Wrong>({ url: `${messages}/{message}/answered`, path, body: {}, headers: json });
