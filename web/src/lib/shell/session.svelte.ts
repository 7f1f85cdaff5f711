/** Who is signed in here, and where they may go. One per page; the server decides, this only remembers its answer. */
import { currentSession, setupState, signOut, heard, type AccountReply, type MyProject, type Problem, type SessionReply } from '#lib/api';
import { words } from '#lib/words';

class Session {
	#reply = $state.raw<SessionReply | undefined>();
	/** `out`: somebody must sign in. `new`: this service was never set up. `lost`: the server does not answer. */
	standing = $state<'unknown' | 'in' | 'out' | 'new' | 'lost'>('unknown');
	/** The server ended the session while somebody was at work: lead them to the door and back. */
	ended = $state(false);
	problem = $state.raw<Problem | undefined>();
	account = $derived<AccountReply | undefined>(this.#reply?.account);
	projects = $derived<MyProject[]>(this.#reply?.projects ?? []);
	version = $derived(this.#reply?.version ?? '');
	/** Whether this service can send mail; if not, links are shown and passed on by hand. */
	mail = $derived(this.#reply?.mail ?? false);

	/** Asks the server once; `again` asks anew, for instance after joining a project. */
	async find(again = false): Promise<void> {
		if (this.standing === 'in' && !again) return;
		const { data, error } = await currentSession();
		if (data) return this.take(data);
		if (error.code !== 'signed-out' && error.status !== 401) {
			this.problem = error;
			if (this.standing !== 'in') this.standing = 'lost';
			return;
		}
		const setup = await setupState();
		this.leave(setup.data?.needed ? 'new' : 'out');
	}
	async take(reply: SessionReply): Promise<void> {
		this.#reply = reply;
		this.problem = undefined;
		this.standing = 'in';
		this.ended = false;
		if (reply.account.language !== words.language) await words.speak(reply.account.language);
	}
	keepAccount(account: AccountReply): void {
		if (this.#reply) this.#reply = { ...this.#reply, account };
	}
	leave(standing: 'out' | 'new' = 'out'): void {
		this.#reply = undefined;
		this.standing = standing;
	}
	async signOut(): Promise<Problem | undefined> {
		const { error } = await signOut();
		if (error && error.code !== 'signed-out') return error;
		this.leave();
		return undefined;
	}
	/** Everyone who leads somewhere, and administrators, may begin a project. */
	mayBegin = $derived((this.account?.administrator ?? false) || this.projects.some((p) => p.roles.includes('lead')));
}
export const session = new Session();
heard.signedOut = () => {
	if (session.standing !== 'in') return;
	session.ended = true;
	session.leave();
};
