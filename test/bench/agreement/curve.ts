import {
  agreementBase,
  brennanPrediger,
  congerKappa,
  fleissKappa,
  gwetAc,
} from '../../../shared/agreement/chance-corrected.ts';
import { completeGrid, icc, meanSquares } from '../../../shared/agreement/icc.ts';
import { coincidences, krippendorffAlpha } from '../../../shared/agreement/krippendorff.ts';
import { countTable, panelOf } from '../../../shared/agreement/panel.ts';
import type { Ratings } from '../../../shared/agreement/rating-table.ts';
import { agreementWeights } from '../../../shared/agreement/weights.ts';
import { scoreMatrix } from './bench-data.ts';
import { timesOf, warmUp } from './timing.ts';

/** A computation whose cost is followed over sizes. */
export type Kernel = { readonly name: string; readonly run: (ratings: Ratings) => number };

/** Complete ratings of so many units by so many raters, without more memory than they take. */
export const completeRatings = (units: number, raters: number): Ratings => {
  const { scores } = scoreMatrix(201, { units, raters, categories: 5, missing: 0 });
  return {
    units,
    raters,
    starts: Uint32Array.from({ length: units + 1 }, (_, unit) => unit * raters),
    rater: Uint16Array.from(scores, (_, at) => at % raters),
    values: Float64Array.from(scores),
  };
};

const panelled = (ratings: Ratings) => {
  const panel = panelOf(ratings);
  if (panel === null) throw new Error('The ratings have too many categories.');
  return panel;
};

/** The main coefficients, each from the ratings as an analysis has them. */
export const mainKernels: readonly Kernel[] = [
  {
    name: 'alpha ordinal',
    run: (ratings) => {
      const panel = panelled(ratings);
      return krippendorffAlpha(coincidences(countTable(panel)), 'ordinal', panel.scale) ?? Number.NaN;
    },
  },
  {
    name: 'Fleiss, AC2 and Brennan–Prediger, quadratic',
    run: (ratings) => {
      const panel = panelled(ratings);
      const base = agreementBase(countTable(panel), agreementWeights('quadratic', panel.scale));
      return [fleissKappa, gwetAc, brennanPrediger].reduce((sum, of) => sum + (of(base)?.value ?? 0), 0);
    },
  },
  {
    name: 'Conger’s kappa',
    run: (ratings) => {
      const panel = panelled(ratings);
      const base = agreementBase(countTable(panel), agreementWeights('unweighted', panel.scale));
      return congerKappa(base, panel)?.value ?? Number.NaN;
    },
  },
  {
    name: 'ICC(2,1)',
    run: (ratings) => icc('ICC(2,1)', meanSquares(completeGrid(ratings)))?.value ?? Number.NaN,
  },
];

export type CurvePoint = { readonly ratings: number; readonly ms: number; readonly nsPerRating: number };

export type Curve = {
  readonly name: string;
  readonly points: readonly CurvePoint[];
  /** The cost grows with this power of the number of ratings, over the last three sizes: 1 is linear. */
  readonly exponent: number;
  /** A rating's cost at the greatest size over that at a hundredth of it. */
  readonly growth: number;
};

const raters = 100;

export const costCurves = (sizes: readonly number[], kernels: readonly Kernel[]): Curve[] => {
  const points = kernels.map((): CurvePoint[] => []);
  for (const size of sizes) {
    const ratings = completeRatings(size / raters, raters);
    for (const [at, { run }] of kernels.entries()) {
      warmUp(() => run(ratings));
      // The least: what else the computer did meanwhile is no part of the cost.
      const ms = Math.min(...timesOf(() => run(ratings), 5));
      points[at]?.push({ ratings: size, ms, nsPerRating: (ms * 1e6) / size });
    }
  }
  return kernels.map(({ name }, at) => curveOf(name, points[at] ?? []));
};

/** Small sizes are left out of the power: what is done once weighs more there. */
export const curveOf = (name: string, points: readonly CurvePoint[]): Curve => {
  const last = points.slice(-3);
  const [x, y] = [last.map(({ ratings }) => Math.log(ratings)), last.map(({ ms }) => Math.log(ms))];
  const mean = (numbers: readonly number[]) => numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
  const [meanX, meanY] = [mean(x), mean(y)];
  const along = x.map((one, at) => (one - meanX) * ((y[at] as number) - meanY));
  const across = x.map((one) => (one - meanX) ** 2);
  const [first, end] = [last[0], last.at(-1)];
  return {
    name,
    points,
    exponent: mean(along) / mean(across),
    growth: (end?.nsPerRating ?? Number.NaN) / (first?.nsPerRating ?? Number.NaN),
  };
};
