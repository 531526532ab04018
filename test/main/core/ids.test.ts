import { expect, test } from 'vitest';
import { createIds } from '../../../main/core/ids.ts';
import { eventIdSchema } from '../../../shared/domain/ids.ts';

test('event ids are UUIDs of version 7 that follow the clock and the randomness they are given', () => {
  let now = 1_000_000_000_000;
  const ids = createIds({ now: () => now, monotonic: () => 0 }, (size) => new Uint8Array(size).fill(9));
  const first = ids.eventId();
  expect(eventIdSchema.safeParse(first).success).toBe(true);
  expect(ids.eventId()).toBe(first);
  now += 1;
  expect(ids.eventId() > first).toBe(true);
});

test('a clock before 1970 still gives ids', () => {
  const ids = createIds({ now: () => -5, monotonic: () => 0 }, (size) => new Uint8Array(size));
  expect(eventIdSchema.safeParse(ids.eventId()).success).toBe(true);
});
