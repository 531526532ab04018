import { expect, test } from 'vitest';
import { additiveAgreement, additiveAlpha } from '../../../shared/agreement/additive.ts';
import { bootstrap } from '../../../shared/agreement/bootstrap.ts';
import {
  agreementBase,
  alphaWithWeights,
  fleissKappa,
  gwetAc,
} from '../../../shared/agreement/chance-corrected.ts';
import { cohenKappa, pairTable } from '../../../shared/agreement/cohen.ts';
import { completeGrid, icc, meanSquares } from '../../../shared/agreement/icc.ts';
import { coincidences, type Metric, squaredDistances } from '../../../shared/agreement/krippendorff.ts';
import { lightKappa } from '../../../shared/agreement/light-kappa.ts';
import { columnsOf, countTable, type Panel, panelOf } from '../../../shared/agreement/panel.ts';
import { seededRandom } from '../../../shared/agreement/random.ts';
import { ratingsOfGrid } from '../../../shared/agreement/rating-table.ts';
import { normalQuantile } from '../../../shared/agreement/special-functions.ts';
import { agreementWeights, type Weights } from '../../../shared/agreement/weights.ts';

/**
 * A population of units: a true level with these chances, and raters who give it with a chance of 0.65, else any level.
 * What two ratings of a unit are is then known exactly, and with it what each coefficient tends to.
 */
const levels = Float64Array.of(1, 2, 3, 4);
const truths = [0.1, 0.3, 0.4, 0.2];
const right = 0.65;
const units = 60;
const raters = 4;
const runs = 400;

const given = (code: number, truth: number): number => (1 - right) / 4 + (code === truth ? right : 0);
const margin = (code: number): number =>
  truths.reduce((sum, share, truth) => sum + share * given(code, truth), 0);
const joint = (a: number, b: number): number =>
  truths.reduce((sum, share, truth) => sum + share * given(a, truth) * given(b, truth), 0);

const codes = [0, 1, 2, 3];
const expectation = (
  of: (a: number, b: number) => number,
  chance: (a: number, b: number) => number,
): number => codes.reduce((sum, a) => sum + codes.reduce((row, b) => row + of(a, b) * chance(a, b), 0), 0);

const independent = (a: number, b: number): number => margin(a) * margin(b);

const trueAlpha = (metric: Metric): number => {
  const squares = squaredDistances(metric, levels, Float64Array.from(codes, margin));
  const square = (a: number, b: number): number => squares[a * 4 + b] as number;
  return 1 - expectation(square, joint) / expectation(square, independent);
};

const trueKappa = ({ table }: Weights): number => {
  const weight = (a: number, b: number): number => table[a * 4 + b] as number;
  const pe = expectation(weight, independent);
  return (expectation(weight, joint) - pe) / (1 - pe);
};

const trueAc = ({ table }: Weights): number => {
  const weight = (a: number, b: number): number => table[a * 4 + b] as number;
  const total = table.reduce((sum, one) => sum + one, 0);
  const pe = (total / 12) * codes.reduce((sum, code) => sum + margin(code) * (1 - margin(code)), 0);
  return (expectation(weight, joint) - pe) / (1 - pe);
};

const drawn = (random: () => number): Panel => {
  const values = new Float64Array(units * raters);
  for (let unit = 0; unit < units; unit += 1) {
    let truth = 0;
    for (let left = random() - (truths[0] ?? 0); left > 0 && truth < 3; left -= truths[truth] ?? 0)
      truth += 1;
    for (let at = unit * raters; at < (unit + 1) * raters; at += 1)
      values[at] = levels[random() < right ? truth : Math.floor(4 * random())] as number;
  }
  const panel = panelOf(ratingsOfGrid(values, units, raters), [...levels]);
  if (panel === null) throw new Error('There are four levels.');
  return panel;
};

type Interval = readonly [number, number] | undefined;

/** How often the intervals of many samples hold the true value, and how often they lie wholly below it or above. */
const coverage = (
  seed: number,
  sample: (random: () => number) => Readonly<Record<string, readonly [Interval, number]>>,
) => {
  const random = seededRandom(seed);
  const held: Record<string, number> = {};
  for (let run = 0; run < runs; run += 1) {
    for (const [name, [interval, truth]] of Object.entries(sample(random))) {
      const holds = interval !== undefined && interval[0] <= truth && truth <= interval[1];
      held[name] = (held[name] ?? 0) + (holds ? 1 : 0);
    }
  }
  return Object.fromEntries(Object.entries(held).map(([name, count]) => [name, count / runs]));
};

/**
 * Coverage as it is: found with 4,000 samples of this population, whose own error is 0.004. The claim of 0.95 holds for
 * many units; with 60, intervals that lean on the normal or on percentiles fall a little short of it.
 */
const claimed: Readonly<Record<string, number>> = {
  'alpha nominal, percentiles': 0.935,
  'alpha nominal, BCa': 0.944,
  'alpha nominal, linearised': 0.946,
  'alpha ordinal, percentiles': 0.943,
  'alpha ordinal, BCa': 0.947,
  'alpha ordinal, linearised': 0.948,
  'alpha interval, percentiles': 0.936,
  'alpha interval, BCa': 0.944,
  'alpha interval, linearised': 0.941,
  'AC unweighted, linearised': 0.949,
  'AC unweighted, BCa': 0.944,
  'AC quadratic, linearised': 0.936,
  'AC quadratic, BCa': 0.942,
  'Fleiss unweighted, linearised': 0.943,
  'Fleiss quadratic, linearised': 0.939,
  'Cohen unweighted, asymptotic': 0.939,
  'Cohen quadratic, asymptotic': 0.927,
  'Light unweighted, linearised': 0.944,
  'Light quadratic, linearised': 0.937,
};

