import { additiveAlpha } from '../../../shared/agreement/additive.ts';
import { bootstrap } from '../../../shared/agreement/bootstrap.ts';
import { agreementBase, fleissKappa, gwetAc } from '../../../shared/agreement/chance-corrected.ts';
import { cohenKappa, pairTable, pairTableOfScores } from '../../../shared/agreement/cohen.ts';
import type { FacetsData } from '../../../shared/agreement/facets-data.ts';
import { fitJoint } from '../../../shared/agreement/facets-joint.ts';
import { fitMarginal } from '../../../shared/agreement/facets-marginal.ts';
import { countsOfGrid, type ScaledCounts } from '../../../shared/agreement/grid-counts.ts';
import { icc, meanSquares } from '../../../shared/agreement/icc.ts';
import { coincidences, krippendorffAlpha } from '../../../shared/agreement/krippendorff.ts';
import { columnsOf, countTable, type Panel, panelOf } from '../../../shared/agreement/panel.ts';
import { type Ratings, ratingsOfGrid } from '../../../shared/agreement/rating-table.ts';
import { agreementWeights, type WeightKind } from '../../../shared/agreement/weights.ts';
import { benchSets, type FacetRow, type ScoreMatrix } from './bench-data.ts';
import {
  type Rows,
  textbookAlpha,
  textbookBootstrap,
  textbookGwet,
  textbookIcc,
  textbookKappa,
} from './textbook.ts';
import { textbookJoint, textbookMarginal } from './textbook-facets.ts';

/** One piece of work, done by us and by an obvious kernel, and what our time may be of theirs. */
export type Figure = {
  readonly name: string;
  /** What peers call it: several of our ways to do it may share theirs. */
  readonly work: string;
  /** What is timed, from what it starts. */
  readonly note: string;
  readonly ours: () => number;
  readonly textbook: () => number;
  /** The textbook kernel does this share of the work, and its time is scaled up: every part costs the same. */
  readonly textbookShare?: number;
  /** A textbook kernel that takes seconds runs once, without warming up. */
  readonly textbookOnce?: boolean;
  /** How far apart the values of ours and of the others may be, relative. */
  readonly tolerance: number;
  /** How many times faster than the textbook kernel we have to be. */
  readonly textbookTimes: number;
  /** How many times faster than peers we have to be, by their names. */
  readonly peerTimes: Readonly<Record<string, number>>;
};

/** The scores as packages take them: NaN where there is none. */
export const floatsOf = ({ scores }: ScoreMatrix): Float64Array =>
  Float64Array.from(scores, (score) => (score === 0 ? Number.NaN : score));

const rowsOf = ({ units, raters, scores }: ScoreMatrix): Rows =>
  Array.from({ length: units }, (_, unit) =>
    Array.from(scores.subarray(unit * raters, (unit + 1) * raters), (score) => (score === 0 ? null : score)),
  );

const defined = <T>(value: T | null): T => {
  if (value === null) throw new Error('A bench set leaves a coefficient undefined.');
  return value;
};

const ordinalAlpha = ({ table, scale }: ScaledCounts): number =>
  defined(krippendorffAlpha(coincidences(table), 'ordinal', scale));

const countsOfRatings = (ratings: Ratings): ScaledCounts => {
  const panel = defined(panelOf(ratings));
  return { table: countTable(panel), scale: panel.scale };
};

const fromFloats = 'from the matrix of ratings, Float64 with NaN for none';
const fromBytes = 'from the matrix of ratings, Int8 with 0 for none';
const fromRatings = 'from ratings by unit, as every analysis has them';

const alphaTimes = { 'krippendorff, from ratings': 10, 'krippendorff, from counts': 1 };

const alphaA1 = (): Figure[] => {
  const set = benchSets.A1();
  const { units, raters, scores } = set;
  const floats = floatsOf(set);
  const ratings = ratingsOfGrid(floats, units, raters);
  const rows = rowsOf(set);
  const common = {
    work: 'alpha A1',
    textbook: () => textbookAlpha(rows),
    tolerance: 1e-9,
    textbookTimes: 5,
    peerTimes: alphaTimes,
  };
  return [
    {
      ...common,
      name: 'alpha ordinal, 100 × 10,000, Float64 matrix',
      note: fromFloats,
      ours: () => ordinalAlpha(defined(countsOfGrid(floats, units, raters))),
    },
    {
      ...common,
      name: 'alpha ordinal, 100 × 10,000, Int8 matrix',
      note: fromBytes,
      ours: () => ordinalAlpha(defined(countsOfGrid(scores, units, raters, { gap: 0 }))),
    },
    {
      ...common,
      name: 'alpha ordinal, 100 × 10,000, ratings by unit',
      note: `${fromRatings}; the categories of every rating are kept for what else is asked of them`,
      textbookTimes: 3,
      peerTimes: { 'krippendorff, from ratings': 5 },
      ours: () => ordinalAlpha(countsOfRatings(ratings)),
    },
  ];
};

