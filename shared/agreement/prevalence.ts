import type { PairTable } from './cohen.ts';
import type { CountTable } from './panel.ts';

/**
 * What a chance-corrected coefficient is read beside: on how many pairs of ratings of a unit the score is the same, and
 * which category is most common. Agreement is high and kappa low where one category is nearly all there is.
 */
export type Prevalence = {
  readonly exact_agreement: number;
  readonly most_common: string;
  readonly most_common_share: number;
};

/** Agreement is averaged over the units with two ratings or more; the share is one of all ratings. */
export const prevalenceOf = (
  { units, categories: q, counts, totals }: CountTable,
  nameOf: (code: number) => string,
): Prevalence => {
  const given = new Float64Array(q);
  let [shared, agreed, ratings] = [0, 0, 0];
  for (let unit = 0, cell = 0; unit < units; unit += 1) {
    const total = totals[unit] as number;
    let same = 0;
    for (let k = 0; k < q; k += 1, cell += 1) {
      const count = counts[cell] as number;
      given[k] = (given[k] as number) + count;
      same += count * (count - 1);
    }
    ratings += total;
    if (total < 2) continue;
    shared += 1;
    agreed += same / (total * (total - 1));
  }
  return named(agreed / shared, given, ratings, nameOf);
};

export const prevalenceOfPair = (
  { categories: q, counts, n }: PairTable,
  nameOf: (code: number) => string,
): Prevalence => {
  const given = new Float64Array(q);
  let agreed = 0;
  for (let i = 0; i < q; i += 1) {
    agreed += counts[i * q + i] as number;
    for (let j = 0; j < q; j += 1) {
      const count = counts[i * q + j] as number;
      given[i] = (given[i] as number) + count;
      given[j] = (given[j] as number) + count;
    }
  }
  return named(agreed / n, given, 2 * n, nameOf);
};

const named = (
  agreement: number,
  given: Float64Array,
  ratings: number,
  nameOf: (code: number) => string,
): Prevalence => {
  const most = given.reduce((best, count, code) => (count > (given[best] as number) ? code : best), 0);
  return {
    exact_agreement: agreement,
    most_common: nameOf(most),
    most_common_share: (given[most] as number) / ratings,
  };
};
