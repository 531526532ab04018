import { codesByRater, type Panel } from './panel.ts';
import { tQuantileTwoSided } from './special-functions.ts';
import type { Weights } from './weights.ts';

/** Light's kappa; or two raters who gave one and the same score throughout, whose own kappa is undefined. */
export type LightKappa =
  | {
      readonly value: number;
      readonly se: number;
      readonly ci95: readonly [number, number];
      readonly pairs: number;
    }
  | { readonly undefinedPair: readonly [number, number] };

/**
 * The mean of Cohen's kappa over all pairs of raters (Light 1971), for several weights in one pass over the pairs. Every
 * rater rated every unit. The standard error is that of the delta method over units: a unit moves the kappa of a pair by
 * ((w − p_o) − (1 − κ)(w̄ of each side − 2 p_e))/(1 − p_e), the linear term of Fleiss, Cohen & Everitt 1969, and the mean
 * by the mean of that. Null when stopped.
 */
export const lightKappa = (
  panel: Panel,
  kinds: readonly Weights[],
  goesOn: (share: number) => boolean,
): LightKappa[] | null => {
  const { units, raters, scale } = panel;
  const q = scale.length;
  const codes = codesByRater(panel);
  const works = kinds.map((weights) => workOf(codes, units, raters, weights));
  const cells = new Uint32Array(units);
  for (let first = 0; first < raters; first += 1) {
    const share = 1 - ((raters - first) / raters) ** 2;
    if (!goesOn(share)) return null;
    for (let second = first + 1; second < raters; second += 1) {
      for (let unit = 0; unit < units; unit += 1)
        cells[unit] = (codes[first * units + unit] as number) * q + (codes[second * units + unit] as number);
      for (const work of works) addPair(work, cells, first, second);
    }
  }
  return works.map((work) => resultOf(work, codes, units, raters));
};

type Work = {
  readonly q: number;
  readonly table: Float64Array;
  /** Each rater's shares of the categories, and the mean weight of each category against them. */
  readonly shares: Float64Array;
  readonly worth: Float64Array;
  /** How much units move the sum of the kappas: each by itself, by what each rater gave it, and all alike. */
  readonly moves: Float64Array;
  readonly byCategory: Float64Array;
  constant: number;
  sum: number;
  pairs: number;
  undefinedPair: readonly [number, number] | null;
};

const workOf = (
  codes: Panel['codes'],
  units: number,
  raters: number,
  { categories: q, table }: Weights,
): Work => {
  const counts = new Float64Array(raters * q);
  for (let at = 0; at < raters * units; at += 1) {
    const cell = Math.floor(at / units) * q + (codes[at] as number);
    counts[cell] = (counts[cell] as number) + 1;
  }
  const shares = counts.map((count) => count / units);
  const worth = new Float64Array(raters * q);
  for (let row = 0; row < raters * q; row += q) {
    for (let i = 0; i < q; i += 1) {
      let sum = 0;
      for (let j = 0; j < q; j += 1) sum += (table[i * q + j] as number) * (shares[row + j] as number);
      worth[row + i] = sum;
    }
  }
  const totals = { constant: 0, sum: 0, pairs: 0, undefinedPair: null };
  const moves = new Float64Array(units);
  return { q, table, shares, worth, moves, byCategory: new Float64Array(raters * q), ...totals };
};

/** Chance agreement this close to 1 is complete. */
const complete = 1 - 1e-12;

const addPair = (work: Work, cells: Uint32Array, first: number, second: number): void => {
  const { q, table, shares, worth, moves, byCategory } = work;
  const units = cells.length;
  const [a, b] = [first * q, second * q];
  let [pe, po] = [0, 0];
  for (let i = 0; i < q; i += 1) pe += (shares[a + i] as number) * (worth[b + i] as number);
  if (pe >= complete) {
    work.undefinedPair ??= [first, second];
    return;
  }
  const scale = 1 / (1 - pe);
  for (let unit = 0; unit < units; unit += 1) {
    const weight = table[cells[unit] as number] as number;
    po += weight;
    moves[unit] = (moves[unit] as number) + weight * scale;
  }
  po /= units;
  const kappa = (po - pe) * scale;
  const chance = (1 - kappa) * scale;
  for (let i = 0; i < q; i += 1) {
    byCategory[a + i] = (byCategory[a + i] as number) + chance * (worth[b + i] as number);
    byCategory[b + i] = (byCategory[b + i] as number) + chance * (worth[a + i] as number);
  }
  work.constant += 2 * pe * chance - po * scale;
  work.sum += kappa;
  work.pairs += 1;
};

/** A smaller standard error is what rounding leaves of none. */
const noError = 1e-13;

const resultOf = (work: Work, codes: Panel['codes'], n: number, raters: number): LightKappa => {
  const { q, moves, byCategory, constant, sum, pairs, undefinedPair } = work;
  if (undefinedPair !== null) return { undefinedPair };
  let squares = 0;
  for (let unit = 0; unit < n; unit += 1) {
    let move = (moves[unit] as number) + constant;
    for (let rater = 0; rater < raters; rater += 1)
      move -= byCategory[rater * q + (codes[rater * n + unit] as number)] as number;
    squares += (move / pairs) ** 2;
  }
  const value = sum / pairs;
  const found = Math.sqrt(squares / (n * (n - 1)));
  const se = found < noError ? 0 : found;
  const reach = tQuantileTwoSided(0.05, n - 1) * se;
  return { value, se, ci95: [value - reach, Math.min(1, value + reach)], pairs };
};
