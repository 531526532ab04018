import { problem } from '../../../shared/lib/problem.ts';
import { fail, ok, type Result } from '../../../shared/lib/result.ts';
import type { CommandInput } from '../../../shared/workbench-api/commands.ts';
import type { WritableDb } from '../../database/connection.ts';
import { inTransaction } from '../../database/open.ts';
import { readEvent } from '../../database/tables/events.ts';
import { isRefusedFor } from '../../database/tables/outbox.ts';
import { supersedeStateOf } from './supersede-state.ts';
import { publishState, type ReviewDeps, readWork, record } from './work.ts';
import { whyNotEditable } from './work-state.ts';

type Request = CommandInput<'review.requestSupersede'>;

/**
 * Asks that a final which came too late count instead of the one that does. The reason is sealed with the submission's
 * key: it goes with the final it is about. Asked again, nothing more is sent. `not-found` when it is no such final.
 */
export const requestSupersede = async (
  deps: ReviewDeps,
  request: Request,
): Promise<Result<Record<string, never>>> => {
  const stored = readEvent(deps.workspace.db, request.eventId);
  if (stored === undefined) return fail(problem('not-found'));
  const asked = inTransaction(deps.workspace.db, (db) => ask(db, deps, request));
  if (!asked.ok) return asked;
  publishState(deps, stored.assignmentId);
  deps.wakeSync();
  return ok({});
};

const ask = (db: WritableDb, deps: ReviewDeps, { eventId, reason }: Request): Result<void> => {
  const stored = readEvent(db, eventId);
  if (stored?.type !== 'review.submitted' || !isRefusedFor(db, eventId, 'already-finalised')) {
    return fail(problem('not-found'));
  }
  const work = readWork(db, stored.assignmentId, deps.clock.now());
  if (!work.ok) return work;
  const { state } = work.value;
  if (state === 'withdrawn' || state === 'recused' || state === 'set-aside') {
    return fail(whyNotEditable(state, work.value) ?? problem('not-found'));
  }
  const before = supersedeStateOf(deps.workspace, stored);
  if (!before.ok) return before;
  if (before.value.state !== 'may-ask') return ok(undefined);
  const payload = { refusedEventId: stored.eventId, reason };
  const recorded = record(db, deps, work.value, { type: 'review.supersede-requested', payload });
  return recorded.ok ? ok(undefined) : recorded;
};