/** The peers' greatest replicate is that of the first hundred: a value to compare by. */
const compared = 100;

const alphaA2 = (): Figure[] => {
  const set = benchSets.A2();
  const { units, raters } = set;
  const floats = floatsOf(set);
  const rows = rowsOf(set);
  const draws = benchSets.B2();
  const replicates = () => {
    const { table, scale } = defined(countsOfGrid(floats, units, raters));
    const options = { replicates: 1_000, seed: 777 };
    return defined(bootstrap(additiveAlpha(table, 'ordinal', scale), options)).replicates;
  };
  return [
    {
      name: 'alpha ordinal, 10 × 1,000',
      work: 'alpha A2',
      note: fromFloats,
      ours: () => ordinalAlpha(defined(countsOfGrid(floats, units, raters))),
      textbook: () => textbookAlpha(rows),
      tolerance: 1e-9,
      textbookTimes: 5,
      peerTimes: { 'krippendorff, from ratings': 1 },
    },
    {
      name: '1,000 bootstrap replicates of alpha, 10 × 1,000',
      work: 'bootstrap A2',
      note: `${fromFloats}, to both intervals with the jackknife`,
      ours: () => Math.max(...replicates().subarray(0, compared)),
      textbook: () => textbookBootstrap(rows, draws, compared),
      textbookShare: compared / 1_000,
      tolerance: 1e-9,
      textbookTimes: 10,
      peerTimes: { 'krippendorff, from ratings': 10, 'krippendorff, from counts': 10 },
    },
  ];
};

const gwetFamily = (): Figure[] => {
  const set = benchSets.F1();
  const floats = floatsOf(set);
  const rows = rowsOf(set);
  const figure = (kind: WeightKind & ('unweighted' | 'quadratic' | 'ordinal'), name: string): Figure => ({
    name: `${name}, 20 × 10,000`,
    work: kind === 'unweighted' ? 'Fleiss F1' : `AC2 ${kind} F1`,
    note: `${fromFloats}, with standard error, interval and p`,
    ours: () => {
      const { table, scale } = defined(countsOfGrid(floats, set.units, set.raters));
      const base = agreementBase(table, agreementWeights(kind, scale));
      return defined(kind === 'unweighted' ? fleissKappa(base) : gwetAc(base)).value;
    },
    textbook: () => textbookGwet(rows, kind, kind === 'unweighted' ? 'fleiss' : 'ac').value,
    tolerance: 1e-9,
    textbookTimes: 5,
    peerTimes: { irrCAC: 10, statsmodels: 10 },
  });
  return [
    figure('unweighted', 'Fleiss’ kappa'),
    figure('quadratic', 'AC2 quadratic'),
    figure('ordinal', 'AC2 ordinal'),
  ];
};

const intraclass = (): Figure => {
  const set = benchSets.I1();
  const rows = Array.from({ length: set.units }, (_, unit) =>
    Array.from(set.values.subarray(unit * set.raters, (unit + 1) * set.raters)),
  );
  return {
    name: 'ICC(2,1), 20 × 10,000',
    work: 'ICC(2,1) I1',
    note: 'from the matrix of scores, with F, p and interval',
    ours: () => defined(icc('ICC(2,1)', meanSquares(set))).value,
    textbook: () => textbookIcc(rows),
    tolerance: 1e-9,
    textbookTimes: 5,
    peerTimes: { irr: 10, pingouin: 10 },
  };
};

const pairKappa = ({ scale, codes, ...rest }: Panel): number =>
  defined(
    cohenKappa(pairTable(columnsOf({ scale, codes, ...rest }), 0, 1), agreementWeights('quadratic', scale)),
  ).value;

