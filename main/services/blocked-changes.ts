import { problem } from '../../shared/lib/problem.ts';
import { fail, ok, type Result } from '../../shared/lib/result.ts';
import type { BlockedChange } from '../../shared/workbench-api/sync-status.ts';
import { problemSchema } from '../../shared/workbench-api/sync-status.ts';
import { instantNow } from '../core/instant.ts';
import { inTransaction } from '../database/open.ts';
import { acknowledgeTooLate, type BlockedRow, isTooLate, listBlocked } from '../database/tables/outbox.ts';
import { dismissSettled, listSettled } from '../database/tables/settled-changes.ts';
import { supersedeStateOf } from './review/supersede-state.ts';
import type { ReviewDeps } from './review/work.ts';
import type { Workspace } from './workspace.ts';

/** Changes the hub refused, oldest first, with its reasons: those that hold something up, then those that are settled. */
export const listBlockedChanges = (workspace: Reading): BlockedChange[] =>
  [
    ...listBlocked(workspace.db).map((row) => ({ ...row, settledAt: null })),
    ...listSettled(workspace.db),
  ].map(({ problem: reason, submissionCode, ...row }) => {
    const { code, ...rest } = problemSchema.parse(JSON.parse(reason));
    return {
      ...row,
      submissionCode: submissionCode ?? '',
      problem: { code, ...rest },
      dismissable: row.settledAt !== null || isTooLate(code),
      supersede:
        row.type === 'review.submitted' && code === 'already-finalised' ? stateOf(workspace, row) : null,
    };
  });

type Reading = Pick<Workspace, 'db' | 'keyring' | 'deviceId'>;

/** Nothing can be asked of a final whose words no longer open. */
const stateOf = (
  workspace: Reading,
  row: Pick<BlockedRow, 'eventId' | 'assignmentId'>,
): BlockedChange['supersede'] => {
  const state = supersedeStateOf(workspace, row);
  return state.ok ? state.value : null;
};

/**
 * Changes that hold nothing up have been seen and leave the list. `not-found` when one holds something up: then all are
 * still needed. One that came too late is kept to be sent again to a hub restored from a backup; what was asked about it
 * stays asked.
 */
export const dismissChanges = (
  { workspace, bus, clock }: Pick<ReviewDeps, 'workspace' | 'bus' | 'clock'>,
  eventIds: readonly string[],
): Result<Record<string, never>> => {
  const at = instantNow(clock);
  const dismissed = inTransaction(workspace.db, (db) =>
    eventIds.every((eventId) => dismissSettled(db, eventId) > 0 || acknowledgeTooLate(db, eventId, at))
      ? ok({})
      : fail(problem('not-found')),
  );
  if (dismissed.ok) bus.publish({ topic: 'sync', ids: [] });
  return dismissed;
};
