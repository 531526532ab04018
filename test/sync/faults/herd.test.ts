import { describe, expect, it } from 'vitest';
import { createScheduler } from '../../../main/sync/scheduler.ts';
import type { SyncProblem } from '../../../main/sync/sync-problem.ts';
import { fail, ok, type Result } from '../../../shared/lib/result.ts';
import { streamOf } from '../../sim/world/random.ts';
import { createVirtualTime } from '../../sim/world/virtual-time.ts';

const HERD = 2000;
const MINUTE = 60_000;

/** The most that fell into one second. */
const busiest = (instants: readonly number[]): number => {
  const seconds = new Map<number, number>();
  for (const at of instants) {
    const second = Math.floor(at / 1000);
    seconds.set(second, (seconds.get(second) ?? 0) + 1);
  }
  return Math.max(0, ...seconds.values());
};

/* All of them at the same moment, at a real hub: test/deep/herd.test.ts. */

describe('reconnect herd of 2,000', () => {
  it('comes back spread over the backoff, not in step, and all of it within five minutes', async () => {
    const time = createVirtualTime(async () => {});
    const back = 15 * MINUTE;
    const isAway = () => time.now() < back;
    const asked: number[] = [];
    const firstAnswer = new Map<number, number>();
    const clock = { now: time.now, monotonic: time.now };
    for (let at = 0; at < HERD; at += 1) {
      const random = streamOf('herd', at);
      const runCycle = async (): Promise<Result<void, SyncProblem>> => {
        if (isAway()) return fail({ code: 'hub-unreachable' });
        asked.push(time.now());
        if (!firstAnswer.has(at)) firstAnswer.set(at, time.now());
        return ok(undefined);
      };
      const deps = { clock, timers: { after: time.after }, random: (size: number) => random.bytes(size) };
      const scheduler = createScheduler({ deps, runCycle, pauseOf: () => undefined });
      // The outage found them all at once, as when a building loses its line.
      scheduler.start();
    }
    await time.pass(back + 10 * MINUTE);
    expect(firstAnswer.size).toBe(HERD);
    expect(Math.max(...firstAnswer.values())).toBeLessThanOrEqual(back + 5 * MINUTE);
    // In step it would be 2,000 in one second; evenly over five minutes, seven.
    expect(busiest([...firstAnswer.values()])).toBeLessThan(40);
    expect(busiest(asked.filter((at) => at > back + 5 * MINUTE))).toBeLessThan(60);
  });
});
