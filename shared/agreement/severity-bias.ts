import { cellOf, fillCell } from './facets-cell.ts';
import { type Placed, type Shift, shiftOf } from './facets-shift.ts';
import { holm } from './facets-summary.ts';
import type { BiasReport, InteractionReport } from './severity-report.ts';
import type { Coded } from './severity-selection.ts';
import { normalTwoSided, tTwoSided } from './special-functions.ts';

/** What the analyses of residuals stand on: the fit, and what its steps are worth in the scores of the file. */
export type Residuals = {
  readonly placed: Placed;
  /** By set of steps. */
  readonly values: readonly Float64Array[];
  /** Severities as they are printed, by place in the fit. */
  readonly severities: Float64Array;
};

/**
 * The bias of some ratings of a rater: one more logit of severity that would have made the model expect their points,
 * all other measures held (as Facets' bias analysis does). t has n − 1 degrees of freedom. Null: no ratings.
 */
export const biasOf = (residuals: Residuals, rater: number, rows: Uint32Array): BiasReport | null => {
  const shift = shiftOf(residuals.placed, rows);
  if (shift === null) return null;
  const t = shift.shift / shift.se;
  return {
    n: shift.n,
    observedMinusExpected: pointsBeyond(residuals, rows) / shift.n,
    bias: shift.shift,
    se: shift.se,
    t,
    df: shift.n - 1,
    p: pOf(shift, t),
    severity: (residuals.severities[rater] as number) + shift.shift,
  };
};

const pOf = ({ n }: Shift, t: number): number | null => {
  if (n < 2) return null;
  return n > 1e6 ? normalTwoSided(t) : tTwoSided(t, n - 1);
};

/** Points given less points expected, in the scores of the file. */
const pointsBeyond = ({ placed, values }: Residuals, rows: Uint32Array): number => {
  const { data, parameters, places } = placed;
  const cell = cellOf(data.top);
  let beyond = 0;
  for (const row of rows) {
    const i = data.criterion[row] as number;
    const p = data.person[row] as number;
    const set = values.length === 1 ? 0 : i;
    const worth = values[set] as Float64Array;
    const down =
      (parameters.criteria[i] as number) + (parameters.raters[data.rater[row] as number] as number);
    beyond += worth[data.score[row] as number] as number;
    for (let at = places.starts[p] as number; at < (places.starts[p + 1] as number); at += 1) {
      fillCell(cell, (places.at[at] as number) - down, parameters.steps, set * data.top);
      for (let step = 0; step <= data.top; step += 1)
        beyond -= (places.weight[at] as number) * (cell.share[step] as number) * (worth[step] as number);
    }
  }
  return beyond;
};

/**
 * Every rater on every criterion that the rater scored, where the rater scored two or more. `pHolm` is adjusted for all
 * pairs at once.
 */
export const interactionsOf = (
  residuals: Residuals,
  { data, raters, criteria }: Coded,
  names: { readonly raters: readonly string[]; readonly criteria: readonly string[] },
): InteractionReport[] => {
  const cells = new Map<number, number[]>();
  for (let row = 0; row < data.score.length; row += 1) {
    const key = (data.rater[row] as number) * data.criteria + (data.criterion[row] as number);
    const known = cells.get(key);
    if (known === undefined) cells.set(key, [row]);
    else known.push(row);
  }
  const scored = new Uint32Array(data.raters);
  for (const key of cells.keys()) {
    const rater = Math.floor(key / data.criteria);
    scored[rater] = (scored[rater] as number) + 1;
  }
  const found = [...cells]
    .sort(([a], [b]) => a - b)
    .flatMap(([key, rows]) => {
      const [rater, criterion] = [Math.floor(key / data.criteria), key % data.criteria];
      if ((scored[rater] as number) < 2) return [];
      const bias = biasOf(residuals, rater, Uint32Array.from(rows));
      if (bias === null) return [];
      return [
        {
          rater: names.raters[raters.all[rater] as number] as string,
          criterion: names.criteria[criteria.all[criterion] as number] as string,
          ...bias,
        },
      ];
    });
  const adjusted = adjustedOf(found.map(({ p }) => p));
  return found.map((one, at) => ({ ...one, pHolm: adjusted[at] as number | null }));
};

/** Holm's adjustment of the p-values that there are. */
export const adjustedOf = (ps: readonly (number | null)[]): (number | null)[] => {
  const known = ps.flatMap((p, at) => (p === null ? [] : [{ p, at }]));
  const adjusted = holm(known.map(({ p }) => p));
  const result = new Array<number | null>(ps.length).fill(null);
  known.forEach(({ at }, k) => {
    result[at] = adjusted[k] as number;
  });
  return result;
};
