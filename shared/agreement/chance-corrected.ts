import { type CountTable, missing, type Panel } from './panel.ts';
import { tQuantileTwoSided, tTwoSided } from './special-functions.ts';
import type { Weights } from './weights.ts';

/**
 * A chance-corrected coefficient (p_a − p_e)/(1 − p_e) with its standard error over units, conditional on the raters.
 * `n` units with a rating, `shared` of them with two or more.
 */
export type ChanceCorrected = {
  readonly value: number;
  readonly pa: number;
  readonly pe: number;
  readonly se: number;
  readonly ci95: readonly [number, number];
  readonly p: number;
  readonly n: number;
  readonly shared: number;
};

/** What every coefficient of Gwet's family stands on, computed once for a panel and a set of weights. */
export type AgreementBase = {
  readonly n: number;
  readonly shared: number;
  /** Weighted agreement of each unit that has two ratings or more; 0 for the others. */
  readonly agreement: Float64Array;
  readonly pa: number;
  /** Mean share of each category over the units with a rating. */
  readonly shares: Float64Array;
  readonly table: CountTable;
  readonly weights: Weights;
};

export const agreementBase = (table: CountTable, weights: Weights): AgreementBase => {
  const { units, categories: q, counts, totals } = table;
  const w = weights.table;
  const agreement = new Float64Array(units);
  const shares = new Float64Array(q);
  let [n, shared, sum] = [0, 0, 0];
  for (let unit = 0; unit < units; unit += 1) {
    const total = totals[unit] as number;
    if (total === 0) continue;
    n += 1;
    const row = unit * q;
    for (let k = 0; k < q; k += 1) shares[k] = (shares[k] as number) + (counts[row + k] as number) / total;
    if (total < 2) continue;
    shared += 1;
    let agreed = 0;
    for (let k = 0; k < q; k += 1) {
      const given = counts[row + k] as number;
      if (given === 0) continue;
      let weighted = -1;
      for (let l = 0; l < q; l += 1) weighted += (w[k * q + l] as number) * (counts[row + l] as number);
      agreed += given * weighted;
    }
    const share = agreed / (total * (total - 1));
    agreement[unit] = share;
    sum += share;
  }
  for (let k = 0; k < q; k += 1) shares[k] = (shares[k] as number) / n;
  return { n, shared, agreement, pa: sum / shared, shares, table, weights };
};

/** Sum of all weights. */
const totalWeight = ({ table }: Weights): number => table.reduce((sum, weight) => sum + weight, 0);

/** Each category's mean weight with a category drawn by `shares`. */
const weightedShares = ({ categories: q, table }: Weights, shares: Float64Array): Float64Array => {
  const result = new Float64Array(q);
  for (let k = 0; k < q; k += 1) {
    let sum = 0;
    for (let l = 0; l < q; l += 1) sum += (table[k * q + l] as number) * (shares[l] as number);
    result[k] = sum;
  }
  return result;
};

/** Mean over a unit's ratings of a number for each category. */
const meanOver = (
  { categories: q, counts, totals }: CountTable,
  unit: number,
  numbers: Float64Array,
): number => {
  let sum = 0;
  for (let k = 0; k < q; k += 1) sum += (counts[unit * q + k] as number) * (numbers[k] as number);
  return sum / (totals[unit] as number);
};

/** Whether there is agreement beyond chance to speak of: not when chance agreement is complete, nor with no category. */
const leavesRoom = (pe: number): boolean => 1 - pe > 1e-15;

/**
 * The coefficient with Gwet's linearised variance: v = Σ(x_i − κ)²/(n(n−1)) with
 * x_i = (n/n₂)(p_ai − p_e·[r_i ≥ 2])/(1 − p_e) − 2(1 − κ)(p_ei − p_e)/(1 − p_e). `chance` gives p_ei; null: p_e is
 * fixed and has no variance. Null when no unit has two ratings, or when chance agreement is complete: no variance.
 */
const linearised = (
  base: AgreementBase,
  pe: number,
  chance: ((unit: number) => number) | null,
): ChanceCorrected | null => {
  const { n, shared, pa, agreement, table } = base;
  if (shared === 0 || !leavesRoom(pe)) return null;
  const value = (pa - pe) / (1 - pe);
  const ratio = n / shared;
  let squares = 0;
  for (let unit = 0; unit < table.units; unit += 1) {
    const total = table.totals[unit] as number;
    if (total === 0) continue;
    const own = total < 2 ? 0 : (ratio * ((agreement[unit] as number) - pe)) / (1 - pe);
    const term = chance === null ? 0 : (2 * (1 - value) * (chance(unit) - pe)) / (1 - pe);
    squares += (own - term - value) ** 2;
  }
  return withInterval({ value, pa, pe, n, shared }, Math.sqrt(squares / (n * (n - 1))));
};

const withInterval = (
  known: Pick<ChanceCorrected, 'value' | 'pa' | 'pe' | 'n' | 'shared'>,
  se: number,
): ChanceCorrected => {
  const { value, n } = known;
  const reach = tQuantileTwoSided(0.05, n - 1) * se;
  return {
    ...known,
    se,
    ci95: [value - reach, Math.min(1, value + reach)],
    p: tTwoSided(value / se, n - 1),
  };
};

/** Weighted pairwise agreement, without correction for chance. */
export const pairwiseAgreement = (base: AgreementBase): ChanceCorrected | null => linearised(base, 0, null);

