import { type Problem, problem } from '../../shared/lib/problem.ts';
import { fail, ok, type Result } from '../../shared/lib/result.ts';
import { inTransaction } from '../database/open.ts';
import { clearToken } from '../database/tables/device-account.ts';
import type { Downloader } from './download/downloader.ts';
import { syncCycle } from './sync-cycle.ts';
import type { SyncDeps } from './sync-deps.ts';
import { isAuth, isAway, localProblem, type SyncProblem } from './sync-problem.ts';
import type { SyncState } from './sync-status.ts';

export type CycleContext = {
  readonly deps: SyncDeps;
  readonly downloader: Downloader;
  readonly state: SyncState;
  readonly signal: AbortSignal;
  readonly changed: () => void;
};

/** One cycle, with what it came to noted in `state`. A bug in it is a problem like any other: the next cycle comes. */
export const runCycle = async (context: CycleContext): Promise<Result<void, SyncProblem>> => {
  const { deps, downloader, state, signal, changed } = context;
  state.downloadProblem = null;
  const onActivity = (activity: SyncState['activity']) => {
    state.activity = activity;
    changed();
  };
  try {
    const result = await syncCycle({ deps, downloader, signal, onActivity });
    if (!signal.aborted) await conclude(context, result);
    return result;
  } catch (error) {
    const name = error instanceof Error ? error.name : 'unknown';
    deps.log('error', 'sync.bug', { code: name });
    const found = problem('internal', { detail: name });
    state.problem = found;
    return fail(found);
  } finally {
    state.activity = 'idle';
    // With the timer already armed, so that the next attempt is part of what listeners see.
    queueMicrotask(changed);
  }
};

const conclude = async (context: CycleContext, result: Result<void, SyncProblem>): Promise<void> => {
  const { deps, state } = context;
  state.connection = !result.ok && isAway(result.problem) ? 'offline' : 'online';
  state.problem = result.ok ? null : reasonOf(result.problem, state.problem);
  if (result.ok) return;
  deps.log('info', 'sync.failed', { code: result.problem.code });
  if (result.problem.code === 'session-expired') await endSession(context);
  // Whether a device is revoked, and what follows, is not for syncing to decide: whoever hears this asks the hub.
  if (result.problem.code === 'device-revoked' || result.problem.code === 'device-forked')
    deps.bus.publish({ topic: 'app', ids: [] });
};

/** A session that ran out stays the reason: the next tries, a moment later, only find that nobody is signed in. */
const reasonOf = (found: SyncProblem, before: Problem | null): Problem =>
  found.code === 'signed-out' && before?.code === 'session-expired' ? before : localProblem(found);

/** One refusal may be of an older session's request: asked again, the hub says whether this session counts. */
const endSession = async ({ deps, state, signal }: CycleContext): Promise<void> => {
  const account = await deps.hub.call('getAccount', {}, { signal });
  if (account.ok || !isAuth(account.problem)) return;
  const cleared = inTransaction(deps.db, (db) => ok(clearToken(db)));
  if (cleared.ok) deps.bus.publish({ topic: 'app', ids: [] });
  else state.problem = cleared.problem;
};
