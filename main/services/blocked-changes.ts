import { problem } from '../../shared/lib/problem.ts';
import { fail, ok, type Result } from '../../shared/lib/result.ts';
import type { BlockedChange } from '../../shared/workbench-api/sync-status.ts';
import { problemSchema } from '../../shared/workbench-api/sync-status.ts';
import { inTransaction } from '../database/open.ts';
import { listBlocked } from '../database/tables/outbox.ts';
import { dismissSettled, listSettled } from '../database/tables/settled-changes.ts';
import type { ReviewDeps } from './review/work.ts';
import type { Workspace } from './workspace.ts';

/** Changes the hub refused, oldest first, with its reasons: those that hold something up, then those that are settled. */
export const listBlockedChanges = ({ db }: Pick<Workspace, 'db'>): BlockedChange[] =>
  [...listBlocked(db).map((row) => ({ ...row, settledAt: null })), ...listSettled(db)].map(
    ({ problem: reason, submissionCode, ...row }) => ({
      ...row,
      submissionCode: submissionCode ?? '',
      problem: problemSchema.parse(JSON.parse(reason)),
    }),
  );

/** Settled changes have been seen and leave the list. `not-found` when one is not settled: then all are still needed. */
export const dismissChanges = (
  { workspace, bus }: Pick<ReviewDeps, 'workspace' | 'bus'>,
  eventIds: readonly string[],
): Result<Record<string, never>> => {
  const dismissed = inTransaction(workspace.db, (db) =>
    eventIds.every((eventId) => dismissSettled(db, eventId) > 0) ? ok({}) : fail(problem('not-found')),
  );
  if (dismissed.ok) bus.publish({ topic: 'sync', ids: [] });
  return dismissed;
};
