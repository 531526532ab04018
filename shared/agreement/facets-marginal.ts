import type { FacetsData, FacetsParameters, StepModel } from './facets-data.ts';
import {
  expand,
  type Layout,
  layoutOf,
  parametersOf,
  reduce,
  reduceMatrix,
  spreadAt,
  variancesOf,
} from './facets-free.ts';
import { type Marginal, marginalAt, marginalWork } from './facets-posterior.ts';
import { invertDefinite, solveDefinite } from './linear.ts';

/** A fit by marginal maximum likelihood: persons are drawn from N(0, σ²). */
export type MarginalFit = {
  readonly parameters: FacetsParameters;
  readonly variance: number;
  /** From the observed information; null when it is not definite. */
  readonly se: (FacetsParameters & { readonly variance: number }) | null;
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
    const step = stepFrom(layout, at, gradient);
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
  return fitOf(layout, free, at, { iterations, gradient: greatest(gradient), tolerance });
};

const stepFrom = (layout: Layout, at: Marginal, gradient: Float64Array): Float64Array | null =>
  solveDefinite(reduceMatrix(layout, at.information), gradient) ??
  solveDefinite(reduceMatrix(layout, at.complete), gradient);

const fitOf = (
  layout: Layout,
  free: Float64Array,
  at: Marginal,
  end: { readonly iterations: number; readonly gradient: number; readonly tolerance: number },
): MarginalFit => {
  const full = expand(layout, free);
  const variance = Math.exp(full[spreadAt(layout)] as number);
  const covariance = invertDefinite(reduceMatrix(layout, at.information), layout.free);
  const errors = covariance === null ? null : variancesOf(layout, covariance).map(Math.sqrt);
  return {
    parameters: parametersOf(layout, full),
    variance,
    se:
      errors === null
        ? null
        : { ...parametersOf(layout, errors), variance: variance * (errors[spreadAt(layout)] as number) },
    deviance: -2 * at.logLikelihood,
    free: layout.free,
    eap: at.eap,
    eapSd: at.eapSd,
    converged: end.gradient <= Math.max(end.tolerance, 1e-6),
    iterations: end.iterations,
    gradient: end.gradient,
  };
};

const greatest = (values: Float64Array): number =>
  values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
