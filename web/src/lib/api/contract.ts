/** The wire, written by hand from the contract until the generated client takes over (index.ts). Names are binding. */
import { send, type Asked, type Result } from './wire.ts';

export type Role = 'collector' | 'coder' | 'lead' | 'protector' | 'editor' | 'reader';
export type Purpose = 'store' | 'analyse' | 'count' | 'quote-anonymously' | 'quote-under-pseudonym' | 'quote-by-name' | 'publish-full-text' | 'share-voice' | 'share-image' | 'archive' | 'contact-again';
export type Audience = 'team' | 'partners' | 'funder' | 'archive' | 'public';
export type ConsentMode = 'on-screen' | 'written' | 'paper-scan' | 'spoken-recorded' | 'witnessed' | 'guardian-with-assent';
export type NarratorRole = 'newcomer' | 'receiving-community' | 'both' | 'practitioner' | 'official' | 'group';
export type TestimonyKind = 'interview' | 'own-submission' | 'focus-group' | 'field-note' | 'published-story' | 'speech' | 'other';
export type Direction = 'ltr' | 'rtl' | 'auto';
export interface Page<T> { items: T[]; next: string | null; total: number | null }

export interface SetupState { needed: boolean }
export interface AccountReply { id: string; email: string; display_name: string; language: string; administrator: boolean; created_at: string }
export interface MyProject { id: string; name: string; organisation: string; roles: Role[]; language: string; testimonies: number | null; codings_by_me: number; may: string[] }
export interface SessionReply { account: AccountReply; projects: MyProject[]; version: string; mail: boolean }
export interface SignIn { email: string; password: string }
export interface SetUp { token: string; email: string; display_name: string; password: string; language: string; organisation: string }
export interface NewPassword { token: string; password: string; display_name?: string; language?: string }
export interface ChangePassword { current: string; password: string }
export interface LinkReply { kind: 'setup' | 'invitation' | 'reset'; email: string | null; project: string | null; expires_at: string }
export interface InvitationReply { id: string; email: string; roles: Role[]; created_at: string; expires_at: string; used: boolean; link: string | null; mailed: boolean }
export type TokenScope = 'read' | 'collect' | 'code';
export interface TokenReply { id: string; name: string; scopes: TokenScope[]; project: string | null; created_at: string; expires_at: string; last_used_at: string | null; secret: string | null }
export interface NewToken { name: string; scopes: TokenScope[]; project?: string; expires_in_days: number }
export interface SessionInfo { id: string; created_at: string; last_seen_at: string; current: boolean }
export interface ResetReply { link: string | null; mailed: boolean }

export interface OrganisationReply { id: string; name: string; projects: number }
export interface ProjectCounts { narrators: number; testimonies: number; codings: number; coded_narrators: number; members: number; notices: number }
export interface ProjectReply { id: string; organisation: { id: string; name: string }; name: string; description: string; language: string; created_at: string; may: string[]; roles: Role[]; counts: ProjectCounts }
export interface MemberReply { account: { id: string; display_name: string; email: string }; roles: Role[]; joined_at: string }
export interface NewProject { name: string; description: string; language: string; organisation_id?: string; organisation_name?: string }
export interface ChangeProject { name?: string; description?: string; language?: string }

export interface NoticeText { language: string; title: string; body: string; direction: Direction }
export interface NoticeReply { id: string; number: number; created_at: string; created_by: string; published_at: string | null; texts: NoticeText[] }
export interface NewNotice { texts: NoticeText[]; publish: boolean }

