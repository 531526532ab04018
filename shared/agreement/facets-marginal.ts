import type { FacetsData, FacetsParameters, StepModel } from './facets-data.ts';
import {
  expand,
  holdFlat,
  type Layout,
  layoutOf,
  parametersOf,
  reduce,
  reduceMatrix,
  spreadAt,
  spreadCovariance,
} from './facets-free.ts';
import { type Marginal, marginalAt, marginalWork } from './facets-posterior.ts';
import { invertDefinite, solveDefinite } from './linear.ts';

/** A fit by marginal maximum likelihood: persons are drawn from N(0, σ²). */
export type MarginalFit = {
  readonly parameters: FacetsParameters;
  readonly variance: number;
  /** From the observed information; null when it is not definite. */
  readonly se: (FacetsParameters & { readonly variance: number }) | null;
  /** Of criteria, raters and sets of steps in this order, square; null as `se` is. */
  readonly covariance: Float64Array | null;
  readonly deviance: number;
  /** Free parameters, the variance among them. */
  readonly free: number;
  /** Each person's mean and standard deviation given the ratings. */
  readonly eap: Float64Array;
  readonly eapSd: Float64Array;
  readonly converged: boolean;
  readonly iterations: number;
  /** Greatest slope of the log-likelihood at the end. */
  readonly gradient: number;
};

/** The grid: `nodes` places from −reach to reach logits. `tolerance` is on the slopes of the log-likelihood. */
export type MarginalOptions = {
  readonly nodes?: number;
  readonly reach?: number;
  readonly maxIterations?: number;
  readonly tolerance?: number;
};

/** Newton's method on the marginal likelihood, with the complete-data information where that is not definite. */
export const fitMarginal = (
  data: FacetsData,
  model: StepModel,
  options: MarginalOptions = {},
): MarginalFit => {
  const { nodes = 201, reach = 10, maxIterations = 100, tolerance = 1e-8 } = options;
  const layout = layoutOf(data, model, 1);
  const work = marginalWork(data, layout, nodes, reach);
  let free: Float64Array = new Float64Array(layout.free);
  let at = marginalAt(work, expand(layout, free));
  let gradient = reduce(layout, at.gradient);
  let iterations = 0;
  while (iterations < maxIterations && greatest(gradient) > tolerance) {
    iterations += 1;
    const step = stepFrom(layout, at, gradient, data.flat);
    if (step === null) break;
    const floor = at.logLikelihood - 1e-11 * Math.abs(at.logLikelihood);
    let next: Marginal | null = null;
    for (let half = 0, share = 1; half < 30 && next === null; half += 1, share /= 2) {
      const tried = free.map((value, a) => value + share * (step[a] as number));
      const found = marginalAt(work, expand(layout, tried));
      if (!(found.logLikelihood >= floor)) continue;
      free = tried;
      next = found;
    }
    if (next === null) break;
    at = next;
    gradient = reduce(layout, at.gradient);
  }
  return fitOf(layout, free, at, data.flat, { iterations, gradient: greatest(gradient), tolerance });
};

type Flat = FacetsData['flat'];

const heldMatrix = (layout: Layout, information: Float64Array, flat: Flat): Float64Array => {
  const matrix = reduceMatrix(layout, information);
  holdFlat(layout, matrix, flat);
  return matrix;
};

const stepFrom = (layout: Layout, at: Marginal, gradient: Float64Array, flat: Flat): Float64Array | null =>
  solveDefinite(heldMatrix(layout, at.information, flat), gradient) ??
  solveDefinite(heldMatrix(layout, at.complete, flat), gradient);

const fitOf = (
  layout: Layout,
  free: Float64Array,
  at: Marginal,
  flat: Flat,
  end: { readonly iterations: number; readonly gradient: number; readonly tolerance: number },
): MarginalFit => {
  const full = expand(layout, free);
  const n = layout.full;
  const variance = Math.exp(full[spreadAt(layout)] as number);
  const inverse = invertDefinite(heldMatrix(layout, at.information, flat), layout.free);
  const all = inverse === null ? null : spreadCovariance(layout, inverse);
  const errors = all === null ? null : full.map((_, a) => Math.sqrt(all[a * n + a] as number));
  return {
    parameters: parametersOf(layout, full),
    variance,
    se:
      errors === null
        ? null
        : { ...parametersOf(layout, errors), variance: variance * (errors[spreadAt(layout)] as number) },
    covariance: all === null ? null : withoutLast(all, n),
    deviance: -2 * at.logLikelihood,
    free: layout.free,
    eap: at.eap,
    eapSd: at.eapSd,
    converged: end.gradient <= Math.max(end.tolerance, 1e-6),
    iterations: end.iterations,
    gradient: end.gradient,
  };
};

/** A square matrix without its last row and column. */
const withoutLast = (matrix: Float64Array, n: number): Float64Array => {
  const result = new Float64Array((n - 1) ** 2);
  for (let row = 0; row < n - 1; row += 1)
    result.set(matrix.subarray(row * n, row * n + n - 1), row * (n - 1));
  return result;
};

const greatest = (values: Float64Array): number =>
  values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
