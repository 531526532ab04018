import { type Cell, cellOf, fillCell } from './facets-cell.ts';
import type { FacetsData, FacetsParameters, StepModel } from './facets-data.ts';
import {
  expand,
  type Layout,
  layoutOf,
  parametersOf,
  reduce,
  reduceMatrix,
  stepsFrom,
} from './facets-free.ts';
import { solveDefinite } from './linear.ts';

/** A fit by joint maximum likelihood. `theta` has mean 0. Persons, raters and criteria must not be extreme. */
export type JointFit = {
  readonly parameters: FacetsParameters;
  readonly theta: Float64Array;
  readonly logLikelihood: number;
  readonly converged: boolean;
  readonly iterations: number;
  /** Greatest difference between an observed and an expected sum of scores. */
  readonly residual: number;
};

type State = { readonly full: Float64Array; readonly theta: Float64Array };

type Slopes = {
  logLikelihood: number;
  readonly byPerson: Float64Array;
  readonly informationByPerson: Float64Array;
  readonly gradient: Float64Array;
  readonly information: Float64Array;
  /** persons × full: how a person's place goes with each parameter. */
  readonly crossed: Float64Array;
};

const slopesAt = (data: FacetsData, layout: Layout, { full, theta }: State, cell: Cell): Slopes => {
  const n = layout.full;
  const slopes: Slopes = {
    logLikelihood: 0,
    byPerson: new Float64Array(data.persons),
    informationByPerson: new Float64Array(data.persons),
    gradient: new Float64Array(n),
    information: new Float64Array(n * n),
    crossed: new Float64Array(data.persons * n),
  };
  const { byPerson, informationByPerson, gradient, information, crossed } = slopes;
  const { top, criteria } = layout;
  for (let row = 0; row < data.score.length; row += 1) {
    const p = data.person[row] as number;
    const i = data.criterion[row] as number;
    const r = criteria + (data.rater[row] as number);
    const x = data.score[row] as number;
    const from = stepsFrom(layout, i);
    fillCell(cell, (theta[p] as number) - (full[i] as number) - (full[r] as number), full, from);
    const { share, passed, together, mean, variance } = cell;
    slopes.logLikelihood += Math.log(share[x] as number);
    const rest = x - mean;
    byPerson[p] = (byPerson[p] as number) + rest;
    informationByPerson[p] = (informationByPerson[p] as number) + variance;
    gradient[i] = (gradient[i] as number) - rest;
    gradient[r] = (gradient[r] as number) - rest;
    const own = p * n;
    crossed[own + i] = (crossed[own + i] as number) - variance;
    crossed[own + r] = (crossed[own + r] as number) - variance;
    information[i * n + i] = (information[i * n + i] as number) + variance;
    information[r * n + r] = (information[r * n + r] as number) + variance;
    information[i * n + r] = (information[i * n + r] as number) + variance;
    for (let j = 0; j < top; j += 1) {
      const s = from + j;
      const beyond = passed[j] as number;
      const along = together[j] as number;
      gradient[s] = (gradient[s] as number) + beyond - (x > j ? 1 : 0);
      crossed[own + s] = (crossed[own + s] as number) - along;
      information[i * n + s] = (information[i * n + s] as number) + along;
      information[r * n + s] = (information[r * n + s] as number) + along;
      for (let l = j; l < top; l += 1) {
        const both = (passed[l] as number) * (1 - beyond);
        information[s * n + from + l] = (information[s * n + from + l] as number) + both;
      }
    }
  }
  for (let a = 0; a < n; a += 1)
    for (let b = 0; b < a; b += 1) information[a * n + b] = information[b * n + a] as number;
  return slopes;
};