export interface NarratorAttributes { time_in_country?: string; route?: string; origin_broad?: string; languages?: string[]; age_band?: string; gender?: string; disability?: string; place?: string; caring_duties?: string }
export interface ConsentSummary { record_id: string; recorded_at: string; valid_until: string | null; granted: { purpose: Purpose; audience: Audience }[]; withdrawn: Purpose[]; expired: boolean }
export interface NarratorReply { id: string; pseudonym: string; role: NarratorRole; attributes: NarratorAttributes; created_at: string; testimonies: number; consent: ConsentSummary | null; may: string[] }
export interface VaultEntry { name?: string; contact?: string; note?: string }
export interface NewNarrator { pseudonym: string; role: NarratorRole; attributes: NarratorAttributes; names?: VaultEntry }
export interface ConsentDecision { purpose: Purpose; decision: 'granted' | 'refused'; audience: Audience; withdrawn_at: string | null; reason: string | null }
export interface ConsentReply { id: string; narrator_id: string; notice: { id: string; number: number; language: string } | null; mode: ConsentMode; collected_by: string; collected_on: string; recorded_at: string; valid_until: string | null; decisions: ConsentDecision[]; current: boolean }
export interface NewConsent { notice_id: string; notice_language: string; mode: ConsentMode; collected_on: string; valid_until?: string; decisions: { purpose: Purpose; decision: 'granted' | 'refused'; audience: Audience }[]; note?: string }
export interface Withdraw { purposes: Purpose[]; reason?: string; asked_by: 'narrator' | 'guardian' | 'staff-on-behalf' }

export interface TurnWire { speaker: string | null; start: number; end: number }
export interface CueWire { start_ms: number; end_ms: number; start: number; end: number }
export interface TestimonyReply { id: string; title: string; kind: TestimonyKind; language: string; direction: Direction; told_on: string | null; place_told: string | null; collected_by: string; created_at: string; narrator: { id: string; pseudonym: string; role: NarratorRole }; revision: { id: string; number: number; code_points: number }; turns: number; recordings: number; codings: number; coders: number; tipping_points: number; purposes: Purpose[]; may: string[] }
export interface NewTestimony { narrator_id: string; title: string; kind: TestimonyKind; language: string; direction?: Direction; told_on?: string; place_told?: string; text: string; turns?: TurnWire[]; cues?: CueWire[]; file_name?: string }
export interface ChangeTestimony { title?: string; kind?: TestimonyKind; language?: string; direction?: Direction; told_on?: string | null; place_told?: string | null }
export interface RecordingReply { id: string; kind: 'audio' | 'video' | 'image' | 'document'; source: 'kept' | 'elsewhere'; address: string | null; mime: string; bytes: number | null; duration_ms: number | null; sha256: string | null; created_at: string }
export interface NewRecording { kind: RecordingReply['kind']; address: string; duration_ms?: number; sha256?: string; mime?: string }
export interface Carried { kept: number; moved: number; set_aside: number }
export interface OpenTestimony extends Omit<TestimonyReply, 'turns'> { text: string; turns: TurnWire[]; cues: CueWire[]; recordings_list: RecordingReply[]; revisions: { id: string; number: number; created_at: string; reason: string }[]; carried?: Carried }
export interface NewRevision { text: string; turns?: TurnWire[]; reason: string }
export interface ReadingReply { format: string; text: string; turns: TurnWire[]; cues: CueWire[]; encoding: { chosen: string; guessed: string; alternatives: string[] } | null; notices: { code: string; detail: string; line?: number }[]; suggested: { title: string; language: string | null; direction: Direction } }

export interface CodeNode { id: string; key: string; names: Record<string, string>; name: string; definition: string; color: string; codable: boolean; use_when: string[]; not_when: { case: string; instead: { id: string; name: string } | null }[]; examples: { lang: string; text: string; gloss?: string; dir: Direction }[]; near_miss?: { text: string; correct: { id: string; name: string } }; prompts: string[]; keywords: string[]; parent_id: string | null; local: boolean; retired: boolean; children: CodeNode[] }
export interface CodebookReply { id: string; key: string; title: string; attribution: string; version: string; categories: CodeNode[]; local: boolean }
export interface CodingAttribute { id: string; label: string; cardinality: 'one' | 'many'; values: { id: string; label: string }[]; applies_to: string | null; why: string }
export interface NarratorAttribute { id: string; label: string; cardinality?: 'one' | 'many'; values: { id: string; label: string }[]; free?: boolean; why?: string }
export interface TippingAxis { id: string; values: { id: string; key: string; name: string; definition: string }[] }
export interface CodebooksReply { codebooks: CodebookReply[]; attributes: CodingAttribute[]; narrator_attributes: NarratorAttribute[]; tipping_axes: TippingAxis[] }
export interface NewCode { parent_id: string; codebook_id: string; name: string; definition: string; use_when: string[]; not_when: string[]; examples: string[]; color?: string }

