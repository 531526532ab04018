import { type Facets, facetsOf } from './generalizability.ts';
import { type Absorbed, absorbPersons, type Model, modelOf, personSums } from './generalizability-absorb.ts';
import type { Cells } from './generalizability-cells.ts';
import { dot, type Factor, factorise, forward, inverseOf, times } from './generalizability-matrix.ts';
import { type Local, type Point, scoreVariances } from './generalizability-scoring.ts';
import { startFor } from './generalizability-start.ts';

/** Variance components by restricted maximum likelihood on ratings with gaps. */
export type RemlFit = {
  readonly components: Readonly<Record<string, number>>;
  /** −2 × the restricted log-likelihood at the optimum, as lme4 prints it. */
  readonly criterion: number;
  readonly converged: boolean;
  readonly iterations: number;
  /** Effects × effects: the average information about the criterion (twice that about the log-likelihood). */
  readonly curvature: Float64Array;
  readonly held: readonly boolean[];
  /** The generalised least-squares mean, and its variance. */
  readonly mean: number;
  readonly meanVar: number;
};

export type RemlOutcome =
  | { readonly ok: true; readonly fit: RemlFit }
  /** `exact`: no error is left. `large`: too many raters and items. */
  | { readonly ok: false; readonly why: 'exact' | 'large' }
  /** An effect that the data do not tell from the others. */
  | { readonly ok: false; readonly why: 'confounded'; readonly effect: string };

/** Error under this share of all variance is none, and the likelihood has no maximum. */
const errorFloor = 1e-9;
/** Raters, items and their combinations go into one dense matrix: this many at most. */
const widthLimit = 1200;

/**
 * REML for persons crossed with raters and items, or with raters in tasks, complete or not. Persons are independent of
 * each other given the effects of raters and items, so that the covariance is a block for each person, one for each
 * shape of person, and a dense matrix over raters, items, their combinations and the mean (Henderson's equations with the
 * persons absorbed). Scored with average information (Gilmour, Thompson & Cullis 1995).
 */
export const unbalancedReml = (cells: Cells, names: readonly string[]): RemlOutcome => {
  const effects = names.map((name) => facetsOf[name] as Facets);
  const start = startFor(cells, effects);
  if (!start.ok) return { ok: false, why: 'confounded', effect: names[start.confounded] as string };
  const model = modelOf(cells, effects);
  if (model.width > widthLimit) return { ok: false, why: 'large' };
  const scale = start.variances.reduce((sum, one) => sum + Math.max(0, one), 0);
  const floors = new Float64Array(effects.length);
  floors[effects.length - 1] = scale * errorFloor;
  const found = scoreVariances(
    (at) => pointOf(model, at),
    start.variances.map((one) => Math.max(one, scale * 1e-3)),
    floors,
  );
  if ((found.at.at(-1) as number) <= 2 * (floors.at(-1) as number)) return { ok: false, why: 'exact' };
  const { inverse, solution } = solve(equationsAt(model, found.at) as Equations);
  return {
    ok: true,
    fit: {
      components: Object.fromEntries(names.map((name, k) => [name, found.at[k] as number])),
      criterion: found.value,
      converged: found.converged,
      iterations: found.iterations,
      curvature: found.curvature,
      held: found.held,
      mean: model.centre + (solution[0] as number),
      meanVar: inverse[0] as number,
    },
  };
};

/** The equations over the mean, raters, items and their combinations at given variances, persons absorbed. */
type Equations = {
  readonly at: Float64Array;
  readonly absorbed: Absorbed;
  readonly scales: Float64Array;
  /** Of the equations with each column scaled by the standard deviation of its effect, which may be 0. */
  readonly factor: Factor;
};

const equationsAt = (model: Model, at: Float64Array): Equations | null => {
  const absorbed = absorbPersons(model, at);
  if (absorbed === null) return null;
  const { effectOf, width } = model;
  const scales = Float64Array.from(effectOf, (k) => (k < 0 ? 1 : Math.sqrt(at[k] as number)));
  const system = new Float64Array(width * width);
  for (let row = 0; row < width; row += 1) {
    for (let column = 0; column <= row; column += 1) {
      const cell = row * width + column;
      const own = row === column && row > 0 ? 1 : 0;
      const scale = (scales[row] as number) * (scales[column] as number);
      system[cell] = (absorbed.matrix[cell] as number) * scale + own;
    }
  }
  const factor = factorise(system, width);
  return factor === null ? null : { at, absorbed, scales, factor };
};

const pointOf = (model: Model, at: Float64Array): Point => {
  const equations = equationsAt(model, at);
  if (equations === null) {
    const local = (): Local => {
      throw new Error('A point where the covariance is not definite is never stepped to.');
    };
    return { value: Number.POSITIVE_INFINITY, local };
  }
  const { absorbed, scales, factor } = equations;
  const half = forward(
    factor,
    absorbed.totals.map((value, column) => value * (scales[column] as number)),
  );
  const constant = (model.values.length - 1) * Math.log(2 * Math.PI);
  const value =
    absorbed.logDeterminant + factor.logDeterminant + absorbed.squares - dot(half, half) + constant;
  return { value, local: () => localAt(model, equations) };
};

/** The inverse of the equations over unscaled columns, and their solution: the mean and the predicted effects. */
const solve = ({ absorbed, scales, factor }: Equations) => {
  const inverse = inverseOf(factor);
  const width = scales.length;
  for (let row = 0; row < width; row += 1) {
    for (let column = 0; column < width; column += 1) {
      const cell = row * width + column;
      inverse[cell] = (inverse[cell] as number) * (scales[row] as number) * (scales[column] as number);
    }
  }
  return { inverse, solution: times(inverse, absorbed.totals) };
};

/** Slope: tr(P V_k) − y'P V_k P y. Curvature: y'P V_k P V_l P y, the average information. */
const localAt = (model: Model, equations: Equations): Local => {
  const { inverse, solution } = solve(equations);
  const { squares, products, carried, traces } = personSums(model, equations.absorbed, inverse, solution);
  const size = model.effects.length;
  const curvature = new Float64Array(size * size);
  for (let k = 0; k < size; k += 1) {
    const through = times(inverse, carried[k] as Float64Array);
    for (let l = 0; l <= k; l += 1) {
      const value = (products[k * size + l] as number) - dot(through, carried[l] as Float64Array);
      curvature[k * size + l] = value;
      curvature[l * size + k] = value;
    }
  }
  for (const k of model.across) traces[k] = traceAcross(model, equations, inverse, k);
  return { gradient: traces.map((trace, k) => trace - (squares[k] as number)), curvature };
};

/** tr(P V_k) of an effect across persons: from the inverse, and in full where the variance is too small to divide by. */
const traceAcross = (
  { effectOf, width }: Model,
  { at, absorbed }: Equations,
  inverse: Float64Array,
  k: number,
): number => {
  const variance = at[k] as number;
  const own = [...effectOf.keys()].filter((column) => effectOf[column] === k);
  const left = own.reduce((sum, column) => sum + (inverse[column * width + column] as number), 0);
  if (variance * own.length - left > 1e-4 * variance * own.length) {
    return (own.length - left / variance) / variance;
  }
  return own.reduce((sum, column) => {
    const row = absorbed.matrix.subarray(column * width, (column + 1) * width);
    return sum + (row[column] as number) - dot(row, times(inverse, row));
  }, 0);
};
