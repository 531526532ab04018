import {
  type Anova,
  anovaOfRaters,
  anovaOfRatersAndItems,
  anovaOfRatersInTasks,
  componentsOf,
  facetsOf,
  type ScoreBlock,
} from './generalizability.ts';
import { type ResampleOptions, resamplePersons } from './generalizability-bootstrap.ts';
import type { Cells } from './generalizability-cells.ts';
import { type Estimate, type Interval, middle, type Uncertainty } from './generalizability-decision.ts';
import { type Design, effectsOf } from './generalizability-designs.ts';
import { type MeanDistance, meanSquareWeights, pivotalDraws } from './generalizability-draws.ts';
import type { RemlFit } from './generalizability-reml.ts';
import { icc, meanSquares } from './icc.ts';
import { solveDefinite } from './linear.ts';
import { chiSquareQuantile } from './special-functions.ts';

type Numbers = Readonly<Record<string, number>>;

/** On what an estimation stands. `raters`: of each task, when they are nested in tasks. */
export type StudySize = {
  readonly persons: number;
  readonly raters: number;
  readonly items: number;
  readonly ratings: number;
};

/** The variance components by one method. Names are those of the reference: `pr_e` is what interaction and error share. */
export type Fit = {
  readonly method: 'ANOVA' | 'REML';
  readonly ciMethod: 'generalized' | 'bootstrap' | 'asymptotic';
  readonly n: StudySize;
  readonly mean: number;
  readonly varComp: Numbers;
  readonly se: Readonly<Record<string, number | null>>;
  readonly ci95: Readonly<Record<string, Interval | null>>;
  readonly MS?: Numbers;
  readonly SS?: Numbers;
  readonly df?: Numbers;
  readonly remlCriterion?: number | null;
  readonly converged?: boolean;
  readonly iterations?: number;
  /** What decisions are thought out from. */
  readonly uncertainty: Uncertainty;
  readonly meanVar: number;
};

const analyses: Readonly<Record<Design, (block: ScoreBlock) => Anova>> = {
  'p×r': ({ persons, raters, values }) => anovaOfRaters({ units: persons, raters, values }),
  'p×r×i': anovaOfRatersAndItems,
  'p×(r:t)': anovaOfRatersInTasks,
};

/** How much of a component goes into the variance of the mean of all scores. */
const meanShares = (names: readonly string[], n: StudySize): Float64Array =>
  Float64Array.from(names, (name) => {
    const { p, r, i } = facetsOf[name] as (typeof facetsOf)[string];
    return 1 / ((p ? n.persons : 1) * (r ? n.raters : 1) * (i ? n.items : 1));
  });

export type FitOptions = {
  readonly cut: number | null;
  readonly seed: number;
  /** For generalized intervals; with 10,000 the share outside each bound is sure to a sixth of a percent point. */
  readonly draws: number;
  /** Replicates over persons; 0: generalized intervals. */
  readonly bootstrap: number;
  readonly onProgress?: ResampleOptions['onProgress'];
};

const meanOf = (values: Float64Array): number => {
  const first = values[0] as number;
  return first + values.reduce((sum, value) => sum + (value - first), 0) / values.length;
};

/** The analysis of variance of a complete block; null when it was stopped. */
export const anovaFit = (design: Design, block: ScoreBlock, options: FitOptions): Fit | null => {
  const names = effectsOf[design];
  const anova = analyses[design](block);
  const { ms, ss, df } = componentsOf(anova);
  const { persons, raters, items, values } = block;
  const n = { persons, raters, items, ratings: values.length };
  const mean = meanOf(values);
  const lines = Object.values(anova.lines);
  const weights = meanSquareWeights(lines, names);
  const distance: MeanDistance = {
    distance: options.cut === null ? 0 : mean - options.cut,
    varianceOf: meanShares(names, n),
  };
  const { bootstrap: replicates, seed, onProgress } = options;
  const found =
    replicates > 0
      ? resamplePersons(block, analyses[design], names, distance, { replicates, seed, onProgress })
      : pivotalDraws(lines, weights, distance, { count: options.draws, seed });
  if (found === null) return null;
  const byName = <Value>(of: (k: number) => Value): Readonly<Record<string, Value>> =>
    Object.fromEntries(names.map((name, k) => [name, of(k)]));
  const interval = (k: number): Interval => {
    const alone = replicates > 0 ? null : chiSquareInterval(lines, weights[k] as Float64Array);
    const [low, high] = alone ?? middle((found.components[k] as Float64Array).slice());
    return [Math.max(0, low), Math.max(0, high)];
  };
  const one = design === 'p×r' && replicates === 0 ? exactBounds(block) : null;
  const meanVar = names.reduce(
    (sum, name, k) => sum + (anova.varComp[name] as number) * (distance.varianceOf[k] as number),
    0,
  );
  return {
    method: 'ANOVA',
    ciMethod: replicates > 0 ? 'bootstrap' : 'generalized',
    n,
    mean,
    varComp: byName((k) => anova.varComp[names[k] as string] as number),
    se: byName((k) => standardError(lines, weights[k] as Float64Array)),
    ci95: byName(interval),
    MS: ms,
    SS: ss,
    df,
    uncertainty: { kind: 'draws', draws: found, one },
    meanVar: Math.max(0, meanVar),
  };
};

/** √(Σ c²·2·MS²/(df + 2)), the unbiased estimate under normality (Brennan 2001, eq. 6.1). */
const standardError = (
  lines: readonly { readonly df: number; readonly ms: number }[],
  weights: Float64Array,
): number =>
  Math.sqrt(
    lines.reduce((sum, { df, ms }, at) => sum + (2 * ((weights[at] as number) * ms) ** 2) / (df + 2), 0),
  );

