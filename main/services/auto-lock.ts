import type { Clock } from '../core/ports.ts';
import type { Timers } from '../hub-client/timers.ts';

export type AutoLock = {
  /** Somebody works: a key, a movement, evidence that plays. */
  noteActivity(): void;
  /** Somebody has just opened it: a lock that was still to come is called off. */
  unlocked(): void;
  /** Lock now, as after the time has run out: the computer sleeps, or its screen was locked. */
  request(): void;
  start(): void;
  stop(): void;
};

export type AutoLockSetup = {
  readonly clock: Clock;
  readonly timers: Timers;
  /** After how long without work; null while there is nothing to lock. Milliseconds. */
  readonly limit: () => number | null;
  /** Asks the window to make what is typed durable and to lock. */
  readonly announce: () => void;
  readonly lock: () => Promise<void>;
};

/** How often it looks at the longest: a computer that slept through the limit is locked soon after it wakes. */
const LOOK_MS = 30_000;
/** How long the window has for the edits it still holds. Autosave leaves it two seconds of typing at most. */
const GRACE_MS = 5000;

/**
 * Locks the workspace when nobody works for a while. The window is asked first, so that nothing typed is lost; if it does
 * not answer, or there is none, the lock comes anyway. Idle time is the longer of what the monotonic clock (which may
 * stand still in sleep) and the wall clock say.
 */
export const createAutoLock = ({ clock, timers, limit, announce, lock }: AutoLockSetup): AutoLock => {
  let since = { wall: clock.now(), monotonic: clock.monotonic() };
  let cancelLook = () => {};
  let cancelGrace: (() => void) | null = null;
  let stopped = true;

  const idle = (): number => Math.max(clock.now() - since.wall, clock.monotonic() - since.monotonic);

  const restart = (): void => {
    since = { wall: clock.now(), monotonic: clock.monotonic() };
  };

  const request = (): void => {
    if (stopped || cancelGrace !== null || limit() === null) return;
    announce();
    cancelGrace = timers.after(GRACE_MS, () => {
      cancelGrace = null;
      restart();
      if (limit() !== null) void lock();
    });
  };

  const look = (): void => {
    const after = limit();
    if (after === null) restart();
    else if (idle() >= after) request();
    if (stopped) return;
    const left = after === null ? LOOK_MS : Math.max(1000, after - idle());
    cancelLook = timers.after(Math.min(LOOK_MS, left), look);
  };

  return {
    noteActivity: restart,
    unlocked: () => {
      cancelGrace?.();
      cancelGrace = null;
      restart();
    },
    request,
    start: () => {
      stopped = false;
      restart();
      cancelLook = timers.after(LOOK_MS, look);
    },
    stop: () => {
      stopped = true;
      cancelLook();
      cancelGrace?.();
      cancelGrace = null;
    },
  };
};
