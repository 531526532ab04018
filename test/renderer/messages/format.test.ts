import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { en } from '../../../renderer/messages/en.ts';
import { createFormat } from '../../../renderer/messages/format.ts';

const format = createFormat({ locale: 'en', timeZone: 'UTC' });
const now = Date.UTC(2026, 2, 12, 14, 5, 31);
const at = (milliseconds: number): string => new Date(now + milliseconds).toISOString();
const hour = 3_600_000;

test('counts follow the plural rule and group digits', () => {
  const forms = { one: '{n} change', other: '{n} changes' };
  expect(format.count(1, forms)).toBe('1 change');
  expect(format.count(0, forms)).toBe('0 changes');
  expect(format.count(20_000, forms)).toBe('20,000 changes');
});

test('sizes are decimal, with one digit where it says something', () => {
  expect(format.bytes(0)).toBe('0 bytes');
  expect(format.bytes(812_000)).toBe('812 kB');
  expect(format.bytes(43_100_000)).toBe('43.1 MB');
  expect(format.bytes(120_400_000)).toBe('120 MB');
  expect(format.bytes(2_000_000_000)).toBe('2 GB');
});

test('a share is 100 % only when nothing is missing', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e9 }), fc.integer({ min: 0, max: 1e9 }), (whole, part) => {
      const shown = format.percent(Math.min(part, whole), whole);
      expect(shown === '100%').toBe(part >= whole);
    }),
  );
});

describe('times', () => {
  test('are short for today and name the day otherwise', () => {
    expect(format.moment(at(hour), now)).toBe('15:05');
    expect(format.moment(at(24 * hour), now)).toBe('Fri, Mar 13, 14:05');
    expect(format.moment('2027-01-02T08:30:00.000Z', now)).toBe('Jan 2, 2027, 08:30');
    expect(format.timeWithSeconds(at(0))).toBe('14:05:31');
    expect(format.time('2026-03-12T00:00:00.000Z')).toBe('00:00');
  });

  test('never make a deadline look further away than it is', () => {
    expect(format.relative(at(20_000), now)).toBe('now');
    expect(format.relative(at(2 * hour - 1), now)).toBe('in 1 hour');
    expect(format.relative(at(47 * hour), now)).toBe('in 1 day');
    expect(format.relative(at(-3 * hour), now)).toBe('3 hours ago');
  });

  test('of media read as a player shows them', () => {
    expect(format.duration(65.9)).toBe('1:05');
    expect(format.duration(3725)).toBe('1:02:05');
  });
});

test('a refusal in words this Assay does not know is named, not hidden', () => {
  expect(en.common.problem({ code: 'rate-limited', params: { seconds: 5 } })).toContain('5 seconds');
  expect(en.common.problem({ code: 'brand-new-reason' })).toContain('brand-new-reason');
});