/** Three standard errors of a share found in so many runs. */
const monteCarlo = (share: number): number => 3 * Math.sqrt((share * (1 - share)) / runs);

const close = (found: Readonly<Record<string, number>>, wanted: Readonly<Record<string, number>>): void => {
  expect(Object.keys(found).sort()).toEqual(Object.keys(wanted).sort());
  for (const [name, share] of Object.entries(wanted)) {
    expect(Math.abs((found[name] ?? 0) - share), `${name}: ${found[name]}, not ${share}`).toBeLessThan(
      monteCarlo(share),
    );
  }
};

type Intervals = Record<string, readonly [Interval, number]>;

const alphaIntervals = (panel: Panel): Intervals => {
  const table = countTable(panel);
  const { margins } = coincidences(table);
  return Object.fromEntries(
    (['nominal', 'ordinal', 'interval'] as const).flatMap((metric) => {
      const truth = trueAlpha(metric);
      const found = bootstrap(additiveAlpha(table, metric, panel.scale), { replicates: 500, seed: 7 });
      const squares = squaredDistances(metric, levels, margins);
      const most = Math.max(...squares);
      const weights: Weights = { categories: 4, table: squares.map((square) => 1 - square / most) };
      const linear = alphaWithWeights(agreementBase(table, weights));
      const name = `alpha ${metric}`;
      return [
        [`${name}, percentiles`, [found?.percentile95, truth]],
        [`${name}, BCa`, [found?.bca95, truth]],
        [`${name}, linearised`, [linear?.ci95, truth]],
      ];
    }),
  );
};

const kappaIntervals = (panel: Panel): Intervals => {
  const table = countTable(panel);
  const columns = columnsOf(panel);
  return Object.fromEntries(
    (['unweighted', 'quadratic'] as const).flatMap((kind) => {
      const weights = agreementWeights(kind, levels);
      const base = agreementBase(table, weights);
      const light = lightKappa(panel, [weights], () => true)?.[0];
      const ac = bootstrap(additiveAgreement(table, weights, 'gwet-ac'), { replicates: 500, seed: 7 });
      return [
        [`AC ${kind}, linearised`, [gwetAc(base)?.ci95, trueAc(weights)]],
        [`AC ${kind}, BCa`, [ac?.bca95, trueAc(weights)]],
        [`Fleiss ${kind}, linearised`, [fleissKappa(base)?.ci95, trueKappa(weights)]],
        [
          `Cohen ${kind}, asymptotic`,
          [cohenKappa(pairTable(columns, 0, 1), weights)?.ci95, trueKappa(weights)],
        ],
        [
          `Light ${kind}, linearised`,
          [light !== undefined && 'value' in light ? light.ci95 : undefined, trueKappa(weights)],
        ],
      ];
    }),
  );
};

test(`intervals over ${units} units by ${raters} raters, ${runs} samples, seed 1`, {
  timeout: 60_000,
}, () => {
  const found = coverage(1, (random) => {
    const panel = drawn(random);
    return { ...alphaIntervals(panel), ...kappaIntervals(panel) };
  });
  close(found, claimed);
});

const normal = (random: () => number): number => normalQuantile(Math.max(1e-12, random()));

test(`intraclass correlations of 25 units by 4 raters, ${runs} samples, seed 2: what they claim`, () => {
  const [n, k, rater, error] = [25, 4, 0.5, 0.8];
  const consistency = 1 / (1 + error ** 2);
  const absolute = 1 / (1 + rater ** 2 + error ** 2);
  const ofMean = (one: number): number => (k * one) / (1 + (k - 1) * one);
  const found = coverage(2, (random) => {
    const severity = Array.from({ length: k }, () => rater * normal(random));
    const [nested, crossed] = [new Float64Array(n * k), new Float64Array(n * k)];
    for (let unit = 0; unit < n; unit += 1) {
      const truth = normal(random);
      for (const [own, harsh] of severity.entries()) {
        nested[unit * k + own] = truth + error * normal(random);
        crossed[unit * k + own] = truth + harsh + error * normal(random);
      }
    }
    const oneWay = meanSquares(completeGrid(ratingsOfGrid(nested, n, k)));
    const twoWay = meanSquares(completeGrid(ratingsOfGrid(crossed, n, k)));
    return {
      'ICC(1,1)': [icc('ICC(1,1)', oneWay)?.ci95, consistency],
      'ICC(1,k)': [icc('ICC(1,k)', oneWay)?.ci95, ofMean(consistency)],
      'ICC(3,1)': [icc('ICC(3,1)', twoWay)?.ci95, consistency],
      'ICC(2,1)': [icc('ICC(2,1)', twoWay)?.ci95, absolute],
      'ICC(2,k)': [icc('ICC(2,k)', twoWay)?.ci95, ofMean(absolute)],
    };
  });
  const names = ['ICC(1,1)', 'ICC(1,k)', 'ICC(3,1)', 'ICC(2,1)', 'ICC(2,k)'];
  close(found, Object.fromEntries(names.map((name) => [name, 0.95])));
});

test('an interval half as wide is noticed', () => {
  const weights = agreementWeights('unweighted', levels);
  const found = coverage(3, (random) => {
    const kappa = fleissKappa(agreementBase(countTable(drawn(random)), weights));
    if (kappa === null) return {};
    const reach = kappa.se * 0.98;
    return { half: [[kappa.value - reach, kappa.value + reach], trueKappa(weights)] };
  });
  expect(found.half).toBeLessThan(0.95 - 2 * monteCarlo(0.95));
});
