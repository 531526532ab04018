import { problem } from '../../shared/lib/problem.ts';
import { fail, ok, type Result } from '../../shared/lib/result.ts';
import type { SyncStatus } from '../../shared/workbench-api/sync-status.ts';
import { instantNow } from '../core/instant.ts';
import { inTransaction } from '../database/open.ts';
import { noteSync, readAccount } from '../database/tables/device-account.ts';
import { afterPull } from './after-pull.ts';
import { carryOutErasures } from './carry-out-erasures.ts';
import type { Downloader } from './download/downloader.ts';
import { pull } from './pull/pull.ts';
import { push } from './push/push.ts';
import type { SyncDeps } from './sync-deps.ts';
import { endsCycle, type SyncProblem } from './sync-problem.ts';

export type CycleSetup = {
  readonly deps: SyncDeps;
  readonly downloader: Downloader;
  readonly signal: AbortSignal;
  readonly onActivity: (activity: SyncStatus['activity']) => void;
};

/**
 * Pull, push, pull again when the push has changed something at the hub, then downloads in the background. A feed that
 * does not add up never keeps work from being sent. Nothing new and nothing to send costs one request.
 */
export const syncCycle = async (setup: CycleSetup): Promise<Result<void, SyncProblem>> => {
  const { deps, downloader, onActivity, signal } = setup;
  await erase(setup);
  if (readAccount(deps.db)?.token == null) return fail(problem('signed-out'));
  const pulled = await pullStep(setup);
  if (!pulled.ok && endsCycle(pulled.problem)) return pulled;
  onActivity('pushing');
  const pushed = await push(deps, signal);
  if (!pushed.ok && endsCycle(pushed.problem)) return pushed;
  const last = pushed.ok && pushed.value.hubChanged ? await pullStep(setup) : pulled;
  downloader.kick();
  if (!pushed.ok) return pushed;
  if (!last.ok) return last;
  return inTransaction(deps.db, (db) => ok(noteSync(db, instantNow(deps.clock))));
};

const pullStep = async (setup: CycleSetup): Promise<Result<void, SyncProblem>> => {
  const { deps, signal, onActivity } = setup;
  onActivity('pulling');
  const pulled = await pull(deps, signal);
  if (!pulled.ok) return pulled;
  await afterPull(deps, pulled.value);
  if (pulled.value !== undefined) await erase(setup);
  return ok(undefined);
};

const erase = ({ deps, downloader }: CycleSetup): Promise<void> =>
  carryOutErasures(deps, (submissionId) => downloader.cancel(submissionId));