const weightedKappa = (): Figure[] => {
  const set = benchSets.K1();
  const [first, second] = [0, 1].map((rater) =>
    Float64Array.from({ length: set.units }, (_, unit) => set.scores[2 * unit + rater] as number),
  ) as [Float64Array, Float64Array];
  const ratings = ratingsOfGrid(floatsOf(set), set.units, set.raters);
  const [plainFirst, plainSecond] = [Array.from(first), Array.from(second)];
  const common = {
    work: 'weighted kappa K1',
    textbook: () => textbookKappa(plainFirst, plainSecond),
    tolerance: 1e-9,
  };
  return [
    {
      ...common,
      name: 'kappa quadratic, 1,000,000 pairs, two arrays',
      note: 'from two Float64 arrays of ratings, with both standard errors, z, p and interval',
      ours: () => {
        const { table, scale } = defined(pairTableOfScores(first, second));
        return defined(cohenKappa(table, agreementWeights('quadratic', scale))).value;
      },
      textbookTimes: 5,
      peerTimes: { statsmodels: 10, 'scikit-learn': 10, vcd: 10, irr: 10, psych: 10 },
    },
    {
      ...common,
      name: 'kappa quadratic, 1,000,000 pairs, ratings by unit',
      note: `${fromRatings}, by way of the ratings of each rater`,
      ours: () => pairKappa(defined(panelOf(ratings))),
      textbookTimes: 2,
      // What every pair of raters of a panel then needs is in it: a pair alone is faster from two arrays.
      peerTimes: { 'scikit-learn': 10, vcd: 10, irr: 10, psych: 10 },
    },
  ];
};

/** Persons with the least or the greatest score on everything have no joint estimate. */
export const withoutExtremes = (rows: readonly FacetRow[], top: number): FacetRow[] => {
  const byPerson = Map.groupBy(rows, ({ person }) => person);
  return [...byPerson.values()].flatMap((own) => {
    const scores = own.flatMap((row) => row.scores);
    return scores.every((score) => score === 0) || scores.every((score) => score === top) ? [] : own;
  });
};

export const facetsDataOf = (rows: readonly FacetRow[], raters: number, top: number): FacetsData => {
  const persons = [...new Set(rows.map(({ person }) => person))];
  const place = new Map(persons.map((person, at) => [person, at]));
  const column = (of: (row: FacetRow, criterion: number) => number): number[] =>
    rows.flatMap((row) => row.scores.map((_, criterion) => of(row, criterion)));
  return {
    persons: persons.length,
    raters,
    criteria: rows[0]?.scores.length ?? 0,
    top,
    person: Uint32Array.from(column(({ person }) => place.get(person) ?? 0)),
    rater: Uint16Array.from(column(({ rater }) => rater)),
    criterion: Uint16Array.from(column((_, criterion) => criterion)),
    score: Uint8Array.from(column(({ scores }, criterion) => scores[criterion] ?? 0)),
  };
};

const facets = (): Figure[] => {
  const rows = benchSets.M1();
  const inside = withoutExtremes(rows, 4);
  const [all, kept] = [facetsDataOf(rows, 20, 4), facetsDataOf(inside, 20, 4)];
  const grid = { nodes: 61, reach: 6, tolerance: 1e-6 };
  return [
    {
      name: 'many-facet Rasch, joint, 500 × 20 × 6',
      work: 'joint M1',
      note: 'from coded ratings until every sum of scores is met to 1e-10; compared by the first rater',
      ours: () => fitJoint(kept, 'rating-scale').parameters.raters[0] as number,
      textbook: () => textbookJoint(inside),
      tolerance: 1e-3,
      textbookTimes: 5,
      peerTimes: { immer: 10 },
    },
    {
      name: 'many-facet Rasch, marginal, 61 nodes, 1e-6',
      work: 'marginal M1',
      note: 'from coded ratings to standard errors and persons; compared by the first rater',
      ours: () => fitMarginal(all, 'rating-scale', grid).parameters.raters[0] as number,
      textbook: () => textbookMarginal(rows, grid.nodes, grid.reach),
      textbookOnce: true,
      tolerance: 1e-3,
      textbookTimes: 10,
      peerTimes: { TAM: 10 },
    },
  ];
};

/** Made one after the other, so that no more than one set is held at a time. */
export const figureMakers: readonly (() => readonly Figure[])[] = [
  alphaA1,
  alphaA2,
  gwetFamily,
  () => [intraclass()],
  weightedKappa,
  facets,
];