export interface CodingReply { id: string; testimony_id: string; revision_id: string; start: number; end: number; code_id: string; coder: { id: string; display_name: string }; mine: boolean; attributes: Record<string, string[]>; memo: string | null; created_at: string; updated_at: string; anchored: 'exact' | 'moved' | 'unsure'; may: ('change' | 'remove')[] }
export interface NewCoding { revision_id: string; start: number; end: number; code_id: string; attributes?: Record<string, string[]>; memo?: string }
export interface TippingAxes { shape: string; direction?: string; initiation?: string; process?: string; triggers: string[]; locus?: string; identified_by: string }
export interface NewTipping { revision_id: string; start: number; end: number; axes: TippingAxes; dated?: string; place?: string; indicators: string[]; before?: string; after?: string; helped_by?: string; tie?: 'bond' | 'bridge' | 'link'; own_words?: string }
export interface TippingReply extends NewTipping { id: string; testimony_id: string; coder: { id: string; display_name: string }; mine: boolean; review: string; standing: 'interpretation' | 'confirmed'; created_at: string; updated_at: string; may: ('change' | 'remove')[] }

export interface Hit { testimony_id: string; title: string; narrator: { pseudonym: string; role: NarratorRole }; kind: TestimonyKind; language: string; direction: Direction; told_on: string | null; revision_id: string; start: number; end: number; speaker: string | null; window: { start: number; end: number; text: string }; marks: { start: number; end: number }[]; codes: { id: string }[]; start_ms: number | null }
export interface Facets { codes: { id: string; count: number }[]; speakers: { name: string; count: number }[]; narrator_roles: { id: string; count: number }[]; languages: { id: string; count: number }[]; kinds: { id: string; count: number }[]; coders: { id: string; name: string; count: number }[]; years: { id: string; count: number }[]; attributes: { attribute: string; value: string; count: number }[] }
export interface SearchReply { query: string; total: number; testimonies: number; narrators: number; took_ms: number; hits: Hit[]; facets: Facets; next: string | null; languages: string[] }
export interface SearchQuery { q?: string; code?: string[]; indicator?: string[]; speaker?: string[]; narrator_role?: string[]; attribute?: string[]; language?: string[]; kind?: string[]; coder?: string[]; from?: string; until?: string; testimony?: string; limit?: number; after?: string }
export interface JobReply { id: string; kind: string; state: 'waiting' | 'running' | 'done' | 'failed'; done: number; total: number; message: string; created_at: string; finished_at: string | null }
export interface Health { status: string; version: string }

type In<P extends string = never, B = undefined, Q = undefined> = ([P] extends [never] ? { path?: undefined } : { path: Record<P, string> }) &
	(undefined extends B ? { body?: undefined } : { body: B }) &
	(undefined extends Q ? { query?: undefined } : { query?: Q }) & { signal?: AbortSignal };
const ask = <T, O>(method: string, path: string) => (options: O): Promise<Result<T>> => send<T>(method, path, options as Asked);
const askPlain = <T>(method: string, path: string) => (options: { signal?: AbortSignal } = {}): Promise<Result<T>> => send<T>(method, path, options);

const project = '/api/projects/{project}';
const narrator = `${project}/narrators/{narrator}`;
const testimony = `${project}/testimonies/{testimony}`;
const collected = `${project}/collected/{testimony}`;

