import { type Cell, fillCell } from './facets-cell.ts';
import { holdFlat, type Layout, reduce, reduceMatrix, stepsFrom } from './facets-free.ts';
import type { PersonRows } from './facets-person-rows.ts';

/** The joint log-likelihood at one point, its slopes and minus its second derivatives. */
export type Slopes = {
  logLikelihood: number;
  readonly byPerson: Float64Array;
  readonly informationByPerson: Float64Array;
  /** Over all parameters. */
  readonly gradient: Float64Array;
  /** Over all parameters, upper triangle. */
  readonly information: Float64Array;
  /** How a person's place goes with each parameter the person touches, as they stand in `PersonRows.touched`. */
  readonly crossed: Float64Array;
};

export const slopesOf = (layout: Layout, { starts, touched }: PersonRows): Slopes => ({
  logLikelihood: 0,
  byPerson: new Float64Array(starts.length - 1),
  informationByPerson: new Float64Array(starts.length - 1),
  gradient: new Float64Array(layout.full),
  information: new Float64Array(layout.full ** 2),
  crossed: new Float64Array(touched.length),
});

export const fillSlopes = (
  slopes: Slopes,
  rows: PersonRows,
  layout: Layout,
  { full, theta }: { readonly full: Float64Array; readonly theta: Float64Array },
  cell: Cell,
): void => {
  const { gradient, information, byPerson, informationByPerson, crossed } = slopes;
  const { top, criteria, full: n } = layout;
  const { starts, touchedStarts, touched } = rows;
  const { share, passed, together } = cell;
  gradient.fill(0);
  information.fill(0);
  const own = new Float64Array(n);
  let logLikelihood = 0;
  for (let p = 0; p < theta.length; p += 1) {
    let [slope, sum] = [0, 0];
    for (let at = starts[p] as number; at < (starts[p + 1] as number); at += 1) {
      const i = rows.criterion[at] as number;
      const r = criteria + (rows.rater[at] as number);
      const x = rows.score[at] as number;
      const from = stepsFrom(layout, i);
      fillCell(cell, (theta[p] as number) - (full[i] as number) - (full[r] as number), full, from);
      const { mean, variance } = cell;
      logLikelihood += Math.log(share[x] as number);
      const rest = x - mean;
      slope += rest;
      sum += variance;
      gradient[i] = (gradient[i] as number) - rest;
      gradient[r] = (gradient[r] as number) - rest;
      own[i] = (own[i] as number) - variance;
      own[r] = (own[r] as number) - variance;
      information[i * n + i] = (information[i * n + i] as number) + variance;
      information[r * n + r] = (information[r * n + r] as number) + variance;
      information[i * n + r] = (information[i * n + r] as number) + variance;
      for (let j = 0; j < top; j += 1) {
        const s = from + j;
        const beyond = passed[j] as number;
        const along = together[j] as number;
        gradient[s] = (gradient[s] as number) + beyond - (x > j ? 1 : 0);
        own[s] = (own[s] as number) - along;
        information[i * n + s] = (information[i * n + s] as number) + along;
        information[r * n + s] = (information[r * n + s] as number) + along;
        for (let l = j; l < top; l += 1) {
          const both = (passed[l] as number) * (1 - beyond);
          information[s * n + from + l] = (information[s * n + from + l] as number) + both;
        }
      }
    }
    byPerson[p] = slope;
    informationByPerson[p] = sum;
    for (let at = touchedStarts[p] as number; at < (touchedStarts[p + 1] as number); at += 1) {
      const parameter = touched[at] as number;
      crossed[at] = own[parameter] as number;
      own[parameter] = 0;
    }
  }
  slopes.logLikelihood = logLikelihood;
};

/**
 * The system left for the free parameters when the persons are eliminated, made definite along the common shift of the
 * criteria and along the directions of `flat`.
 */
export const eliminated = (
  layout: Layout,
  rows: PersonRows,
  slopes: Slopes,
  flat: readonly Float64Array[] | undefined,
): { readonly matrix: Float64Array; readonly side: Float64Array } => {
  const { full: n, criteria } = layout;
  const { touchedStarts, touched } = rows;
  const { crossed } = slopes;
  const information = slopes.information.slice();
  const gradient = slopes.gradient.slice();
  for (let p = 0; p < slopes.byPerson.length; p += 1) {
    const share = 1 / (slopes.informationByPerson[p] as number);
    const slope = (slopes.byPerson[p] as number) * share;
    const end = touchedStarts[p + 1] as number;
    for (let at = touchedStarts[p] as number; at < end; at += 1) {
      const a = touched[at] as number;
      const value = crossed[at] as number;
      gradient[a] = (gradient[a] as number) - value * slope;
      const scaled = value * share;
      for (let other = at; other < end; other += 1) {
        const b = a * n + (touched[other] as number);
        information[b] = (information[b] as number) - scaled * (crossed[other] as number);
      }
    }
  }
  for (let a = 0; a < criteria; a += 1)
    for (let b = a; b < criteria; b += 1) information[a * n + b] = (information[a * n + b] as number) + 1;
  const matrix = reduceMatrix(layout, information);
  holdFlat(layout, matrix, flat);
  return { matrix, side: reduce(layout, gradient) };
};
