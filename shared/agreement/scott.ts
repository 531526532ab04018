import type { PairTable } from './cohen.ts';
import { tQuantileTwoSided, tTwoSided } from './special-functions.ts';
import type { Weights } from './weights.ts';

export type ScottPi = {
  readonly value: number;
  readonly pa: number;
  readonly pe: number;
  readonly se: number;
  readonly ci95: readonly [number, number];
  readonly p: number;
  readonly n: number;
};

/**
 * Scott's pi of two raters (1955), weighted: chance from the mean of their two distributions. Linearised standard error,
 * with the variance over n, not n − 1, as for a table of two raters (Gwet 2014, §5.3). Null when chance agreement is
 * complete: no variance.
 */
export const scottPi = ({ categories: q, counts, n }: PairTable, { table: w }: Weights): ScottPi | null => {
  const shares = new Float64Array(q);
  let pa = 0;
  for (let i = 0; i < q; i += 1) {
    for (let j = 0; j < q; j += 1) {
      const share = (counts[i * q + j] as number) / n;
      shares[i] = (shares[i] as number) + share / 2;
      shares[j] = (shares[j] as number) + share / 2;
      pa += (w[i * q + j] as number) * share;
    }
  }
  const worth = new Float64Array(q);
  let pe = 0;
  for (let i = 0; i < q; i += 1) {
    for (let j = 0; j < q; j += 1)
      worth[i] = (worth[i] as number) + (w[i * q + j] as number) * (shares[j] as number);
    pe += (shares[i] as number) * (worth[i] as number);
  }
  if (!(1 - pe > 1e-15)) return null;
  const value = (pa - pe) / (1 - pe);
  let squares = 0;
  for (let i = 0; i < q; i += 1) {
    for (let j = 0; j < q; j += 1) {
      const count = counts[i * q + j] as number;
      if (count === 0) continue;
      const chance = ((worth[i] as number) + (worth[j] as number)) / 2;
      const own = ((w[i * q + j] as number) - pe - 2 * (1 - value) * (chance - pe)) / (1 - pe);
      squares += count * (own - value) ** 2;
    }
  }
  const se = Math.sqrt(squares) / n;
  const reach = tQuantileTwoSided(0.05, n - 1) * se;
  return {
    value,
    pa,
    pe,
    se,
    ci95: [value - reach, Math.min(1, value + reach)],
    p: tTwoSided(value / se, n - 1),
    n,
  };
};
