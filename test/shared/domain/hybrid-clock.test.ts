import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { laterStamp, nextStamp, type Stamp, stampSchema } from '../../../shared/domain/hybrid-clock.ts';

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

  it('goes on when a counter is used up', () => {
    const full = `${'1'.padStart(15, '0')}-99999-device`;
    expect(nextStamp(full, 0, 'device')).toBe(`${'2'.padStart(15, '0')}-00000-device`);
  });
});