/** Brennan & Prediger 1981: chance is the same for each category, p_e = T_w/q². */
export const brennanPrediger = (base: AgreementBase): ChanceCorrected | null =>
  linearised(base, totalWeight(base.weights) / base.weights.categories ** 2, null);

/** Gwet 2008, AC1 unweighted and AC2 weighted: p_e = T_w Σ π(1 − π)/(q(q − 1)). */
export const gwetAc = (base: AgreementBase): ChanceCorrected | null => {
  const { shares, weights, table } = base;
  const q = weights.categories;
  const scale = totalWeight(weights) / (q * (q - 1));
  const others = shares.map((share) => 1 - share);
  const pe = scale * shares.reduce((sum, share) => sum + share * (1 - share), 0);
  return linearised(base, pe, (unit) => scale * meanOver(table, unit, others));
};

/** Fleiss 1971 in Gwet's form for missing ratings and weights; Scott's pi for two raters. */
export const fleissKappa = (base: AgreementBase): ChanceCorrected | null => {
  const { shares, weights, table } = base;
  const weighted = weightedShares(weights, shares);
  const pe = shares.reduce((sum, share, k) => sum + share * (weighted[k] as number), 0);
  return linearised(base, pe, (unit) => meanOver(table, unit, weighted));
};

/**
 * Krippendorff's alpha with fixed agreement weights, with the variance of Gwet's irrCAC. Only units with two ratings
 * or more count.
 */
export const alphaWithWeights = (base: AgreementBase): ChanceCorrected | null => {
  const { table, weights, agreement } = base;
  const { units, categories: q, counts, totals } = table;
  const n = base.shared;
  let ratings = 0;
  for (const total of totals) if (total >= 2) ratings += total;
  const mean = ratings / n;
  const shares = new Float64Array(q);
  let prime = 0;
  for (let unit = 0; unit < units; unit += 1) {
    const total = totals[unit] as number;
    if (total < 2) continue;
    for (let k = 0; k < q; k += 1)
      shares[k] = (shares[k] as number) + (counts[unit * q + k] as number) / mean / n;
    prime += ((agreement[unit] as number) * total) / mean / n;
  }
  const weighted = weightedShares(weights, shares);
  const pe = shares.reduce((sum, share, k) => sum + share * (weighted[k] as number), 0);
  if (n === 0 || !leavesRoom(pe)) return null;
  const pa = prime + (1 - prime) / ratings;
  const value = (pa - pe) / (1 - pe);
  const valuePrime = (prime - pe) / (1 - pe);
  let squares = 0;
  for (let unit = 0; unit < units; unit += 1) {
    const total = totals[unit] as number;
    if (total < 2) continue;
    const excess = (total - mean) / mean;
    const own = ((agreement[unit] as number) * total) / mean - pa * excess;
    const chance = (meanOver(table, unit, weighted) * total) / mean - excess * pe;
    squares += ((own - pe) / (1 - pe) - (2 * (1 - valuePrime) * (chance - pe)) / (1 - pe) - valuePrime) ** 2;
  }
  return withInterval({ value, pa, pe, n, shared: n }, Math.sqrt(squares / (n * (n - 1))));
};

/** How often each rater gave each category, `shares[rater * q + code]` of the ratings that rater gave. */
const raterShares = ({ raters, codes, scale }: Panel): { shares: Float64Array; given: Uint32Array } => {
  const q = scale.values.length;
  const shares = new Float64Array(raters * q);
  const given = new Uint32Array(raters);
  for (let at = 0; at < codes.length; at += 1) {
    const code = codes[at] as number;
    if (code === missing) continue;
    const rater = at % raters;
    shares[rater * q + code] = (shares[rater * q + code] as number) + 1;
    given[rater] = (given[rater] as number) + 1;
  }
  for (let at = 0; at < shares.length; at += 1)
    shares[at] = (shares[at] as number) / (given[Math.floor(at / q)] as number);
  return { shares, given };
};

/**
 * Conger 1980: chance from each rater's own distribution; all ratings are used when some are missing. The linear part
 * of p_e for a unit is Gwet's: each rating against what the other raters give, scaled up by how few that rater rated.
 */
export const congerKappa = (base: AgreementBase, panel: Panel): ChanceCorrected | null => {
  const { weights, n } = base;
  const { raters, codes } = panel;
  const q = weights.categories;
  const { shares, given } = raterShares(panel);
  const sum = new Float64Array(q);
  for (let at = 0; at < shares.length; at += 1)
    sum[at % q] = (sum[at % q] as number) + (shares[at] as number);
  // What a category of each rater is worth against the other raters, and that rater's mean of it.
  const others = new Float64Array(raters * q);
  const mean = new Float64Array(raters);
  const rest = new Float64Array(q);
  for (let g = 0; g < raters; g += 1) {
    for (let k = 0; k < q; k += 1) rest[k] = (sum[k] as number) - (shares[g * q + k] as number);
    others.set(weightedShares(weights, rest), g * q);
    for (let k = 0; k < q; k += 1) {
      mean[g] = (mean[g] as number) + (shares[g * q + k] as number) * (others[g * q + k] as number);
    }
  }
  const pairs = raters * (raters - 1);
  const pe = mean.reduce((total, one) => total + one, 0) / pairs;
  return linearised(base, pe, (unit) => {
    let total = 0;
    for (let g = 0; g < raters; g += 1) {
      const code = codes[unit * raters + g] as number;
      const own = mean[g] as number;
      total += own;
      if (code !== missing) total += (n / (given[g] as number)) * ((others[g * q + code] as number) - own);
    }
    return total / pairs;
  });
};
