/** The project a page stands in. Pages under /p/[project] call `useProject()`; it is always there. */
import { createContext } from 'svelte';
import type { ProjectCounts, ProjectReply } from '#lib/api';

export interface OpenProject {
	readonly id: string;
	readonly current: ProjectReply;
	/** Whether this person may do an act here: "collect", "read", "code", "manage-members", … */
	may(act: string): boolean;
	/** Asks the server again, for instance after something was counted anew. */
	reload(): Promise<void>;
	set(project: ProjectReply): void;
	/** `href('members')` → /p/…/members */
	href(tail?: string): string;
}
const uncounted: ProjectCounts = { narrators: 0, testimonies: 0, codings: 0, coded_narrators: 0, members: 0, notices: 0 };
/** How much there is; nothing for those who may not know. */
export const countsOf = (project: ProjectReply): ProjectCounts => project.counts ?? uncounted;

export const [useProject, provideProject] = createContext<OpenProject>();