/** Of a component that one mean square estimates alone: exact under normality. Null for the others. */
const chiSquareInterval = (
  lines: readonly { readonly df: number; readonly ms: number }[],
  weights: Float64Array,
): Interval | null => {
  const places = [...weights.keys()].filter((at) => weights[at] !== 0);
  const line = lines[places[0] ?? -1];
  if (places.length !== 1 || line === undefined) return null;
  const squares = line.df * line.ms * (weights[places[0] as number] as number);
  return [squares / chiSquareQuantile(0.975, line.df), squares / chiSquareQuantile(0.025, line.df)];
};

/** With one rater G is ICC(3,1) and Phi is ICC(2,1), and so are their intervals. */
const exactBounds = ({ persons, raters, values }: ScoreBlock) => {
  const squares = meanSquares({ units: persons, raters, values });
  const [g, phi] = [icc('ICC(3,1)', squares), icc('ICC(2,1)', squares)];
  if (g === null || phi === null) return null;
  return [...g.ci95, ...phi.ci95].every(Number.isFinite) ? { g: g.ci95, phi: phi.ci95 } : null;
};

/** REML as a fit: standard errors from the information, bounds of a component by Satterthwaite's χ². */
export const remlFit = (
  design: Design,
  found: Omit<RemlFit, 'criterion' | 'mean' | 'meanVar'> & { readonly criterion: number | null },
  on: { readonly n: StudySize; readonly mean: number; readonly meanVar: number | null },
): Fit => {
  const names = effectsOf[design];
  const covariance = covarianceOf(found.curvature, found.held);
  const size = names.length;
  const byName = <Value>(of: (k: number) => Value): Readonly<Record<string, Value>> =>
    Object.fromEntries(names.map((name, k) => [name, of(k)]));
  const se = (k: number): number | null => {
    const variance = covariance[k * size + k] as number;
    return found.held[k] === true || !(variance > 0) ? null : Math.sqrt(variance);
  };
  const interval = (k: number): Interval | null => {
    const error = se(k);
    const value = found.components[names[k] as string] as number;
    if (error === null || !(value > 0)) return null;
    // With less than one degree of freedom the upper bound is thousands of times the estimate: it says nothing.
    const df = 2 * (value / error) ** 2;
    if (df < 1) return null;
    return [(df * value) / chiSquareQuantile(0.975, df), (df * value) / chiSquareQuantile(0.025, df)];
  };
  const shares = meanShares(names, on.n);
  const balanced = names.reduce(
    (sum, name, k) => sum + (found.components[name] as number) * (shares[k] as number),
    0,
  );
  const meanVar = on.meanVar ?? balanced;
  return {
    method: 'REML',
    ciMethod: 'asymptotic',
    n: on.n,
    mean: on.mean,
    varComp: found.components,
    se: byName(se),
    ci95: byName(interval),
    remlCriterion: found.criterion,
    converged: found.converged,
    iterations: found.iterations,
    uncertainty: { kind: 'delta', covariance, meanVar },
    meanVar,
  };
};

/** REML of a complete block, from its mean squares. */
export const balancedRemlFit = (design: Design, block: ScoreBlock): Fit => {
  const { remlFit: fit } = componentsOf(analyses[design](block));
  const { persons, raters, items, values } = block;
  const n = { persons, raters, items, ratings: values.length };
  return remlFit(design, fit, { n, mean: meanOf(values), meanVar: null });
};

/** Twice the inverse of the criterion's curvature over the components that are not held at 0. */
const covarianceOf = (curvature: Float64Array, held: readonly boolean[]): Float64Array => {
  const size = held.length;
  const free = [...held.keys()].filter((k) => held[k] !== true);
  const matrix = Float64Array.from(free.flatMap((k) => free.map((l) => curvature[k * size + l] as number)));
  const covariance = new Float64Array(size * size);
  for (const [place, l] of free.entries()) {
    const unit = new Float64Array(free.length);
    unit[place] = 2;
    const column = solveDefinite(matrix, unit);
    if (column === null) return new Float64Array(size * size);
    for (const [row, k] of free.entries()) covariance[k * size + l] = column[row] as number;
  }
  return covariance;
};

/** Components under 0 as 0: what a variance can be. */
export const truncated = (components: Numbers): Numbers =>
  Object.fromEntries(Object.entries(components).map(([name, value]) => [name, Math.max(0, value)]));

/** A fit as decisions read it. */
export const estimateOf = (
  fit: Fit,
  {
    components,
    cut,
    itemsFixed,
  }: {
    readonly components: Numbers;
    readonly cut: number | null;
    readonly itemsFixed: boolean;
  },
): Estimate => {
  const names = Object.keys(components);
  // Fixed items do not add to the chance in the mean.
  const fixed = itemsFixed
    ? names.reduce((sum, name) => {
        const { p, r, i } = facetsOf[name] as (typeof facetsOf)[string];
        return !p && !r && i ? sum + Math.max(0, components[name] as number) / fit.n.items : sum;
      }, 0)
    : 0;
  return {
    names,
    components: Float64Array.from(Object.values(components)),
    uncertainty: fit.uncertainty,
    cut: cut === null ? null : { distance: fit.mean - cut, meanVar: Math.max(0, fit.meanVar - fixed) },
  };
};

/** The size of a study with gaps. */
export const sizeOfCells = (cells: Cells, nested: readonly (readonly number[])[] | null): StudySize => ({
  persons: cells.persons,
  raters:
    nested === null
      ? cells.raters.length
      : nested.reduce((sum, raters) => sum + raters.length, 0) / Math.max(1, nested.length),
  items: cells.items.length,
  ratings: cells.values.length,
});
