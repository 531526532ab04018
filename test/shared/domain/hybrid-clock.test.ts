import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createStampGiver,
  deviceOf,
  isStampPossible,
  laterStamp,
  mayMoveClock,
  nextStamp,
  type Stamp,
  stampGiverName,
  stampSchema,
} from '../../../shared/domain/hybrid-clock.ts';

const wallTimes = fc.array(fc.integer({ min: -(10 ** 12), max: 4 * 10 ** 12 }), {
  minLength: 1,
  maxLength: 60,
});

describe('the hybrid clock', () => {
  it('always moves forward, whatever the wall clock does', () => {
    fc.assert(
      fc.property(wallTimes, (times) => {
        let last: Stamp | null = null;
        for (const now of times) {
          const next = nextStamp(last, now, 'device');
          expect(stampSchema.safeParse(next).success).toBe(true);
          if (last !== null) expect(next > last).toBe(true);
          last = next;
        }
      }),
    );
  });

  it('moves past every stamp it has heard of', () => {
    fc.assert(
      fc.property(wallTimes, fc.nat(), (times, now) => {
        const heard = times.reduce<Stamp | null>(
          (last, at) => laterStamp(last, nextStamp(null, at, 'other')),
          null,
        );
        expect(nextStamp(heard, now, 'device').slice(0, 21) > (heard ?? '').slice(0, 21)).toBe(true);
      }),
    );
  });

  it('stamps an edit after what stands under its key, and is moved by that for no other key', () => {
    const standing = fc.option(
      fc.integer({ min: 0, max: 8 * 10 ** 12 }).map((at) => nextStamp(null, at, 'other')),
    );
    fc.assert(
      fc.property(fc.array(standing, { minLength: 1, maxLength: 20 }), fc.nat(), (keys, now) => {
        const giver = createStampGiver(null, now, stampGiverName('device', '0123abcd'));
        for (const one of keys) {
          const given = giver.next(one);
          expect(one === null || given > one).toBe(true);
          expect(stampSchema.safeParse(given).success).toBe(true);
          expect(deviceOf(given)).toBe('device');
        }
        expect(Number(giver.last()?.slice(0, 15))).toBe(now);
      }),
    );
  });

  it('follows another device at most a day ahead of the hub, however wrong its own wall clock is', () => {
    const hubNow = Date.parse('2026-03-02T09:00:00Z');
    const hour = 3_600_000;
    const at = (ms: number) => nextStamp(null, ms, 'other');
    expect(
      [-87_600, 0, 2, 24, 25, 87_600].map((hours) => mayMoveClock(at(hubNow + hours * hour), hubNow)),
    ).toEqual([true, true, true, true, false, false]);
    expect(isStampPossible(at(hubNow + 87_600 * hour), hubNow)).toBe(true);
    expect(isStampPossible(at(999_999_999_999_999), hubNow)).toBe(false);
  });

  it('goes on when a counter is used up', () => {
    const full = `${'1'.padStart(15, '0')}-99999-device`;
    expect(nextStamp(full, 0, 'device')).toBe(`${'2'.padStart(15, '0')}-00000-device`);
  });
});
