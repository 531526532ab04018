import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backoffMs, share } from '../../../main/sync/backoff.ts';

const constant = (byte: number) => (size: number) => new Uint8Array(size).fill(byte);

describe('backing off', () => {
  it('doubles its limit from one second to five minutes', () => {
    const limits = [1, 2, 3, 4, 8, 9, 10, 50].map((failures) => backoffMs(failures, constant(255)));
    expect(limits.map(Math.round)).toEqual([1000, 2000, 4000, 8000, 128_000, 256_000, 300_000, 300_000]);
  });

  it('uses the whole range (full jitter)', () => {
    expect(backoffMs(5, constant(0))).toBe(0);
    const waits = Array.from({ length: 2000 }, () => backoffMs(5, randomBytes));
    expect(Math.min(...waits)).toBeLessThan(1600);
    expect(Math.max(...waits)).toBeGreaterThan(14_400);
    const mean = waits.reduce((sum, wait) => sum + wait, 0) / waits.length;
    expect(mean).toBeGreaterThan(7200);
    expect(mean).toBeLessThan(8800);
  });

  it('takes a share from 0 up to, not including, 1', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 4, maxLength: 4 }), (bytes) => {
        const part = share(() => bytes);
        expect(part >= 0 && part < 1).toBe(true);
      }),
    );
  });
});
