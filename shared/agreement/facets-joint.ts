import { cellOf } from './facets-cell.ts';
import type { FacetsData, FacetsParameters, StepModel } from './facets-data.ts';
import { expand, type Layout, layoutOf, parametersOf, reduce, spread } from './facets-free.ts';
import { type PersonRows, personRowsOf } from './facets-person-rows.ts';
import { eliminated, fillSlopes, type Slopes, slopesOf } from './facets-slopes.ts';
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

type Point = { readonly free: Float64Array; readonly theta: Float64Array; readonly slopes: Slopes };

/** Sums of scores are met to this, or to what rounding leaves of a sum of so many. */
const met = 1e-10;
const metEnough = 1e-8;

/**
 * Newton's method on the joint likelihood, all parameters at once. Stops when every observed sum of scores is met to
 * 1e-10 or comes no closer; says whether it got there.
 */
export const fitJoint = (data: FacetsData, model: StepModel, maxIterations = 100): JointFit => {
  const layout = layoutOf(data, model, 0);
  const rows = personRowsOf(data, layout);
  const cell = cellOf(data.top);
  const fill = (slopes: Slopes, free: Float64Array, theta: Float64Array): Slopes => {
    fillSlopes(slopes, rows, layout, { full: expand(layout, free), theta }, cell);
    return slopes;
  };
  const enough = metEnough * Math.max(1, data.score.length / 10_000);
  const start = { free: new Float64Array(layout.free), theta: startingPlaces(data) };
  let point: Point = { ...start, slopes: fill(slopesOf(layout, rows), start.free, start.theta) };
  let spare = slopesOf(layout, rows);
  let iterations = 0;
  let residual = residualOf(layout, point.slopes);
  while (iterations < maxIterations && residual > met) {
    const { matrix, side } = eliminated(layout, rows, point.slopes, data.flat);
    const step = solveDefinite(matrix, side);
    if (step === null) break;
    iterations += 1;
    const next = climbed(point, step, movesOf(layout, rows, point.slopes, step), (free, theta) =>
      fill(spare, free, theta),
    );
    if (next === null) break;
    spare = point.slopes;
    point = next;
    const left = residualOf(layout, point.slopes);
    const stuck = left <= enough && left > residual / 2;
    residual = left;
    if (stuck) break;
  }
  return centred(layout, point, { iterations, residual, converged: residual <= enough });
};

/** How far each person moves along with a step of the free parameters. */
const movesOf = (layout: Layout, rows: PersonRows, slopes: Slopes, step: Float64Array): Float64Array => {
  const full = spread(layout, step);
  const { touched, touchedStarts } = rows;
  return slopes.byPerson.map((own, p) => {
    let slope = own;
    for (let at = touchedStarts[p] as number; at < (touchedStarts[p + 1] as number); at += 1)
      slope -= (slopes.crossed[at] as number) * (full[touched[at] as number] as number);
    return slope / (slopes.informationByPerson[p] as number);
  });
};

/** The step, halved until the likelihood does not fall; null when it falls however short the step is. */
const climbed = (
  { free, theta, slopes }: Point,
  step: Float64Array,
  moves: Float64Array,
  fill: (free: Float64Array, theta: Float64Array) => Slopes,
): Point | null => {
  const floor = slopes.logLikelihood - 1e-9 * Math.abs(slopes.logLikelihood);
  for (let half = 0, share = 1; half < 30; half += 1, share /= 2) {
    const nextFree = free.map((value, a) => value + share * (step[a] as number));
    const nextTheta = theta.map((value, p) => value + share * (moves[p] as number));
    const found = fill(nextFree, nextTheta);
    if (found.logLikelihood >= floor) return { free: nextFree, theta: nextTheta, slopes: found };
  }
  return null;
};

const centred = (
  layout: Layout,
  { free, theta, slopes }: Point,
  end: Pick<JointFit, 'iterations' | 'residual' | 'converged'>,
): JointFit => {
  const shift = theta.reduce((sum, value) => sum + value, 0) / theta.length;
  const full = expand(layout, free);
  for (let i = 0; i < layout.criteria; i += 1) full[i] = (full[i] as number) - shift;
  return {
    parameters: parametersOf(layout, full),
    theta: theta.map((value) => value - shift),
    logLikelihood: slopes.logLikelihood,
    ...end,
  };
};

const residualOf = (layout: Layout, { byPerson, gradient }: Slopes): number => {
  let most = 0;
  for (const slope of byPerson) if (Math.abs(slope) > most) most = Math.abs(slope);
  for (const slope of reduce(layout, gradient)) if (Math.abs(slope) > most) most = Math.abs(slope);
  return most;
};

/** The logit of each person's share of the points. */
const startingPlaces = ({ persons, top, tops, person, criterion, score }: FacetsData): Float64Array => {
  const sums = new Float64Array(persons);
  const most = new Float64Array(persons);
  for (let row = 0; row < score.length; row += 1) {
    const p = person[row] as number;
    sums[p] = (sums[p] as number) + (score[row] as number);
    most[p] = (most[p] as number) + (tops?.[criterion[row] as number] ?? top);
  }
  return sums.map((sum, p) => Math.log((sum + 0.3) / ((most[p] as number) - sum + 0.3)));
};
