import type { Clock } from '../../main/core/ports.ts';

export type TestClock = Clock & { advance(ms: number): void; set(instant: string): void };

/** A wall clock that stands still until it is moved. The monotonic one runs: timers measure with it. */
export const createTestClock = (instant = '2026-03-02T09:00:00.000Z'): TestClock => {
  let now = Date.parse(instant);
  return {
    now: () => now,
    monotonic: () => performance.now(),
    advance: (ms) => {
      now += ms;
    },
    set: (to) => {
      now = Date.parse(to);
    },
  };
};
