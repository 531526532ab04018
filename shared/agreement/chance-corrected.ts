import type { CountTable, Panel } from './panel.ts';
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
  const someApart = agreeApart(weights);
  const agreement = new Float64Array(units);
  const shares = new Float64Array(q);
  const own = new Float64Array(q);
  let [n, shared, sum] = [0, 0, 0];
  for (let unit = 0; unit < units; unit += 1) {
    const total = totals[unit] as number;
    if (total === 0) continue;
    n += 1;
    const one = 1 / total;
    let agreed = -total;
    for (let k = 0, at = unit * q; k < q; k += 1, at += 1) {
      const given = counts[at] as number;
      own[k] = given;
      shares[k] = (shares[k] as number) + given * one;
      agreed += given * given;
    }
    if (total < 2) continue;
    shared += 1;
    if (someApart) agreed += 2 * agreedApart(own, weights.table);
    const share = agreed / (total * (total - 1));
    agreement[unit] = share;
    sum += share;
  }
  for (let k = 0; k < q; k += 1) shares[k] = (shares[k] as number) / n;
  return { n, shared, agreement, pa: sum / shared, shares, table, weights };
};

/** Whether ratings of different categories agree, if only in part. */
const agreeApart = ({ categories, table }: Weights): boolean =>
  table.some((weight, cell) => weight > 0 && cell % (categories + 1) !== 0);

/** How many pairs of a unit's ratings of different categories agree, by its counts. */
const agreedApart = (counts: Float64Array, w: Float64Array): number => {
  const q = counts.length;
  let agreed = 0;
  for (let k = 0, row = 0; k < q - 1; k += 1, row += q) {
    let weighted = 0;
    for (let l = k + 1; l < q; l += 1) weighted += (w[row + l] as number) * (counts[l] as number);
    agreed += (counts[k] as number) * weighted;
  }
  return agreed;
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

/** Whether there is agreement beyond chance to speak of: not when chance agreement is complete, nor with no category. */
const leavesRoom = (pe: number): boolean => 1 - pe > 1e-15;

/** p_ei for each unit: the mean over its ratings of what each category is worth. */
const meanWorth = (
  { units, categories: q, counts, totals }: CountTable,
  worth: Float64Array,
): Float64Array => {
  const means = new Float64Array(units);
  for (let unit = 0, row = 0; unit < units; unit += 1, row += q) {
    let sum = 0;
    for (let k = 0; k < q; k += 1) sum += (counts[row + k] as number) * (worth[k] as number);
    means[unit] = sum / (totals[unit] as number);
  }
  return means;
};

/**
 * The coefficient with Gwet's linearised variance: v = Σ(x_i − κ)²/(n(n−1)) with
 * x_i = (n/n₂)(p_ai − p_e·[r_i ≥ 2])/(1 − p_e) − 2(1 − κ)(p_ei − p_e)/(1 − p_e). `chance` holds p_ei; null: p_e is
 * fixed and has no variance. Null when no unit has two ratings, or when chance agreement is complete: no variance.
 */
const linearised = (base: AgreementBase, pe: number, chance: Float64Array | null): ChanceCorrected | null => {
  const { n, shared, pa, agreement, table } = base;
  if (shared === 0 || !leavesRoom(pe)) return null;
  const value = (pa - pe) / (1 - pe);
  const ownScale = n / shared / (1 - pe);
  const chanceScale = chance === null ? 0 : (2 * (1 - value)) / (1 - pe);
  let squares = 0;
  for (let unit = 0; unit < table.units; unit += 1) {
    const total = table.totals[unit] as number;
    if (total === 0) continue;
    const own = total < 2 ? 0 : ownScale * ((agreement[unit] as number) - pe);
    const term = chance === null ? 0 : chanceScale * ((chance[unit] as number) - pe);
    const apart = own - term - value;
    squares += apart * apart;
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

/** Randolph 2005: unweighted, with each of so many categories as likely as any other. */
export const randolphKappa = (base: AgreementBase, categories: number): ChanceCorrected | null =>
  linearised(base, 1 / categories, null);

/** Gwet 2008, AC1 unweighted and AC2 weighted: p_e = T_w Σ π(1 − π)/(q(q − 1)). */
export const gwetAc = (base: AgreementBase): ChanceCorrected | null => {
  const { shares, weights, table } = base;
  const q = weights.categories;
  const scale = totalWeight(weights) / (q * (q - 1));
  const worth = shares.map((share) => scale * (1 - share));
  const pe = scale * shares.reduce((sum, share) => sum + share * (1 - share), 0);
  return linearised(base, pe, meanWorth(table, worth));
};

/** Fleiss 1971 in Gwet's form for missing ratings and weights; Scott's pi for two raters. */
export const fleissKappa = (base: AgreementBase): ChanceCorrected | null => {
  const { shares, weights, table } = base;
  const weighted = weightedShares(weights, shares);
  const pe = shares.reduce((sum, share, k) => sum + share * (weighted[k] as number), 0);
  return linearised(base, pe, meanWorth(table, weighted));
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
  const worth = meanWorth(table, weighted);
  let squares = 0;
  for (let unit = 0; unit < units; unit += 1) {
    const total = totals[unit] as number;
    if (total < 2) continue;
    const excess = (total - mean) / mean;
    const own = ((agreement[unit] as number) * total) / mean - pa * excess;
    const chance = ((worth[unit] as number) * total) / mean - excess * pe;
    squares += ((own - pe) / (1 - pe) - (2 * (1 - valuePrime) * (chance - pe)) / (1 - pe) - valuePrime) ** 2;
  }
  return withInterval({ value, pa, pe, n, shared: n }, Math.sqrt(squares / (n * (n - 1))));
};

/** How often each rater gave each category, `shares[rater * q + code]` of the ratings that rater gave. */
const raterShares = ({
  raters,
  rater,
  codes,
  scale,
}: Panel): { shares: Float64Array; given: Uint32Array } => {
  const q = scale.length;
  const shares = new Float64Array(raters * q);
  const given = new Uint32Array(raters);
  for (let at = 0; at < codes.length; at += 1) {
    const own = rater[at] as number;
    const cell = own * q + (codes[at] as number);
    shares[cell] = (shares[cell] as number) + 1;
    given[own] = (given[own] as number) + 1;
  }
  for (let at = 0; at < shares.length; at += 1)
    shares[at] = (shares[at] as number) / (given[Math.floor(at / q)] as number);
  return { shares, given };
};

/**
 * Conger 1980: chance from each rater's own distribution; all ratings are used when some are missing, and every rater
 * has some. The linear part of p_e for a unit is Gwet's: each rating against what the other raters give, scaled up by
 * how few that rater rated.
 */
export const congerKappa = (base: AgreementBase, panel: Panel): ChanceCorrected | null => {
  const { weights, n } = base;
  const { raters, starts, rater, codes } = panel;
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
  const means = mean.reduce((total, one) => total + one, 0);
  const chance = new Float64Array(panel.units);
  for (let unit = 0; unit < panel.units; unit += 1) {
    let total = means;
    const end = starts[unit + 1] as number;
    for (let at = starts[unit] as number; at < end; at += 1) {
      const g = rater[at] as number;
      const worth = (others[g * q + (codes[at] as number)] as number) - (mean[g] as number);
      total += (n / (given[g] as number)) * worth;
    }
    chance[unit] = total / pairs;
  }
  return linearised(base, means / pairs, chance);
};
