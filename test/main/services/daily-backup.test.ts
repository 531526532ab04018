import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createDailyBackups } from '../../../main/services/daily-backup.ts';
import { problem } from '../../../shared/lib/problem.ts';
import { fail, ok, type Result } from '../../../shared/lib/result.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';
import { createTestClock } from '../../helpers/test-clock.ts';

const minute = 60_000;
const today = '2026-03-02';

/** Timers that ring when the test says so. */
const handTimers = () => {
  let waiting: { ms: number; work: () => void } | null = null;
  return {
    after: (ms: number, work: () => void) => {
      const own = { ms, work };
      waiting = own;
      return () => {
        if (waiting === own) waiting = null;
      };
    },
    delay: () => waiting?.ms ?? null,
    ring: () => {
      const due = waiting;
      waiting = null;
      due?.work();
    },
  };
};

const setUp = (answer: () => Result<void> = () => ok(undefined)) => {
  const folder = tempFolder();
  mkdirSync(join(folder, 'backups'));
  const clock = createTestClock(`${today}T22:00:00.000Z`);
  const timers = handTimers();
  const asked: string[] = [];
  let changes = 0;
  const file = (day: string) => writeFileSync(join(folder, 'backups', `workspace-${day}.db`), '');
  const backups = createDailyBackups({
    folder,
    clock,
    timers,
    log: () => undefined,
    backUp: async (day) => {
      asked.push(day);
      const result = answer();
      if (result.ok) file(day);
      return result;
    },
    onChange: () => {
      changes += 1;
    },
  });
  /** Rings, and waits until the look has ended: it sets the timer again. */
  const look = async () => {
    timers.ring();
    while (timers.delay() === null) await new Promise((resolve) => setImmediate(resolve));
  };
  return { backups, clock, timers, asked, file, look, changes: () => changes };
};

describe('daily backups', () => {
  it('leave the first minute alone, then write today’s and say so once', async () => {
    const { backups, timers, asked, look, changes } = setUp();
    backups.start();
    expect(timers.delay()).toBe(minute);
    expect(asked).toEqual([]);
    await look();
    expect(asked).toEqual([today]);
    expect(backups.state()).toEqual({ newest: today, problem: null });
    await look();
    expect(asked).toEqual([today]);
    expect(changes()).toBe(1);
  });

  it('write none when today’s is there from before a restart', async () => {
    const { backups, asked, file, look } = setUp();
    file(today);
    backups.start();
    await look();
    expect(asked).toEqual([]);
    expect(backups.state().newest).toBe(today);
  });

  it('write another when the day changes while the workspace is open', async () => {
    const { backups, clock, asked, look } = setUp();
    backups.start();
    await look();
    clock.advance(119 * minute);
    await look();
    clock.advance(2 * minute);
    await look();
    expect(asked).toEqual([today, '2026-03-03']);
  });

  it('tell of a failure, name what is left, and try again', async () => {
    let full = true;
    const { backups, asked, file, look, changes } = setUp(() =>
      full ? fail(problem('disk-full')) : ok(undefined),
    );
    file('2026-03-01');
    backups.start();
    await look();
    expect(backups.state()).toEqual({ newest: '2026-03-01', problem: { code: 'disk-full' } });
    expect(changes()).toBe(1);
    full = false;
    await look();
    expect(asked).toEqual([today, today]);
    expect(backups.state()).toEqual({ newest: today, problem: null });
  });

  it('go on after a bug, and tell of it', async () => {
    let broken = true;
    const { backups, look } = setUp(() => {
      if (broken) throw new TypeError('a bug');
      return ok(undefined);
    });
    backups.start();
    await look();
    expect(backups.state().problem).toMatchObject({ code: 'internal' });
    broken = false;
    await look();
    expect(backups.state()).toEqual({ newest: today, problem: null });
  });

  it('stop with the workspace: nothing is set any more, and one under way is awaited', async () => {
    const { backups, timers, asked } = setUp();
    backups.start();
    timers.ring();
    await backups.stop();
    expect(asked).toEqual([today]);
    expect(timers.delay()).toBeNull();
  });
});
