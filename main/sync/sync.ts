import { fail, ok, type Result } from '../../shared/lib/result.ts';
import type { SyncStatus } from '../../shared/workbench-api/sync-status.ts';
import { inTransaction } from '../database/open.ts';
import { retryFailed, wantNow } from '../database/tables/downloads.ts';
import { readAssignment } from '../database/tables/hub-assignments.ts';
import { previousSubmissionId } from '../database/tables/hub-submissions.ts';
import { outboxCounts } from '../database/tables/outbox.ts';
import { backoffMs } from './backoff.ts';
import { createDownloader, type Downloader } from './download/downloader.ts';
import { createQuietBus } from './quiet-bus.ts';
import { runCycle } from './run-cycle.ts';
import { createScheduler, type Scheduler } from './scheduler.ts';
import type { SyncDeps } from './sync-deps.ts';
import { isAuth, isAway, localProblem, type SyncProblem } from './sync-problem.ts';
import { type SyncState, syncStatus } from './sync-status.ts';

/** Keeps one workspace and its hub in step. */
export type Sync = {
  status(): SyncStatus;
  /** Pulls and pushes now; downloads go on afterwards. The problem is that of this very attempt. */
  now(): Promise<Result<SyncStatus>>;
  start(): void;
  /** Ends timers and requests, and waits for what runs. What was not finished is taken up at the next start. */
  stop(): Promise<void>;
  /** Something may go now that did not before: signed in, back online, more to send. */
  wake(): void;
  /** The evidence of this assignment first; failed files are tried again. */
  downloadNow(assignmentId: string): void;
  /** Resolves when no cycle that was asked for and no download runs. */
  settled(): Promise<void>;
};

type Parts = {
  readonly deps: SyncDeps;
  readonly state: SyncState;
  readonly stopping: AbortController;
  readonly scheduler: Scheduler;
  readonly downloader: Downloader;
  /** Hears what happens elsewhere in the workbench, until the returned function is called. */
  readonly listen: () => () => void;
};

export const createSync = (given: SyncDeps): Sync => {
  const bus = createQuietBus(given.bus);
  const deps: SyncDeps = { ...given, bus };
  const state: SyncState = {
    connection: 'unknown',
    activity: 'idle',
    problem: null,
    downloadProblem: null,
    roomProblem: null,
  };
  const stopping = new AbortController();
  const { signal } = stopping;
  const changed = () => bus.publish({ topic: 'sync', ids: [] });
  const downloader = createDownloader({
    deps,
    isPaused: () => signal.aborted || scheduler.isPaused(),
    onHalt: (found, halts) => {
      if (signal.aborted) return;
      state.downloadProblem = localProblem(found);
      resumeLater(deps, scheduler, signal, found, halts);
    },
    onEnd: changed,
    onRoom: (spent) => {
      const same = spent === null && state.roomProblem === null;
      state.roomProblem = spent;
      if (!same) for (const topic of ['storage', 'sync'] as const) bus.publish({ topic, ids: [] });
    },
  });
  const scheduler: Scheduler = createScheduler({
    deps,
    runCycle: () => runCycle({ deps, downloader, state, signal, changed }),
    pauseOf,
  });
  const listen = () =>
    bus.subscribe(({ topic }) => {
      if (bus.isSpeaking()) return;
      if (topic === 'storage' || topic === 'settings') downloader.kick();
      if (topic === 'app') wake({ scheduler, state });
      else if (outboxCounts(deps.db).pending > 0) scheduler.nudge();
    });
  return syncOver({ deps, state, stopping, scheduler, downloader, listen });
};

/** A session that was missing may be there now; a hub that was away is not closer because somebody works. */
const wake = ({ scheduler, state }: Pick<Parts, 'scheduler' | 'state'>): void =>
  scheduler.wake(state.problem !== null && isAuth(state.problem));

/** A cycle finds out what is the matter with the hub or the session, says so, and starts downloads again. */
const resumeLater = (
  { timers, random }: SyncDeps,
  scheduler: Scheduler,
  signal: AbortSignal,
  found: SyncProblem,
  halts: number,
): void => {
  const pause = pauseOf(found);
  if (pause !== undefined) scheduler.pauseFor(pause);
  else if (isAuth(found)) scheduler.wake(true);
  else if (isAway(found)) {
    const cancel = timers.after(backoffMs(halts, random), () => scheduler.wake(true));
    signal.addEventListener('abort', cancel, { once: true });
  }
};

const syncOver = ({ deps, state, stopping, scheduler, downloader, listen }: Parts): Sync => {
  let forget = () => {};
  let asked: Promise<unknown> = Promise.resolve();
  const status = () => syncStatus(deps.db, state, downloader.isBusy(), scheduler.nextAt());
  return {
    status,
    now: async () => {
      if (scheduler.isPaused() && state.problem !== null) return fail(state.problem);
      const running = scheduler.now();
      asked = running;
      const result = await running;
      return result.ok ? ok(status()) : fail(localProblem(result.problem));
    },
    start: () => {
      const retried = inTransaction(deps.db, (db) => ok(retryFailed(db)));
      if (!retried.ok) state.problem = retried.problem;
      forget = listen();
      scheduler.start();
    },
    stop: async () => {
      forget();
      stopping.abort();
      await Promise.all([scheduler.stop(), downloader.cancel()]);
      // A cycle that was just ending may have begun downloads once more.
      await downloader.cancel();
    },
    wake: () => wake({ scheduler, state }),
    downloadNow: (assignmentId) => {
      const noted = noteWanted(deps, assignmentId);
      if (!noted.ok) state.downloadProblem = noted.problem;
      downloader.kick();
      wake({ scheduler, state });
      deps.bus.publish({ topic: 'downloads', ids: [assignmentId] });
    },
    settled: async () => {
      await asked;
      await downloader.settled();
    },
  };
};

/** The evidence under review first; that of the attempt before, where it is shown, right behind it. */
const noteWanted = ({ db, keyring, clock }: SyncDeps, assignmentId: string): Result<void> => {
  const submissionId = readAssignment(db, assignmentId)?.assignment.submissionId;
  if (submissionId === undefined) return ok(undefined);
  const previous = previousSubmissionId(db, keyring, submissionId);
  const now = clock.now();
  return inTransaction(db, (writable) => {
    retryFailed(writable, submissionId);
    wantNow(writable, submissionId, now);
    if (previous === null) return ok(undefined);
    retryFailed(writable, previous);
    wantNow(writable, previous, now - 1);
    return ok(undefined);
  });
};

/** How long the hub asked for quiet. */
const pauseOf = (found: SyncProblem): number | undefined =>
  'retryAfterMs' in found ? found.retryAfterMs : undefined;
