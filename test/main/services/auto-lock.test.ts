import { describe, expect, it } from 'vitest';
import { createAutoLock } from '../../../main/services/auto-lock.ts';

const minute = 60_000;

/** Time that passes when the test says so; timers ring on the way, in order. */
const virtualTime = () => {
  let wall = Date.parse('2026-03-02T09:00:00.000Z');
  let monotonic = 0;
  let waiting: { at: number; work: () => void }[] = [];
  const timers = {
    after: (ms: number, work: () => void) => {
      const own = { at: monotonic + ms, work };
      waiting.push(own);
      return () => {
        waiting = waiting.filter((one) => one !== own);
      };
    },
  };
  const pass = (ms: number): void => {
    const until = monotonic + ms;
    for (;;) {
      const [next] = waiting.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at);
      if (next === undefined) break;
      wall += next.at - monotonic;
      monotonic = next.at;
      waiting = waiting.filter((one) => one !== next);
      next.work();
    }
    wall += until - monotonic;
    monotonic = until;
  };
  return {
    clock: { now: () => wall, monotonic: () => monotonic },
    timers,
    pass,
    /** The computer sleeps: the wall clock goes on, nothing else does. */
    sleep: (ms: number) => {
      wall += ms;
    },
    isQuiet: () => waiting.length === 0,
  };
};

const setUp = () => {
  const time = virtualTime();
  const told: string[] = [];
  let limit: number | null = 15 * minute;
  const autoLock = createAutoLock({
    ...time,
    limit: () => limit,
    announce: () => told.push('announced'),
    lock: async () => {
      told.push('locked');
      limit = null;
    },
  });
  autoLock.start();
  return {
    time,
    told,
    autoLock,
    setLimit: (to: number | null) => {
      limit = to;
    },
  };
};

describe('the lock by itself', () => {
  it('comes when nobody has worked for the time set: the window is told first', () => {
    const { time, told } = setUp();
    time.pass(15 * minute - 1);
    expect(told).toEqual([]);
    time.pass(1001);
    expect(told).toEqual(['announced']);
    time.pass(5000);
    expect(told).toEqual(['announced', 'locked']);
    time.pass(60 * minute);
    expect(told).toEqual(['announced', 'locked']);
  });

  it('does not come while somebody works', () => {
    const { time, told, autoLock } = setUp();
    for (let n = 0; n < 20; n++) {
      time.pass(14 * minute);
      autoLock.noteActivity();
    }
    expect(told).toEqual([]);
  });

  it('follows a time that is changed meanwhile', () => {
    const { time, told, setLimit } = setUp();
    time.pass(6 * minute);
    setLimit(5 * minute);
    time.pass(minute);
    expect(told[0]).toBe('announced');
  });

  it('comes at once with sleep or a locked screen, once', () => {
    const { time, told, autoLock } = setUp();
    autoLock.request();
    autoLock.request();
    expect(told).toEqual(['announced']);
    time.pass(5000);
    expect(told).toEqual(['announced', 'locked']);
  });

  it('comes soon after waking where nobody told of the sleep', () => {
    const { time, told } = setUp();
    time.pass(minute);
    time.sleep(8 * 60 * minute);
    time.pass(30_000);
    expect(told).toEqual(['announced']);
  });

  it('is not doubled: locked by the window in time, and opened again, it stays open', () => {
    const { time, told, autoLock, setLimit } = setUp();
    autoLock.request();
    setLimit(null);
    time.pass(2000);
    setLimit(15 * minute);
    autoLock.unlocked();
    time.pass(10 * minute);
    expect(told).toEqual(['announced']);
  });

  it('is nothing where no passphrase could open the workspace again, or where it is locked', () => {
    const { time, told, autoLock, setLimit } = setUp();
    setLimit(null);
    autoLock.request();
    time.pass(60 * minute);
    expect(told).toEqual([]);
    // Opened now: the time counts from here.
    setLimit(15 * minute);
    time.pass(14 * minute);
    expect(told).toEqual([]);
  });

  it('ends with the workbench', () => {
    const { time, autoLock, told } = setUp();
    autoLock.request();
    autoLock.stop();
    expect(time.isQuiet()).toBe(true);
    time.pass(60 * minute);
    expect(told).toEqual(['announced']);
  });
});
