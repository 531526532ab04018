import { problem } from '../../shared/lib/problem.ts';
import { fail, ok, type Result } from '../../shared/lib/result.ts';
import { inTransaction } from '../database/open.ts';
import { markErasureTold } from '../database/tables/erased-submissions.ts';
import type { ReviewDeps } from './review/work.ts';

/** The reviewer has read that a submission was erased here. `not-found` when that was said before. */
export const dismissErased = (
  { workspace, bus }: Pick<ReviewDeps, 'workspace' | 'bus'>,
  erasureId: string,
): Result<Record<string, never>> => {
  const told = inTransaction(workspace.db, (db) =>
    markErasureTold(db, erasureId) === 0 ? fail(problem('not-found')) : ok({}),
  );
  if (told.ok) bus.publish({ topic: 'sync', ids: [] });
  return told;
};
