import { centredOn, type Measures, ratersCentred } from './facets-centre.ts';
import { raterErrors } from './facets-contrast-errors.ts';
import type { FacetsData, FacetsParameters } from './facets-data.ts';
import { layoutOf } from './facets-free.ts';
import { fitJoint } from './facets-joint.ts';
import { jointErrors } from './facets-joint-errors.ts';
import { fitMarginal, type MarginalFit } from './facets-marginal.ts';
import { type Places, pointsOf, posteriorPlaces } from './facets-places.ts';
import { flatOf, linkedByCriteria, type Subsets, subsetsOf } from './facets-subsets.ts';
import type { SeverityOptions } from './severity-report.ts';

/** Unconditional standard errors; null where the information is singular. */
export type FitErrors = {
  readonly criteria: Float64Array;
  readonly raters: Float64Array;
  readonly steps: Float64Array;
  readonly persons: Float64Array | null;
};

/** A fit by either method in the measures we print. */
export type Fitted = {
  readonly parameters: FacetsParameters;
  readonly places: Places;
  /** A person's measure: by maximum likelihood, or the mean of the posterior. */
  readonly theta: Float64Array;
  /** Marginal: the posterior's standard deviation. */
  readonly thetaSd: Float64Array | null;
  readonly errors: FitErrors | null;
  /** Who can be compared with whom through shared work. */
  readonly subsets: Subsets;
  /** By the classes within which raters have mean 0. */
  readonly centredBy: { readonly ofRater: Uint32Array; readonly raters: number };
  readonly loglik: number;
  readonly npar: number;
  readonly converged: boolean;
  readonly iterations: number;
  /** What was left of the equations at the end. */
  readonly residual: number;
  readonly marginal: (Grid & { readonly fit: MarginalFit; readonly coarse: boolean }) | null;
};

type Grid = { readonly nodes: number; readonly reach: number };

export const fitSeverity = (data: FacetsData, options: SeverityOptions): Fitted =>
  options.method === 'joint' ? jointly(data, options) : marginally(data, options);

const jointly = (data: FacetsData, { model, maxIterations }: SeverityOptions): Fitted => {
  const subsets = subsetsOf(data);
  const held = { ...data, flat: flatOf(subsets) };
  const fit = fitJoint(held, model, maxIterations);
  const { steps } = fit.parameters;
  const { criteria, raters, theta } = centredOn(subsets, { ...fit.parameters, theta: fit.theta });
  const parameters = { criteria, raters, steps };
  return {
    parameters,
    places: pointsOf(theta),
    theta,
    thetaSd: null,
    errors: jointErrors(held, model, parameters, theta, subsets),
    subsets,
    centredBy: subsets,
    loglik: fit.logLikelihood,
    npar: layoutOf(data, model, 0).free - 1 + data.persons,
    converged: fit.converged,
    iterations: fit.iterations,
    residual: fit.residual,
    marginal: null,
  };
};

const marginally = (data: FacetsData, options: SeverityOptions): Fitted => {
  const { model } = options;
  const links = linkedByCriteria(data);
  const held = { ...data, flat: flatOf(links) };
  const { fit, grid, coarse } = fitOnGrid(held, options);
  const measures: Measures = ratersCentred(links, { ...fit.parameters, theta: fit.eap });
  const parameters = { criteria: measures.criteria, raters: measures.raters, steps: fit.parameters.steps };
  return {
    parameters,
    places: posteriorPlaces(held, model, fit, grid),
    theta: fit.eap,
    thetaSd: fit.eapSd,
    errors: marginalErrors(data, fit, links),
    subsets: subsetsOf(data),
    centredBy: links,
    loglik: -fit.deviance / 2,
    npar: fit.free,
    converged: fit.converged,
    iterations: fit.iterations,
    residual: fit.gradient,
    marginal: { ...grid, fit, coarse },
  };
};

const marginalErrors = (
  { criteria, raters }: FacetsData,
  { se, covariance }: MarginalFit,
  links: Pick<Subsets, 'ofRater' | 'raters'>,
): FitErrors | null =>
  se === null || covariance === null
    ? null
    : {
        criteria: links.raters === 1 ? se.criteria : se.criteria.map(() => Number.NaN),
        raters: raterErrors({ matrix: covariance, criteria, raters }, links.ofRater),
        steps: se.steps,
        persons: null,
      };

const usual: Grid = { nodes: 201, reach: 10 };

/** A grid of more numbers than this (about 400 MB of tables) is not tried. */
const largest = 5e7;

/**
 * On the usual grid first. It is made wider where persons spread beyond it (4.5 standard deviations), and finer where a
 * posterior is so narrow that the grid would miss it: the error of the sum falls with exp(−2π²(sd/gap)²), 2e-5 at a gap
 * of 4/3 sd.
 */
const fitOnGrid = (data: FacetsData, { model, nodes, maxIterations }: SeverityOptions) => {
  const first = { ...usual, nodes: nodes ?? usual.nodes };
  const fit = fitMarginal(data, model, { ...first, maxIterations });
  const wanted = gridFor(fit, first);
  const cells = data.raters * data.criteria * (2 * data.top + 2);
  const better = nodes === null && wanted !== first && wanted.nodes * cells <= largest;
  if (!better) return { fit, grid: first, coarse: wanted !== first };
  const again = fitMarginal(data, model, { ...wanted, maxIterations });
  return { fit: again, grid: wanted, coarse: false };
};

const gridFor = ({ variance, eapSd }: MarginalFit, grid: Grid): Grid => {
  const narrowest = eapSd.reduce((least, sd) => Math.min(least, sd), Number.POSITIVE_INFINITY);
  const reach = Math.max(grid.reach, 5 * Math.sqrt(variance));
  const enough = grid.reach >= 4.5 * Math.sqrt(variance);
  const gap = (2 * grid.reach) / (grid.nodes - 1);
  if (enough && gap <= (4 / 3) * narrowest) return grid;
  const fine = Math.min(gap, Math.max(narrowest, 1e-3));
  const wide = enough ? grid.reach : reach;
  return { nodes: 2 * Math.ceil(wide / fine) + 1, reach: wide };
};
