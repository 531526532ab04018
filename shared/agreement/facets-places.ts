import { tabulate } from './facets-cell-table.ts';
import type { FacetsData, StepModel } from './facets-data.ts';
import { layoutOf, spreadAt, vectorOf } from './facets-free.ts';
import type { MarginalFit, MarginalOptions } from './facets-marginal.ts';
import { marginalWork, posteriorOf, weightsOn } from './facets-posterior.ts';

/**
 * Where each person stands, in logits: one place, or several with weights that sum to 1. Those of person p stand from
 * starts[p] to starts[p + 1]; NaN, or none: the person has no measure.
 */
export type Places = {
  readonly starts: Uint32Array;
  readonly at: Float64Array;
  readonly weight: Float64Array;
};

/** One place each. */
export const pointsOf = (theta: Float64Array): Places => ({
  starts: Uint32Array.from({ length: theta.length + 1 }, (_, p) => p),
  at: theta,
  weight: new Float64Array(theta.length).fill(1),
});

/** Weights under this are dropped: what they carry lies under the rounding of the sums. */
const negligible = 1e-12;

/** Each person's posterior on the grid of a marginal fit. */
export const posteriorPlaces = (
  data: FacetsData,
  model: StepModel,
  fit: MarginalFit,
  { nodes, reach }: Required<Pick<MarginalOptions, 'nodes' | 'reach'>>,
): Places => {
  const layout = layoutOf(data, model, 1);
  const work = marginalWork(data, layout, nodes, reach);
  const full = vectorOf(layout, fit.parameters);
  full[spreadAt(layout)] = Math.log(fit.variance);
  tabulate(work.table, layout, work.nodes, full);
  const prior = weightsOn(work.nodes, fit.variance).logs;
  const posterior = new Float64Array(nodes);
  const starts = new Uint32Array(data.persons + 1);
  const at: number[] = [];
  const weight: number[] = [];
  for (let p = 0; p < data.persons; p += 1) {
    posteriorOf(work, p, prior, posterior);
    for (let node = 0; node < nodes; node += 1) {
      const share = posterior[node] as number;
      if (share < negligible) continue;
      at.push(work.nodes[node] as number);
      weight.push(share);
    }
    starts[p + 1] = at.length;
  }
  return { starts, at: Float64Array.from(at), weight: Float64Array.from(weight) };
};
