import type { SyncDeps } from './sync-deps.ts';

/** One timer that can be set again and again, and knows of a time before which it must not ring. Milliseconds. */
export type Alarm = {
  /** From now on it can be set, and rings at once. */
  start(): void;
  stop(): void;
  /** Rings once after `ms`, or when the pause is over if that is later; in place of any earlier setting. */
  set(ms: number): void;
  /** The same, unless it rings sooner already. */
  setSooner(ms: number): void;
  clear(): void;
  /** Does not ring before this long from now. */
  notBefore(ms: number): void;
  isPaused(): boolean;
  /** Milliseconds since 1970; null when it is not set. */
  nextAt(): number | null;
};

/** Measured with the monotonic clock: a changed wall clock neither hurries nor delays it. */
export const createAlarm = (
  { clock, timers }: Pick<SyncDeps, 'clock' | 'timers'>,
  ring: () => void,
): Alarm => {
  let started = false;
  let pausedUntil = Number.NEGATIVE_INFINITY;
  let armed: { readonly at: number; readonly cancel: () => void } | null = null;

  const clear = (): void => {
    armed?.cancel();
    armed = null;
  };

  const set = (ms: number): void => {
    clear();
    if (!started) return;
    const delay = Math.max(ms, pausedUntil - clock.monotonic(), 0);
    const cancel = timers.after(delay, () => {
      armed = null;
      ring();
    });
    armed = { at: clock.monotonic() + delay, cancel };
  };

  return {
    start: () => {
      started = true;
      set(0);
    },
    stop: () => {
      started = false;
      clear();
    },
    set,
    setSooner: (ms) => {
      if (armed === null || armed.at > clock.monotonic() + ms) set(ms);
    },
    clear,
    notBefore: (ms) => {
      pausedUntil = Math.max(pausedUntil, clock.monotonic() + ms);
    },
    isPaused: () => clock.monotonic() < pausedUntil,
    nextAt: () => (armed === null ? null : clock.now() + (armed.at - clock.monotonic())),
  };
};
