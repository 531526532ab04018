import type { RandomBytes } from '../core/ports.ts';

const FIRST_MS = 1000;
const LONGEST_MS = 300_000;

/**
 * How long to wait before try number `failures` + 1, in milliseconds: anything up to a limit that doubles from 1 s to
 * 5 min (full jitter), so that a thousand workbenches do not come back at once.
 */
export const backoffMs = (failures: number, random: RandomBytes): number =>
  share(random) * Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.max(0, failures - 1));

/** Evenly between 0 and 1. */
export const share = (random: RandomBytes): number => {
  const [a = 0, b = 0, c = 0, d = 0] = random(4);
  return (((a << 24) | (b << 16) | (c << 8) | d) >>> 0) / 2 ** 32;
};
