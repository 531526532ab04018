import type { HubDatabase } from '../database/open.ts';
import {
  clearThrottle,
  deleteOldThrottles,
  findThrottle,
  putThrottle,
} from '../database/tables/sign-in-throttle.ts';

const freeFailures = 5;
const firstPauseMs = 30_000;
const longestPauseMs = 15 * 60_000;
const forgetAfterMs = 60 * 60_000;

/** How many seconds this name must wait before the next try; 0 when it may try now. */
export const secondsToWait = async (
  database: HubDatabase,
  nameHash: string,
  now: number,
): Promise<number> => {
  const record = await database.read((db) => findThrottle(db, nameHash));
  return record === null || record.blockedUntil <= now ? 0 : Math.ceil((record.blockedUntil - now) / 1000);
};

/** After five failures within an hour a name pauses for 30 s, then twice as long each time, up to 15 minutes. */
export const countFailure = (database: HubDatabase, nameHash: string, now: number): Promise<void> =>
  database.write(async (db) => {
    await deleteOldThrottles(db, now - forgetAfterMs);
    const failures = ((await findThrottle(db, nameHash))?.failures ?? 0) + 1;
    const pause =
      failures < freeFailures ? 0 : Math.min(longestPauseMs, firstPauseMs * 2 ** (failures - freeFailures));
    await putThrottle(db, nameHash, { failures, lastFailureAt: now, blockedUntil: now + pause });
  });

export const forgetFailures = (database: HubDatabase, nameHash: string): Promise<void> =>
  database.write((db) => clearThrottle(db, nameHash));
