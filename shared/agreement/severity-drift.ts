import { mostGroups, type Regrouped, regroup } from './facets-regroup.ts';
import { solveDefinite } from './linear.ts';
import { adjustedOf, biasOf, type Residuals } from './severity-bias.ts';
import type { BiasReport, DriftReport, DriftWindow, DriftWindowReport } from './severity-report.ts';
import { slicesOf } from './severity-windows.ts';
import { chiSquareUpper, tTwoSided } from './special-functions.ts';

/** A rater has drifted when no change at all is as unlikely as this, adjusted for all raters. */
const level = 0.05;

/** The ratings of one rater in one window. */
type Part = { readonly rater: number; readonly window: string; readonly rows: Uint32Array };

/**
 * Each rater's severity window by window. Persons are measured anew, with every rater free in every window (`regroup`),
 * and what the ratings leave open is settled so that in linked work the middle rater is as severe as over all time. Where that cannot be had (extreme scores in a window, no second rater, too many windows) all other measures are
 * held, and `held` says so. No change: a chi-square over a rater's windows, on one degree of freedom fewer.
 *
 * `times` are of the rows of the fit; ratings without one are left out.
 */
export const driftOf = (
  residuals: Residuals,
  times: Float64Array,
  window: DriftWindow,
  panel: DriftPanel,
): DriftReport[] => {
  const { names, severities } = panel;
  const parts = partsOf(residuals, times, window);
  const free = freeChanges(residuals, parts, panel);
  const found = Array.from({ length: names.length }, (_, rater) => {
    const own = parts.flatMap((part, at) => (part.rater === rater ? [at] : []));
    const usual = severities[rater] as number;
    const windows = own.flatMap((at) => {
      const { window: name, rows } = parts[at] as Part;
      const held = biasOf(residuals, rater, rows);
      if (held === null) return [];
      const change = free?.at(at) ?? null;
      const bias = change === null ? held : freed(held, change);
      return [{ window: name, ...bias, severity: usual + bias.bias, held: change === null }];
    });
    const test = free === null ? heldChange(windows) : free.test(own);
    return { rater: names[rater] as string, windows, ...test };
  }).filter(({ windows }) => windows.length > 0);
  const adjusted = adjustedOf(found.map(({ p }) => p));
  return found.map((one, at) => {
    const pHolm = adjusted[at] as number | null;
    return { ...one, pHolm, drifted: pHolm !== null && pHolm < level };
  });
};

/** Who is in the fit. */
export type DriftPanel = {
  readonly names: readonly string[];
  /** Over all time, as they are printed. */
  readonly severities: Float64Array;
  /** What changes are multiplied by, so that they are on the scale of the severities. */
  readonly factor: number;
  /**
   * L/(L − 1), L being the ratings of a person: joint changes are too large by it, and their variance is larger than
   * the information says by it (exactly so at L = 2, and a little less beyond).
   */
  readonly stretch: number;
};

const partsOf = ({ placed }: Residuals, times: Float64Array, window: DriftWindow): Part[] => {
  const { data } = placed;
  const rowsOf = Array.from({ length: data.raters }, (): number[] => []);
  for (let row = 0; row < data.rater.length; row += 1)
    if (!Number.isNaN(times[row])) (rowsOf[data.rater[row] as number] as number[]).push(row);
  return rowsOf.flatMap((rows, rater) => {
    rows.sort((a, b) => (times[a] as number) - (times[b] as number) || a - b);
    const slices = rows.length === 0 ? [] : slicesOf(rows, times, window);
    return slices.map((slice) => ({ rater, window: slice.window, rows: Uint32Array.from(slice.rows) }));
  });
};

type Change = { readonly bias: number; readonly se: number };
type Test = Pick<DriftReport, 'chiSquare' | 'df' | 'p'>;
type FreeChanges = {
  readonly at: (part: number) => Change | null;
  readonly test: (parts: readonly number[]) => Test;
};

const untested: Test = { chiSquare: null, df: null, p: null };

/** Null: too many windows, or the fit with them does not converge. */
const freeChanges = (
  { placed, severities }: Residuals,
  parts: readonly Part[],
  { factor, stretch }: DriftPanel,
): FreeChanges | null => {
  const { data, parameters } = placed;
  const groups = parts.length + data.raters;
  if (groups > mostGroups) return null;
  // Ratings without a time stay with their rater: they tell of the persons.
  const group = Uint32Array.from(data.rater, (rater) => parts.length + rater);
  parts.forEach(({ rows }, at) => {
    for (const row of rows) group[row] = at;
  });
  const found = regroup({ data, parameters, group, groups });
  if (found === null) return null;
  const rater = (at: number): number => (at < parts.length ? (parts[at] as Part).rater : at - parts.length);
  const weight = new Float64Array(groups);
  for (const own of group) weight[own] = (weight[own] as number) + 1;
  const settled = settledOn(found, weight, (at) => severities[rater(at)] as number);
  const { shift } = settled;
  const covariance = (a: number, b: number): number => stretch * settled.covariance(a, b);
  const linked = linkedComponents(found, rater);
  const isFree = (at: number): boolean => linked.has(found.component[at] as number);
  return {
    at: (part) =>
      isFree(part)
        ? {
            bias: factor * (shift[part] as number),
            se: factor * Math.sqrt(covariance(part, part)),
          }
        : null,
    test: (own) => changeIn(own.filter(isFree), shift, covariance),
  };
};

