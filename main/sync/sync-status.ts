import type { Problem } from '../../shared/lib/problem.ts';
import type { SyncStatus } from '../../shared/workbench-api/sync-status.ts';
import type { Database } from '../database/connection.ts';
import { readAccount } from '../database/tables/device-account.ts';
import { countDownloads } from '../database/tables/downloads.ts';
import { listUntoldErasures } from '../database/tables/erased-submissions.ts';
import { outboxCounts, prunedCount } from '../database/tables/outbox.ts';
import { countSettled } from '../database/tables/settled-changes.ts';

/** What is known of syncing beside the tables. */
export type SyncState = {
  connection: 'online' | 'offline' | 'unknown';
  activity: SyncStatus['activity'];
  /** Why the last cycle failed. */
  problem: Problem | null;
  /** Why downloads as a whole do not go on. */
  downloadProblem: Problem | null;
  /** Why files wait though nothing failed. */
  roomProblem: Problem | null;
};

/** The truth of this moment: counts from the outbox's own counters, never from memory. */
export const syncStatus = (
  db: Database,
  state: Readonly<SyncState>,
  downloading: boolean,
  nextAtMs: number | null,
): SyncStatus => {
  const account = readAccount(db);
  const { pending, sending, blocked, delivered } = outboxCounts(db);
  const acknowledged = delivered + prunedCount(db);
  const idle = state.activity === 'idle' && downloading;
  return {
    connection: account?.token == null ? 'paused' : state.connection,
    activity: idle ? 'downloading' : state.activity,
    lastSyncAt: account?.lastSyncAt ?? null,
    nextAttemptAt: nextAtMs === null ? null : new Date(nextAtMs).toISOString(),
    problem: plain(state.problem ?? state.downloadProblem ?? state.roomProblem),
    changes: {
      total: pending + sending + blocked + acknowledged,
      acknowledged,
      waiting: pending + sending,
      blocked,
      settled: countSettled(db),
    },
    downloads: countDownloads(db),
    erased: listUntoldErasures(db),
  };
};

/** Code and values alone: what else a hub's problem carries is for the scheduler. */
const plain = (found: Problem | null): SyncStatus['problem'] => {
  if (found === null) return null;
  return found.params === undefined
    ? { code: found.code }
    : { code: found.code, params: { ...found.params } };
};
