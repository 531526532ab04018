import { blandAltman, columnOf, linConcordance } from './concordance.ts';
import type { CriterionCase } from './criterion-case.ts';
import { completeGrid, type ScoreGrid } from './icc.ts';
import { shareNoUnit } from './pair-records.ts';
import { type Pair, pairScores, type ScoreColumns } from './pairs.ts';
import { type AgreementRecord, recordOf, undefinedRecord } from './record.ts';

/** Fewer units that all raters scored than this are no base for a comparison. */
const completeFrom = 2;

/**
 * Two raters' scores as numbers: Lin's concordance and limits of agreement. Plain, on the units that every rater scored,
 * like all other statistics of scores; with `units: shared`, on all that the two share, where those are others. Null
 * when stopped.
 */
export const comparisonRecords = (
  one: CriterionCase,
  pairs: readonly Pair[],
  scores: ScoreColumns,
  goesOn: () => boolean,
): AgreementRecord[] | null => {
  if (one.scale === 'nominal' || one.labels !== null) return [];
  const grid = completeGrid(one.ratings);
  const records: AgreementRecord[] = [];
  for (const pair of pairs) {
    if (!goesOn()) return null;
    records.push(...onCompleteUnits(one, grid, pair), ...onSharedUnits(one, scores, pair));
  }
  return records;
};

const namesOf = ({ raters }: CriterionCase, { first, second }: Pair): Names => [
  raters[first] ?? '',
  raters[second] ?? '',
];

const onCompleteUnits = (one: CriterionCase, grid: ScoreGrid, pair: Pair): AgreementRecord[] => {
  if (grid.units < completeFrom && grid.units !== pair.shared) return [];
  const raters = namesOf(one, pair);
  const sides: Sides = [columnOf(grid, pair.first), columnOf(grid, pair.second)];
  return [linRecord(sides, raters, { raters }), limitsRecord(sides, raters, { raters })];
};

const onSharedUnits = (one: CriterionCase, scores: ScoreColumns, pair: Pair): AgreementRecord[] => {
  if (one.overlap.complete === pair.shared) return [];
  const raters = namesOf(one, pair);
  const options = { raters, units: 'shared' };
  const sides = pairScores(scores, pair);
  return [linRecord(sides, raters, options), limitsRecord(sides, raters, options)];
};

type Names = readonly [string, string];
type Sides = readonly [Float64Array, Float64Array];
type Options = AgreementRecord['options'];

const isConstant = (scores: Float64Array): boolean => scores.every((score) => score === scores[0]);

const linRecord = (sides: Sides, raters: Names, options: Options): AgreementRecord => {
  if (sides[0].length === 0) return undefinedRecord('lin_ccc', options, shareNoUnit(raters));
  const found = linConcordance(...sides);
  if (found === null) {
    const flat = sides.flatMap((scores, at) => (isConstant(scores) ? [raters[at]] : []));
    return undefinedRecord(
      'lin_ccc',
      options,
      `${flat.join(' and ')} gave one score throughout (no variance)`,
    );
  }
  const { value, ci95, biasCorrection, scaleShift, locationShift, n } = found;
  const parts = {
    bias_correction_Cb: biasCorrection,
    scale_shift: scaleShift,
    location_shift: locationShift,
  };
  return recordOf('lin_ccc', options, { value, ci95, ci_method: 'Fisher’s z', ...parts, n });
};

const limitsRecord = (sides: Sides, raters: Names, options: Options): AgreementRecord => {
  const shared = sides[0].length;
  if (shared < 2) {
    const why = shared === 0 ? shareNoUnit(raters) : `${raters.join(' and ')} share one unit alone`;
    return undefinedRecord('bland_altman', options, why);
  }
  const { bias, sd, seBias, biasCi95, limits, limits196, n } = blandAltman(...sides);
  return recordOf('bland_altman', options, {
    bias,
    sd,
    se_bias: seBias,
    bias_ci95_t: biasCi95,
    ci_method: 't for the bias',
    loa95: limits,
    'loa_1.96': limits196,
    n,
  });
};
