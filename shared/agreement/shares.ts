import { z95 } from './special-functions.ts';

/** The score interval of a share, at 95 % (Wilson 1927). */
export const wilson = (count: number, n: number): readonly [number, number] => {
  const share = count / n;
  const square = z95 * z95;
  const centre = (share + square / (2 * n)) / (1 + square / n);
  const reach = (z95 * Math.sqrt((share * (1 - share)) / n + square / (4 * n * n))) / (1 + square / n);
  return [count === 0 ? 0 : Math.max(0, centre - reach), count === n ? 1 : Math.min(1, centre + reach)];
};
