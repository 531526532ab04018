import { describe, expect, it } from 'vitest';
import { createScheduler } from '../../../main/sync/scheduler.ts';
import type { SyncProblem } from '../../../main/sync/sync-problem.ts';
import { fail, ok, type Result } from '../../../shared/lib/result.ts';

/** Time that passes only when a test lets it. */
const virtualTime = () => {
  let now = 1_000_000;
  let last = 0;
  const due = new Map<number, { at: number; work: () => void }>();
  const settle = async () => {
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  };
  return {
    clock: { now: () => now, monotonic: () => now },
    timers: {
      after: (ms: number, work: () => void) => {
        last += 1;
        const key = last;
        due.set(key, { at: now + ms, work });
        return () => due.delete(key);
      },
    },
    armed: () => due.size,
    pass: async (ms: number) => {
      const end = now + ms;
      for (;;) {
        await settle();
        const [next] = [...due].filter(([, { at }]) => at <= end).sort((a, b) => a[1].at - b[1].at);
        if (next === undefined) break;
        now = Math.max(now, next[1].at);
        due.delete(next[0]);
        next[1].work();
      }
      now = end;
      await settle();
    },
  };
};

const away: SyncProblem = { code: 'hub-unreachable' };

/** `answer` says what each cycle comes to. Chance always gives the longest wait. */
const scheduler = (answer: () => Result<void, SyncProblem>) => {
  const time = virtualTime();
  const cycles: number[] = [];
  const made = createScheduler({
    deps: { ...time, random: (size) => new Uint8Array(size).fill(255) },
    runCycle: async () => {
      cycles.push(time.clock.now());
      return answer();
    },
    pauseOf: (found) => ('retryAfterMs' in found ? found.retryAfterMs : undefined),
  });
  return { ...made, time, cycles };
};

const gaps = (times: readonly number[]) => times.slice(1).map((at, index) => at - (times[index] ?? 0));

describe('when to sync', () => {
  it('is at the start, and then every one to three minutes', async () => {
    const { start, time, cycles } = scheduler(() => ok(undefined));
    start();
    await time.pass(20 * 60_000);
    expect(cycles.length).toBeGreaterThan(5);
    for (const gap of gaps(cycles)) expect(gap >= 60_000 && gap <= 180_000).toBe(true);
  });

  it('after failures is later and later, to five minutes, and always once more', async () => {
    const { start, time, cycles } = scheduler(() => fail(away));
    start();
    await time.pass(60 * 60_000);
    expect(
      gaps(cycles)
        .slice(0, 10)
        .map((gap) => Math.round(gap / 1000)),
    ).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 300]);
    expect(time.armed()).toBe(1);
  });

  it('goes on after a cycle that threw', async () => {
    let first = true;
    const { start, time, cycles } = scheduler(() => {
      if (first) {
        first = false;
        throw new Error('a bug');
      }
      return ok(undefined);
    });
    start();
    await time.pass(10 * 60_000);
    expect(cycles.length).toBeGreaterThan(1);
  });

  it('is not at every key somebody presses while the hub is away', async () => {
    const { start, time, cycles, wake } = scheduler(() => fail(away));
    start();
    await time.pass(15 * 60_000);
    const before = cycles.length;
    for (let second = 0; second < 60; second += 1) {
      wake(false);
      await time.pass(1000);
    }
    expect(cycles.length - before).toBeLessThanOrEqual(5);
    expect(cycles.length - before).toBeGreaterThan(0);
  });

  it('is at once when what stood in the way is gone', async () => {
    const { start, time, cycles, wake } = scheduler(() => fail(away));
    start();
    await time.pass(15 * 60_000);
    const before = cycles.length;
    wake(true);
    await time.pass(1000);
    expect(cycles.length).toBe(before + 1);
  });

  it('gathers edits, and does not let them shorten a backoff', async () => {
    let result: Result<void, SyncProblem> = ok(undefined);
    const { start, time, cycles, nudge } = scheduler(() => result);
    start();
    await time.pass(10);
    for (let edit = 0; edit < 9; edit += 1) {
      nudge();
      await time.pass(100);
    }
    expect(cycles).toHaveLength(1);
    await time.pass(200);
    expect(cycles).toHaveLength(2);
    result = fail(away);
    await time.pass(20 * 60_000);
    const before = cycles.length;
    nudge();
    await time.pass(1500);
    expect(cycles.length - before).toBeLessThanOrEqual(1);
  });

  it('is never in a pause the hub has asked for, whoever wakes it', async () => {
    let found: SyncProblem = {
      code: 'rate-limited',
      class: 'retryable',
      retryAfterMs: 60_000,
    };
    const { start, time, cycles, wake, nudge, isPaused } = scheduler(() => fail(found));
    start();
    await time.pass(0);
    found = away;
    for (let second = 0; second < 59; second += 1) {
      wake(true);
      nudge();
      await time.pass(1000);
    }
    expect(cycles).toHaveLength(1);
    expect(isPaused()).toBe(true);
    await time.pass(1001);
    expect(cycles.length).toBeGreaterThan(1);
  });

  it('is never after it was stopped', async () => {
    const { start, stop, time, cycles, wake } = scheduler(() => ok(undefined));
    start();
    await time.pass(10);
    await stop();
    wake(true);
    await time.pass(60 * 60_000);
    expect(cycles).toHaveLength(1);
    expect(time.armed()).toBe(0);
  });
});