/** Components in which more than one rater meets. */
const linkedComponents = ({ component }: Regrouped, rater: (at: number) => number): Set<number> => {
  const first = new Map<number, number>();
  const linked = new Set<number>();
  component.forEach((own, at) => {
    if (own < 0) return;
    if (!first.has(own)) first.set(own, rater(at));
    else if (first.get(own) !== rater(at)) linked.add(own);
  });
  return linked;
};

/** How much more a median varies than a mean, less 1. */
const medianExcess = Math.PI / 2 - 1;

/**
 * Differences from the severities over all time, of median 0 (by ratings) in every component, and their covariance.
 * Between windows without shared persons only such an assumption tells change; by the median, a rater who changes does
 * not make all others change the other way. The covariance is that of differences from the mean, with what a median
 * varies more.
 */
const settledOn = (
  { severity, covariance, component, components }: Regrouped,
  weight: Float64Array,
  usual: (at: number) => number,
) => {
  const n = severity.length;
  const members = Array.from({ length: components }, (): number[] => []);
  component.forEach((own, at) => {
    if (own >= 0) members[own]?.push(at);
  });
  const shift = severity.map((value, at) => value - usual(at));
  const withMean = new Float64Array(n);
  const ofMean = new Float64Array(components);
  const excess = new Float64Array(components);
  members.forEach((own, number) => {
    const middle = weightedMedian(own, shift, weight);
    const total = own.reduce((sum, at) => sum + (weight[at] as number), 0);
    for (const a of own) {
      shift[a] = (shift[a] as number) - middle;
      withMean[a] = own.reduce(
        (sum, b) => sum + ((weight[b] as number) / total) * (covariance[a * n + b] as number),
        0,
      );
      ofMean[number] = (ofMean[number] as number) + ((weight[a] as number) / total) * (withMean[a] as number);
    }
    const own2 = own.map(
      (a) => (covariance[a * n + a] as number) - 2 * (withMean[a] as number) + (ofMean[number] as number),
    );
    excess[number] = (medianExcess * own2.reduce((sum, value) => sum + value, 0)) / own.length ** 2;
  });
  return {
    shift,
    covariance: (a: number, b: number): number => {
      const own = component[a] as number;
      if (own !== component[b]) return 0;
      const between = covariance[a * n + b] as number;
      const about = between - (withMean[a] as number) - (withMean[b] as number) + (ofMean[own] as number);
      return about + (excess[own] as number);
    },
  };
};

/** Half of the weight lies on either side; between two values where they part it evenly. */
const weightedMedian = (at: readonly number[], values: Float64Array, weight: Float64Array): number => {
  const order = [...at].sort((a, b) => (values[a] as number) - (values[b] as number));
  const half = order.reduce((sum, one) => sum + (weight[one] as number), 0) / 2;
  let below = 0;
  for (const [place, one] of order.entries()) {
    below += weight[one] as number;
    if (below < half) continue;
    const next = order[place + 1];
    const value = values[one] as number;
    return below === half && next !== undefined ? (value + (values[next] as number)) / 2 : value;
  }
  return 0;
};

/** Wald's test that the differences in these windows are all the same. */
const changeIn = (
  parts: readonly number[],
  shift: Float64Array,
  covariance: (a: number, b: number) => number,
): Test => {
  const n = parts.length;
  if (n < 2) return untested;
  const matrix = Float64Array.from({ length: n * n }, (_, at) =>
    covariance(parts[Math.floor(at / n)] as number, parts[at % n] as number),
  );
  const ones = solveDefinite(matrix, new Float64Array(n).fill(1));
  const values = Float64Array.from(parts, (at) => shift[at] as number);
  const solved = solveDefinite(matrix, values);
  if (ones === null || solved === null) return untested;
  const sum = (of: Float64Array): number => of.reduce((total, value) => total + value, 0);
  const squares = values.reduce((total, value, at) => total + value * (solved[at] as number), 0);
  const chiSquare = squares - sum(solved) ** 2 / sum(ones);
  return { chiSquare, df: n - 1, p: chiSquareUpper(chiSquare, n - 1) };
};

/** The same with all other measures held: windows are independent. */
const heldChange = (windows: readonly DriftWindowReport[]): Test =>
  changeIn(
    windows.map((_, at) => at),
    Float64Array.from(windows, ({ bias }) => bias),
    (a, b) => (a === b ? (windows[a]?.se ?? 0) ** 2 : 0),
  );

const freed = (held: BiasReport, { bias, se }: Change): BiasReport => {
  const t = bias / se;
  return {
    ...held,
    bias,
    se,
    t,
    p: held.df < 1 ? null : tTwoSided(t, held.df),
  };
};