/** The system left for the free parameters when the persons are eliminated, made definite along the common shift. */
const eliminated = (layout: Layout, slopes: Slopes) => {
  const { free, full, criteria } = layout;
  const persons = slopes.byPerson.length;
  const matrix = reduceMatrix(layout, slopes.information);
  const side = reduce(layout, slopes.gradient);
  const rows = new Float64Array(persons * free);
  for (let p = 0; p < persons; p += 1) {
    const row = reduce(layout, slopes.crossed.subarray(p * full, (p + 1) * full));
    rows.set(row, p * free);
    const share = 1 / (slopes.informationByPerson[p] as number);
    const slope = (slopes.byPerson[p] as number) * share;
    for (let a = 0; a < free; a += 1) {
      const value = row[a] as number;
      if (value === 0) continue;
      side[a] = (side[a] as number) - value * slope;
      for (let b = 0; b < free; b += 1) {
        matrix[a * free + b] = (matrix[a * free + b] as number) - value * share * (row[b] as number);
      }
    }
  }
  for (let a = 0; a < criteria; a += 1) {
    for (let b = 0; b < criteria; b += 1) matrix[a * free + b] = (matrix[a * free + b] as number) + 1;
  }
  return { matrix, side, rows };
};

/**
 * Newton's method on the joint likelihood, all parameters at once. Stops when every observed sum of scores is met to
 * 1e-10; says whether it got there.
 */
export const fitJoint = (data: FacetsData, model: StepModel, maxIterations = 100): JointFit => {
  const layout = layoutOf(data, model, 0);
  const cell = cellOf(data.top);
  let free: Float64Array = new Float64Array(layout.free);
  let theta: Float64Array = startingPlaces(data);
  let slopes = slopesAt(data, layout, { full: expand(layout, free), theta }, cell);
  let iterations = 0;
  let residual = residualOf(layout, slopes);
  for (; iterations < maxIterations && residual > 1e-10; iterations += 1) {
    const { matrix, side, rows } = eliminated(layout, slopes);
    const step = solveDefinite(matrix, side);
    if (step === null) break;
    const move = new Float64Array(theta.length);
    for (let p = 0; p < theta.length; p += 1) {
      let slope = slopes.byPerson[p] as number;
      for (let a = 0; a < layout.free; a += 1)
        slope -= (rows[p * layout.free + a] as number) * (step[a] as number);
      move[p] = slope / (slopes.informationByPerson[p] as number);
    }
    let share = 1;
    let next = slopes;
    for (let half = 0; half < 30; half += 1, share /= 2) {
      const nextFree = free.map((value, a) => value + share * (step[a] as number));
      const nextTheta = theta.map((value, p) => value + share * (move[p] as number));
      next = slopesAt(data, layout, { full: expand(layout, nextFree), theta: nextTheta }, cell);
      if (next.logLikelihood >= slopes.logLikelihood - 1e-9 * Math.abs(slopes.logLikelihood)) {
        free = nextFree;
        theta = nextTheta;
        break;
      }
    }
    slopes = next;
    residual = residualOf(layout, slopes);
  }
  const shift = theta.reduce((sum, value) => sum + value, 0) / theta.length;
  const full = expand(layout, free);
  for (let i = 0; i < layout.criteria; i += 1) full[i] = (full[i] as number) - shift;
  return {
    parameters: parametersOf(layout, full),
    theta: theta.map((value) => value - shift),
    logLikelihood: slopes.logLikelihood,
    converged: residual <= 1e-8,
    iterations,
    residual,
  };
};

const residualOf = (layout: Layout, { byPerson, gradient }: Slopes): number =>
  Math.max(...byPerson.map(Math.abs), ...reduce(layout, gradient).map(Math.abs));

/** The logit of each person's share of the points. */
const startingPlaces = ({ persons, top, person, score }: FacetsData): Float64Array => {
  const sums = new Float64Array(persons);
  const most = new Float64Array(persons);
  for (let row = 0; row < score.length; row += 1) {
    const p = person[row] as number;
    sums[p] = (sums[p] as number) + (score[row] as number);
    most[p] = (most[p] as number) + top;
  }
  return sums.map((sum, p) => Math.log((sum + 0.3) / ((most[p] as number) - sum + 0.3)));
};
