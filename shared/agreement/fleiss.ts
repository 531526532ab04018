import type { CountTable } from './panel.ts';
import { normalTwoSided } from './special-functions.ts';

type Tested = { readonly value: number; readonly seNull: number; readonly z: number; readonly p: number };

/** Fleiss' kappa of complete data with its tests, as a whole and for each category (null: the category never varies). */
export type FleissKappa = Tested & { readonly n: number; readonly perCategory: readonly (Tested | null)[] };

/**
 * Fleiss 1971 with the null standard errors of Fleiss, Nee & Landis 1979. Every unit has the same number of ratings,
 * two or more. Null when every rating is the same.
 */
export const fleissComplete = ({
  units: n,
  categories: q,
  counts,
  totals,
}: CountTable): FleissKappa | null => {
  const m = totals[0] ?? 0;
  if (n === 0 || m < 2) return null;
  const given = new Float64Array(q);
  const disagreed = new Float64Array(q);
  let agreed = 0;
  for (let at = 0; at < counts.length; at += 1) {
    const count = counts[at] as number;
    given[at % q] = (given[at % q] as number) + count;
    disagreed[at % q] = (disagreed[at % q] as number) + count * (m - count);
    agreed += count * (count - 1);
  }
  const pairs = n * m * (m - 1);
  // Of whole counts, so that a category that is all there is has a share of exactly 1.
  const shares = given.map((count) => count / (n * m));
  const spread = shares.reduce((sum, share) => sum + share * (1 - share), 0);
  if (!(spread > 0)) return null;
  const skew = shares.reduce((sum, share) => sum + share * (1 - share) * (1 - 2 * share), 0);
  const chance = 1 - spread;
  const value = (agreed / pairs - chance) / spread;
  const seNull = Math.sqrt((2 * (spread * spread - skew)) / pairs) / spread;
  const perCategory = Array.from(shares, (share, k) => {
    const varies = share * (1 - share);
    return varies > 0 ? tested(1 - (disagreed[k] as number) / (pairs * varies), Math.sqrt(2 / pairs)) : null;
  });
  return { ...tested(value, seNull), n, perCategory };
};

const tested = (value: number, seNull: number): Tested => {
  const z = value / seNull;
  return { value, seNull, z, p: normalTwoSided(z) };
};