export const setupState = askPlain<SetupState>('GET', '/api/setup');
export const setUp = ask<SessionReply, In<never, SetUp>>('POST', '/api/setup');
export const signIn = ask<SessionReply, In<never, SignIn>>('POST', '/api/session');
export const currentSession = askPlain<SessionReply>('GET', '/api/session');
export const signOut = askPlain<void>('DELETE', '/api/session');
export const openLink = ask<LinkReply, In<'token'>>('GET', '/api/links/{token}');
export const useLink = ask<SessionReply, In<'token', NewPassword>>('POST', '/api/links/{token}');
export const askPasswordReset = ask<void, In<never, { email: string }>>('POST', '/api/password-reset');
export const changeAccount = ask<AccountReply, In<never, { display_name?: string; language?: string }>>('PATCH', '/api/account');
export const changePassword = ask<void, In<never, ChangePassword>>('POST', '/api/account/password');
export const listSessions = askPlain<SessionInfo[]>('GET', '/api/account/sessions');
export const endSession = ask<void, In<'id'>>('DELETE', '/api/account/sessions/{id}');
export const listTokens = askPlain<TokenReply[]>('GET', '/api/account/tokens');
export const makeToken = ask<TokenReply, In<never, NewToken>>('POST', '/api/account/tokens');
export const revokeToken = ask<void, In<'id'>>('DELETE', '/api/account/tokens/{id}');
export const listPeople = askPlain<AccountReply[]>('GET', '/api/people');
export const resetLinkFor = ask<ResetReply, In<'id'>>('POST', '/api/people/{id}/reset');
export const listOrganisations = askPlain<OrganisationReply[]>('GET', '/api/organisations');

export const makeProject = ask<ProjectReply, In<never, NewProject>>('POST', '/api/projects');
export const openProject = ask<ProjectReply, In<'project'>>('GET', project);
export const changeProject = ask<ProjectReply, In<'project', ChangeProject>>('PATCH', project);
export const listMembers = ask<MemberReply[], In<'project'>>('GET', `${project}/members`);
export const setRoles = ask<MemberReply, In<'project' | 'account', { roles: Role[] }>>('PUT', `${project}/members/{account}`);
export const removeMember = ask<void, In<'project' | 'account'>>('DELETE', `${project}/members/{account}`);
export const listInvitations = ask<InvitationReply[], In<'project'>>('GET', `${project}/invitations`);
export const invite = ask<InvitationReply, In<'project', { email: string; roles: Role[] }>>('POST', `${project}/invitations`);
export const withdrawInvitation = ask<void, In<'project' | 'id'>>('DELETE', `${project}/invitations/{id}`);
export const listNotices = ask<NoticeReply[], In<'project'>>('GET', `${project}/notices`);
export const writeNotice = ask<NoticeReply, In<'project' | 'notice', NewNotice>>('PUT', `${project}/notices/{notice}`);

export const listNarrators = ask<Page<NarratorReply>, In<'project', undefined, { limit?: number; after?: string }>>('GET', `${project}/narrators`);
export const welcomeNarrator = ask<NarratorReply, In<'project' | 'narrator', NewNarrator>>('PUT', narrator);
export const openNarrator = ask<NarratorReply, In<'project' | 'narrator'>>('GET', narrator);
export const openVault = ask<VaultEntry, In<'project' | 'narrator'>>('GET', `${narrator}/names`);
export const keepNames = ask<VaultEntry, In<'project' | 'narrator', VaultEntry>>('PUT', `${narrator}/names`);
export const listConsents = ask<ConsentReply[], In<'project' | 'narrator'>>('GET', `${narrator}/consents`);
export const recordConsent = ask<ConsentReply, In<'project' | 'narrator' | 'consent', NewConsent>>('PUT', `${narrator}/consents/{consent}`);
export const withdrawConsent = ask<ConsentReply, In<'project' | 'narrator', Withdraw>>('POST', `${narrator}/withdrawals`);

