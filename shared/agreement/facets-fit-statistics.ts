import { cellOf, fillCell, fourthMoment } from './facets-cell.ts';
import type { FacetsData, FacetsParameters } from './facets-data.ts';
import type { Places } from './facets-places.ts';

/**
 * How well the ratings of one person, rater or criterion fit the model: mean squares are 1 where they do; the
 * standardised forms are roughly normal (Wilson–Hilferty). `se` is the model's, 1/√ΣV.
 */
export type FitStatistics = {
  readonly n: number;
  readonly score: number;
  readonly expected: number;
  readonly infit: number;
  readonly outfit: number;
  readonly infitZ: number;
  readonly outfitZ: number;
  readonly information: number;
  readonly se: number;
};

/** A grouping of the ratings: the element that each row belongs to. */
export type Grouping = { readonly size: number; readonly of: ArrayLike<number> };

/** Fit by element of each grouping, of all ratings, and the shares of them that lie 2 and 3 standard deviations off. */
export type FitReport = {
  readonly groups: readonly (readonly FitStatistics[])[];
  readonly overall: FitStatistics;
  readonly beyond2: number;
  readonly beyond3: number;
};

/** Sums over ratings, kept side by side: n, score, Σ E, Σ (x−E)², Σ V, Σ z², Σ (μ₄ − V²), Σ μ₄/V². */
const columns = 8;

/**
 * Where a person has several places, every term is its mean over them, as when residuals are integrated over a
 * posterior.
 */
export const fitStatistics = (
  data: FacetsData,
  { criteria, raters, steps }: FacetsParameters,
  { starts, at, weight }: Places,
  groupings: readonly Grouping[],
): FitReport => {
  const tables = groupings.map(({ size }) => new Float64Array(size * columns));
  const total = new Float64Array(columns);
  const terms = new Float64Array(columns);
  const cell = cellOf(data.top);
  const shared = steps.length === data.top;
  let [beyond2, beyond3] = [0, 0];
  for (let row = 0; row < data.score.length; row += 1) {
    const i = data.criterion[row] as number;
    const p = data.person[row] as number;
    const x = data.score[row] as number;
    const shift = (criteria[i] as number) + (raters[data.rater[row] as number] as number);
    terms.fill(0);
    terms[0] = 1;
    terms[1] = x;
    for (let place = starts[p] as number; place < (starts[p + 1] as number); place += 1) {
      fillCell(cell, (at[place] as number) - shift, steps, shared ? 0 : i * data.top);
      const share = weight[place] as number;
      const { mean, variance } = cell;
      const fourth = fourthMoment(cell);
      const square = (x - mean) ** 2;
      const z2 = square / variance;
      terms[2] = (terms[2] as number) + share * mean;
      terms[3] = (terms[3] as number) + share * square;
      terms[4] = (terms[4] as number) + share * variance;
      terms[5] = (terms[5] as number) + share * z2;
      terms[6] = (terms[6] as number) + share * (fourth - variance * variance);
      terms[7] = (terms[7] as number) + (share * fourth) / (variance * variance);
      if (z2 >= 4) beyond2 += share;
      if (z2 >= 9) beyond3 += share;
    }
    addTerms(total, 0, terms);
    groupings.forEach(({ of }, g) => {
      addTerms(tables[g] as Float64Array, (of[row] as number) * columns, terms);
    });
  }
  const n = Math.max(1, data.score.length);
  return {
    groups: groupings.map(({ size }, g) =>
      Array.from({ length: size }, (_, group) => statisticsOf(tables[g] as Float64Array, group * columns)),
    ),
    overall: statisticsOf(total, 0),
    beyond2: beyond2 / n,
    beyond3: beyond3 / n,
  };
};

const addTerms = (into: Float64Array, from: number, terms: Float64Array): void => {
  for (let at = 0; at < columns; at += 1)
    into[from + at] = (into[from + at] as number) + (terms[at] as number);
};

const statisticsOf = (sums: Float64Array, from: number): FitStatistics => {
  const [n, score, expected, squares, information, standard, fourth, fourthStandard] = sums.subarray(
    from,
    from + columns,
  ) as unknown as [number, number, number, number, number, number, number, number];
  const infit = squares / information;
  const outfit = standard / n;
  const infitSpread = Math.sqrt(fourth) / information;
  const outfitSpread = Math.sqrt(fourthStandard / (n * n) - 1 / n);
  return {
    n,
    score,
    expected,
    infit,
    outfit,
    infitZ: standardised(infit, infitSpread),
    outfitZ: standardised(outfit, outfitSpread),
    information,
    se: 1 / Math.sqrt(information),
  };
};

/** Wilson & Hilferty 1931: the cube root of a mean square is nearly normal. */
const standardised = (meanSquare: number, spread: number): number =>
  (Math.cbrt(meanSquare) - 1) * (3 / spread) + spread / 3;
