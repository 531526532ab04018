/** Hub time that stands still until a test moves it. */
export type TestClock = { now: () => number; advance: (ms: number) => void; set: (ms: number) => void };

export const testClock = (startMs = Date.parse('2026-03-02T09:00:00Z')): TestClock => {
  let now = startMs;
  return {
    now: () => now,
    advance: (ms) => {
      now += ms;
    },
    set: (ms) => {
      now = ms;
    },
  };
};
