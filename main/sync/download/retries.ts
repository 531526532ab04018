import { ok } from '../../../shared/lib/result.ts';
import { inTransaction } from '../../database/open.ts';
import { type Download, downloadKey, retryFailed } from '../../database/tables/downloads.ts';
import { backoffMs } from '../backoff.ts';
import type { SyncDeps } from '../sync-deps.ts';

/** When files that failed are tried again. */
export type Retries = {
  later(download: Download): void;
  /** The file is here: its count of failures ends. */
  forget(download: Download): void;
  cancelAll(): void;
};

/** At least this long: what a hub sends altered is not better a moment later. */
const SHORTEST_MS = 1000;

export const createRetries = (deps: SyncDeps, kick: () => void): Retries => {
  const failures = new Map<string, number>();
  const waiting = new Map<string, () => void>();

  const retry = (key: string, submissionId: string): void => {
    waiting.delete(key);
    const noted = inTransaction(deps.db, (db) => ok(retryFailed(db, submissionId)));
    if (noted.ok) kick();
    else deps.log('warn', 'sync.retryNotNoted', { code: noted.problem.code });
  };

  return {
    later: (download) => {
      const key = downloadKey(download);
      const count = (failures.get(key) ?? 0) + 1;
      failures.set(key, count);
      waiting.get(key)?.();
      const wait = SHORTEST_MS + backoffMs(count + 1, deps.random);
      waiting.set(
        key,
        deps.timers.after(wait, () => retry(key, download.submissionId)),
      );
    },
    forget: (download) => failures.delete(downloadKey(download)),
    cancelAll: () => {
      for (const cancel of waiting.values()) cancel();
      waiting.clear();
    },
  };
};
