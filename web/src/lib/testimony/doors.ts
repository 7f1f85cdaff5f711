/** Where a story opens, and which of the two doors of the server it comes through: readers' or its collector's. */
import type { OpenProject } from '#lib/shell';
import { listCollected, listTestimonies } from '#lib/api';

export const reads = (project: OpenProject): boolean => project.may('read') || project.may('code');
export const lists = (project: OpenProject) => (reads(project) ? listTestimonies : listCollected);
/** Readers go to the workbench; people who only collect see what they brought. */
export const doorTo = (project: OpenProject, testimony: string): string => project.href(reads(project) ? `t/${testimony}` : `testimonies/collected/${testimony}`);
export const kinds = ['interview', 'own-submission', 'focus-group', 'field-note', 'published-story', 'speech', 'other'] as const;
export const orders = ['newest', 'oldest'] as const;