export const readDocument = ask<ReadingReply, In<'project', Blob, { file_name?: string; format?: string; encoding?: string }>>('POST', `${project}/readings`);
export const listTestimonies = ask<Page<TestimonyReply>, In<'project', undefined, { limit?: number; after?: string; order?: string; narrator?: string; kind?: string; language?: string; mine?: boolean }>>('GET', `${project}/testimonies`);
export const keepTestimony = ask<TestimonyReply, In<'project' | 'testimony', NewTestimony>>('PUT', testimony);
export const openTestimony = ask<OpenTestimony, In<'project' | 'testimony', undefined, { revision?: string }>>('GET', testimony);
export const changeTestimony = ask<TestimonyReply, In<'project' | 'testimony', ChangeTestimony>>('PATCH', testimony);
export const changeTurns = ask<OpenTestimony, In<'project' | 'testimony', { revision_id: string; turns: TurnWire[] }>>('PUT', `${testimony}/turns`);
export const reviseTestimony = ask<OpenTestimony, In<'project' | 'testimony' | 'revision', NewRevision>>('PUT', `${testimony}/revisions/{revision}`);
/** What a collector brought themselves; the same shapes, for people who may collect but not read. */
export const listCollected = ask<Page<TestimonyReply>, In<'project', undefined, { limit?: number; after?: string; order?: string; narrator?: string; kind?: string; language?: string }>>('GET', `${project}/collected`);
export const openCollected = ask<OpenTestimony, In<'project' | 'testimony', undefined, { revision?: string }>>('GET', collected);
export const changeCollected = ask<TestimonyReply, In<'project' | 'testimony', ChangeTestimony>>('PATCH', collected);
export const changeCollectedTurns = ask<OpenTestimony, In<'project' | 'testimony', { revision_id: string; turns: TurnWire[] }>>('PUT', `${collected}/turns`);
export const reviseCollected = ask<OpenTestimony, In<'project' | 'testimony' | 'revision', NewRevision>>('PUT', `${collected}/revisions/{revision}`);
export const addRecording = ask<RecordingReply, In<'project' | 'testimony' | 'recording', NewRecording>>('PUT', `${testimony}/recordings/{recording}`);
export const removeRecording = ask<void, In<'project' | 'testimony' | 'recording'>>('DELETE', `${testimony}/recordings/{recording}`);
export const uploadRecording = ask<RecordingReply, In<'project' | 'testimony' | 'recording', Blob, { kind?: string; file_name?: string; duration_ms?: number }>>('PUT', `${testimony}/recordings/{recording}/content`);

export const listCodings = ask<CodingReply[], In<'project' | 'testimony'>>('GET', `${testimony}/codings`);
export const codePassage = ask<CodingReply, In<'project' | 'testimony' | 'coding', NewCoding>>('PUT', `${testimony}/codings/{coding}`);
export const removeCoding = ask<void, In<'project' | 'testimony' | 'coding'>>('DELETE', `${testimony}/codings/{coding}`);
export const listTippingPoints = ask<TippingReply[], In<'project' | 'testimony'>>('GET', `${testimony}/tipping-points`);
export const markTippingPoint = ask<TippingReply, In<'project' | 'testimony' | 'tipping', NewTipping>>('PUT', `${testimony}/tipping-points/{tipping}`);
export const removeTippingPoint = ask<void, In<'project' | 'testimony' | 'tipping'>>('DELETE', `${testimony}/tipping-points/{tipping}`);
export const openCodebooks = ask<CodebooksReply, In<'project'>>('GET', `${project}/codebooks`);
export const keepCode = ask<CodeNode, In<'project' | 'code', NewCode>>('PUT', `${project}/codes/{code}`);
export const retireCode = ask<void, In<'project' | 'code'>>('DELETE', `${project}/codes/{code}`);
export const search = ask<SearchReply, In<'project', undefined, SearchQuery>>('GET', `${project}/search`);
export const listJobs = ask<JobReply[], In<'project'>>('GET', `${project}/jobs`);
export const reindex = ask<JobReply, In<'project'>>('POST', `${project}/reindex`);
export const health = askPlain<Health>('GET', '/api/health');
