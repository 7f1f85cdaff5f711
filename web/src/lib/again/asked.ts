/** When a story was gone through with its narrator last. */
import type { AskedAgainReply } from '#lib/api';

/** The server lists the newest first. */
export const lastOf = (asked: readonly AskedAgainReply[], testimony: string): AskedAgainReply | undefined => asked.find((one) => one.testimony_id === testimony);
export const togetherPath = (testimony: string): string => `testimonies/collected/${testimony}/together`;
