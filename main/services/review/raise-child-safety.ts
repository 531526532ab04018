import type { AssignmentId } from '../../../shared/domain/ids.ts';
import { ok, type Result } from '../../../shared/lib/result.ts';
import type { CommandInput } from '../../../shared/workbench-api/commands.ts';
import { inTransaction } from '../../database/open.ts';
import { ensureHandOver, publishState, type ReviewDeps, readWork, record } from './work.ts';

type Disclosure = Omit<CommandInput<'review.raiseChildSafety'>, 'assignmentId'> & {
  readonly assignmentId: AssignmentId;
};

/**
 * Reports that evidence discloses a risk to a child, in whatever state the review is. Nothing holds it up: it is sent
 * ahead of a blocked assignment, and survives a recusal.
 */
export const raiseChildSafety = async (
  deps: ReviewDeps,
  { assignmentId, note, procedureReadAt }: Disclosure,
): Promise<Result<Record<string, never>>> => {
  const ready = await ensureHandOver(deps.workspace, assignmentId);
  if (!ready.ok) return ready;
  const recorded = inTransaction(deps.workspace.db, (db) => {
    const work = readWork(db, assignmentId, deps.clock.now());
    if (!work.ok) return work;
    const payload = { note, procedureReadAt };
    return record(db, deps, work.value, { type: 'alert.child-safety', payload });
  });
  if (!recorded.ok) return recorded;
  publishState(deps, assignmentId);
  deps.wakeSync();
  return ok({});
};
