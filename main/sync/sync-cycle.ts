import { problem } from '../../shared/lib/problem.ts';
import { fail, ok, type Result } from '../../shared/lib/result.ts';
import type { SyncStatus } from '../../shared/workbench-api/sync-status.ts';
import { instantNow } from '../core/instant.ts';
import { inTransaction } from '../database/open.ts';
import { noteSync, readAccount } from '../database/tables/device-account.ts';
import { keepDownloadCounts } from '../database/tables/downloads.ts';
import { readFeed } from '../database/tables/hub-feed.ts';
import { hasNew, lineUp, mayPrune, pruneAcknowledged } from '../database/tables/outbox.ts';
import { hasForked } from '../database/tables/restored.ts';
import { afterPull } from './after-pull.ts';
import { carryOutErasures } from './carry-out-erasures.ts';
import type { Downloader } from './download/downloader.ts';
import { finishEvictions } from './download/room.ts';
import { pull } from './pull/pull.ts';
import { push } from './push/push.ts';
import type { SyncDeps } from './sync-deps.ts';
import { endsCycle, type SyncProblem } from './sync-problem.ts';
import { takeAnswers } from './take-answers.ts';

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
  // Also where the hub is away: new lines are found by looking at each of them.
  if (hasNew(deps.db)) {
    const linedUp = inTransaction(deps.db, (db) => ok(lineUp(db)));
    if (!linedUp.ok) return linedUp;
  }
  await erase(setup);
  await finishEvictions(deps);
  if (readAccount(deps.db)?.token == null)
    return fail(problem(hasForked(deps.db) ? 'device-forked' : 'signed-out'));
  const pulled = await pullStep(setup);
  if (!pulled.ok && endsCycle(pulled.problem)) return pulled;
  onActivity('pushing');
  const pushed = await push(deps, signal);
  if (!pushed.ok && endsCycle(pushed.problem)) return pushed;
  const last = pushed.ok && pushed.value.hubChanged ? await pullStep(setup) : pulled;
  // What this pull has erased is answered now, not at the next cycle.
  const answered = last !== pulled && last.ok && last.value > 0 ? await push(deps, signal) : pushed;
  downloader.kick();
  if (!answered.ok) return answered;
  if (!last.ok) return last;
  return inTransaction(deps.db, (db) => {
    keepDownloadCounts(db);
    return ok(noteSync(db, instantNow(deps.clock)));
  });
};

/** Value: how many receipts of erasures it has put in line. */
const pullStep = async (setup: CycleSetup): Promise<Result<number, SyncProblem>> => {
  const { deps, signal, onActivity } = setup;
  onActivity('pulling');
  const pulled = await pull(deps, signal);
  if (!pulled.ok) return pulled;
  const pruned = prune(deps);
  if (!pruned.ok) return pruned;
  await afterPull(deps, pulled.value);
  takeAnswers(deps);
  return ok(pulled.value === undefined ? 0 : await erase(setup));
};

/**
 * Lets go of what a finished backup holds. Right after a pull: what a later push hears of may stand in that backup with
 * another verdict, and the hub says at the next pull that it does not count as held.
 */
const prune = ({ db }: SyncDeps): Result<void> => {
  const { durableSeq } = readFeed(db);
  if (!mayPrune(db, durableSeq)) return ok(undefined);
  return inTransaction(db, (writable) => {
    pruneAcknowledged(writable, durableSeq);
    return ok(undefined);
  });
};

const erase = ({ deps, downloader }: CycleSetup): Promise<number> =>
  carryOutErasures(deps, (submissionId) => downloader.cancel(submissionId));
