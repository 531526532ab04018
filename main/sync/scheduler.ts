import type { Result } from '../../shared/lib/result.ts';
import { createSerialQueue } from '../keys/serial-queue.ts';
import { createAlarm } from './alarm.ts';
import { backoffMs, share } from './backoff.ts';
import type { SyncDeps } from './sync-deps.ts';
import type { SyncProblem } from './sync-problem.ts';

/** Decides when to sync. One cycle at a time; an alarm is always set while it is started and no cycle runs. */
export type Scheduler = {
  start(): void;
  /** Ends the alarm; a running cycle goes on and is awaited. */
  stop(): Promise<void>;
  /** A cycle that begins after this call. Resolves when it has ended. */
  now(): Promise<Result<void, SyncProblem>>;
  /**
   * There is something to do, or something may go now that did not before. At most one try a second; after failures
   * one in fifteen seconds, unless `expected` says that what stood in the way is gone.
   */
  wake(expected: boolean): void;
  /** There is more to send: soon, and not sooner than a backoff that is under way. */
  nudge(): void;
  /** No cycle of its own before this long from now. Milliseconds. */
  pauseFor(ms: number): void;
  isPaused(): boolean;
  /** Milliseconds since 1970 of the next cycle; null while one runs or when stopped. */
  nextAt(): number | null;
};

export type SchedulerOptions = {
  readonly deps: Pick<SyncDeps, 'clock' | 'random' | 'timers'>;
  readonly runCycle: () => Promise<Result<void, SyncProblem>>;
  /** The hub asked for this long a pause. Undefined: it did not. */
  readonly pauseOf: (found: SyncProblem) => number | undefined;
};

/** Between two cycles when all is well: one to three minutes, so that workbenches do not march in step. */
const IDLE_MS = 120_000;
/** Edits come in bursts: they are sent together. */
const GATHER_MS = 1000;
const WAKE_GAP_MS = 1000;
const FAILING_WAKE_GAP_MS = 15_000;

export const createScheduler = ({ deps, runCycle, pauseOf }: SchedulerOptions): Scheduler => {
  const { clock, random } = deps;
  const inTurn = createSerialQueue();
  // What a cycle meets is in its result, and a bug in it is told by runCycle: nothing is left to hear here.
  const alarm = createAlarm(deps, () => void cycle().catch(() => undefined));
  let failures = 0;
  let lastBegan = Number.NEGATIVE_INFINITY;
  let running = false;
  let again = false;
  let queued: Promise<Result<void, SyncProblem>> | null = null;

  const delayAfter = (result: Result<void, SyncProblem>): number => {
    failures = result.ok ? 0 : failures + 1;
    if (result.ok) return again ? GATHER_MS : IDLE_MS * (0.5 + share(random));
    const pause = pauseOf(result.problem);
    if (pause !== undefined) alarm.notBefore(pause);
    return backoffMs(failures, random);
  };

  const cycle = (): Promise<Result<void, SyncProblem>> => {
    queued ??= inTurn(async () => {
      queued = null;
      alarm.clear();
      running = true;
      again = false;
      lastBegan = clock.monotonic();
      let delay = IDLE_MS;
      try {
        const result = await runCycle();
        delay = delayAfter(result);
        return result;
      } finally {
        running = false;
        alarm.set(delay);
      }
    });
    return queued;
  };

  const soon = (ms: number): void => {
    if (running) again = true;
    else alarm.setSooner(ms);
  };

  return {
    start: () => alarm.start(),
    stop: async () => {
      alarm.stop();
      await inTurn(async () => undefined);
    },
    now: () => {
      failures = 0;
      return cycle();
    },
    wake: (expected) => {
      const gap = failures > 0 && !expected ? FAILING_WAKE_GAP_MS : WAKE_GAP_MS;
      soon(Math.max(0, lastBegan + gap - clock.monotonic()));
    },
    nudge: () => {
      if (failures === 0) soon(GATHER_MS);
    },
    pauseFor: (ms) => {
      alarm.notBefore(ms);
      if (!running) alarm.set(ms);
    },
    isPaused: alarm.isPaused,
    nextAt: alarm.nextAt,
  };
};
