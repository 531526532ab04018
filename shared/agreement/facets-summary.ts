import { chiSquareUpper } from './special-functions.ts';

export type ChiSquare = { readonly chiSquare: number; readonly df: number; readonly p: number };

/** How far a set of measures is spread out beyond their errors. */
export type Spread = {
  readonly sd: number;
  /** The standard deviation without the part that error explains. */
  readonly adjustedSd: number;
  readonly separation: number;
  readonly strata: number;
  readonly reliability: number;
};

export type FacetSummary = {
  readonly n: number;
  readonly mean: number;
  /** Root of the mean square of the model's standard errors. */
  readonly rmse: number;
  /** The elements as a sample of more (variance by n − 1). */
  readonly sample: Spread;
  /** The elements as all there are (variance by n). */
  readonly population: Spread;
  /** All elements have the same measure. */
  readonly fixed: ChiSquare;
  /** The elements are drawn from one normal distribution; null: they do not differ beyond error, or come in subsets. */
  readonly random: ChiSquare | null;
};

/**
 * Separation G = true SD/RMSE, strata (4G + 1)/3, reliability true/observed variance (Wright & Masters 1982, p. 92 and
 * 106). Fixed: Σw(D − D̄)² with w = 1/SE²; random: the same with w = 1/(SE² + true variance) on n − 2 degrees of
 * freedom (the conventions of Facets). Elements of different subsets cannot be compared, so deviations are from the
 * mean of the own subset. Null with fewer than two that can be compared.
 */
export const summaryOf = (
  measures: readonly { readonly measure: number; readonly se: number; readonly subset: number }[],
): FacetSummary | null => {
  const usable = measures.filter(({ measure, se }) => Number.isFinite(measure) && Number.isFinite(se));
  const subsets = [...new Set(usable.map(({ subset }) => subset))].map((own) =>
    usable.filter(({ subset }) => subset === own),
  );
  const [n, df] = [usable.length, usable.length - subsets.length];
  if (df < 1) return null;
  const total = (of: (one: (typeof usable)[number]) => number): number =>
    usable.reduce((sum, one) => sum + of(one), 0);
  const squares = subsets.reduce((sum, own) => sum + squaresOf(own, () => 1), 0);
  const error = total(({ se }) => se * se) / n;
  const chi = (within: number, freedom: number): ChiSquare => ({
    chiSquare: within,
    df: freedom,
    p: chiSquareUpper(within, freedom),
  });
  const truth = squares / df - error;
  return {
    n,
    mean: total(({ measure }) => measure) / n,
    rmse: Math.sqrt(error),
    sample: spreadOf(squares / df, error),
    population: spreadOf(squares / n, error),
    fixed: chi(
      subsets.reduce((sum, own) => sum + squaresOf(own, ({ se }) => 1 / (se * se)), 0),
      df,
    ),
    random:
      truth > 0 && subsets.length === 1 && n > 2
        ? chi(
            squaresOf(usable, ({ se }) => 1 / (se * se + truth)),
            n - 2,
          )
        : null,
  };
};

const squaresOf = <One extends { readonly measure: number }>(
  elements: readonly One[],
  weightOf: (one: One) => number,
): number => {
  let [weights, sum] = [0, 0];
  for (const one of elements) {
    weights += weightOf(one);
    sum += weightOf(one) * one.measure;
  }
  const mean = sum / weights;
  return elements.reduce((squares, one) => squares + weightOf(one) * (one.measure - mean) ** 2, 0);
};

const spreadOf = (variance: number, error: number): Spread => {
  const truth = Math.max(0, variance - error);
  const separation = Math.sqrt(truth / error);
  return {
    sd: Math.sqrt(variance),
    adjustedSd: Math.sqrt(truth),
    separation,
    strata: (4 * separation + 1) / 3,
    reliability: variance > 0 ? truth / variance : 0,
  };
};

/** Holm 1979: p-values of several tests, adjusted so that 5 % of such families have a false alarm at all. */
export const holm = (ps: readonly number[]): number[] => {
  const order = ps.map((_, at) => at).sort((a, b) => (ps[a] as number) - (ps[b] as number));
  const adjusted = new Array<number>(ps.length).fill(1);
  let greatest = 0;
  order.forEach((at, rank) => {
    greatest = Math.max(greatest, Math.min(1, (ps.length - rank) * (ps[at] as number)));
    adjusted[at] = greatest;
  });
  return adjusted;
};
