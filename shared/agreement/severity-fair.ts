import { cellOf, fillCell } from './facets-cell.ts';
import type { FacetsData, FacetsParameters } from './facets-data.ts';
import type { Categories } from './severity-scale.ts';
import { type Coded, type Selection, scaleFor } from './severity-selection.ts';

/**
 * Fair averages: the score the model expects of an element when all others are average (Linacre's Fair-M: each other
 * facet at the mean of its measures), in the scores of the file. With steps of their own, criteria count equally.
 */
export type FairAverages = {
  readonly ofPerson: (theta: number) => number;
  readonly ofRater: (severity: number) => number;
  /** By the criterion's place in the fit: with its own steps. */
  readonly ofCriterion: (difficulty: number, at: number) => number;
};

const mean = (values: Float64Array): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

export const fairAverages = (
  { data, criteria }: Coded,
  selection: Selection,
  categories: Categories,
  parameters: FacetsParameters,
  averagePerson: number,
): FairAverages => {
  const cell = cellOf(data.top);
  const valuesOf = scoreValues(data, selection, categories, criteria.all);
  const sets = valuesOf.length;
  const [averageCriterion, averageRater] = [mean(parameters.criteria), mean(parameters.raters)];
  const expected = (at: number, set: number): number => {
    fillCell(cell, at, parameters.steps, set * data.top);
    const values = valuesOf[set] as Float64Array;
    return values.reduce((sum, value, step) => sum + value * (cell.share[step] as number), 0);
  };
  const overSets = (at: number): number => {
    let sum = 0;
    for (let set = 0; set < sets; set += 1) sum += expected(at, set);
    return sum / sets;
  };
  return {
    ofPerson: (theta) => overSets(theta - averageCriterion - averageRater),
    ofRater: (severity) => overSets(averagePerson - averageCriterion - severity),
    ofCriterion: (difficulty, at) => expected(averagePerson - difficulty - averageRater, sets === 1 ? 0 : at),
  };
};

/** The scores that the steps of each set stand for, by step from 0. */
export const scoreValues = (
  { top }: Pick<FacetsData, 'top'>,
  { scales }: Selection,
  { values }: Categories,
  criteria: Uint32Array,
): Float64Array[] => {
  const of = (criterion: number): Float64Array => {
    const { used } = scaleFor(scales, criterion);
    // Steps that this criterion does not have are never reached; they carry its last score.
    const last = used.at(-1) ?? 0;
    return Float64Array.from({ length: top + 1 }, (_, step) => values[used[step] ?? last] as number);
  };
  return scales.length === 1 ? [of(0)] : Array.from(criteria, of);
};
