import { type FacetsData, type StepModel, stepSets } from './facets-data.ts';
import type { RatingTable } from './rating-table.ts';
import type { Categories } from './severity-scale.ts';

/** Why an element is not in the fit: only least scores, only greatest ones, or none left. */
export type Reason = 'minimum' | 'maximum' | 'none';

/** Of one facet: in which round each element was set aside (0: it was not), and why. */
export type SetAside = { readonly round: Uint8Array; readonly reason: (Reason | null)[] };

/** The steps of one set of categories: which are used, in order, and the step that each category counts as. */
export type StepScale = {
  /** Places among the categories, by step from 0. */
  readonly used: readonly number[];
  readonly stepOf: Uint8Array;
};

/**
 * What can be estimated: ratings between elements whose scores are not all the least or all the greatest. Setting one
 * aside can make another extreme or leave a category without use, so it goes round until nothing changes.
 */
export type Selection = {
  readonly persons: SetAside;
  readonly raters: SetAside;
  readonly criteria: SetAside;
  readonly rounds: number;
  /** One for all criteria, or one for each. */
  readonly scales: readonly StepScale[];
  /** The rows of the table in the fit. */
  readonly rows: Uint32Array;
};

type Facet = 'persons' | 'raters' | 'criteria';

const facets: readonly Facet[] = ['persons', 'raters', 'criteria'];

/** `keepPersons`: persons with extreme scores stay in (a distribution of persons gives them measures). */
export const selectRatings = (
  table: RatingTable,
  categories: Categories,
  model: StepModel,
  keepPersons: boolean,
): Selection => {
  const asideOf = (size: number): SetAside => ({
    round: new Uint8Array(size),
    reason: new Array<Reason | null>(size).fill(null),
  });
  const aside = {
    persons: asideOf(table.units.length),
    raters: asideOf(table.raters.length),
    criteria: asideOf(table.criteria.length),
  };
  const indexes = { persons: table.unit, raters: table.rater, criteria: table.criterion };
  for (let round = 1; ; round += 1) {
    const rows = rowsWithin(indexes, aside);
    const scales = scalesOf(table, categories, rows, model);
    let found = false;
    for (const facet of facets) {
      const reasons = extremesOf(
        aside[facet],
        sumsOf(table, categories, rows, scales, indexes[facet], aside[facet].round.length),
        facet === 'persons' && keepPersons,
      );
      for (const [at, reason] of reasons) {
        aside[facet].reason[at] = reason;
        found = true;
      }
    }
    if (!found) return { ...aside, rounds: round - 1, scales, rows };
    for (const facet of facets) {
      const { round: rounds, reason } = aside[facet];
      // More rounds than fit in a byte are told as the last one: only their order matters.
      for (let at = 0; at < rounds.length; at += 1)
        if (rounds[at] === 0 && reason[at] !== null) rounds[at] = Math.min(round, 255);
    }
  }
};

const rowsWithin = (
  indexes: Readonly<Record<Facet, ArrayLike<number>>>,
  aside: Readonly<Record<Facet, SetAside>>,
): Uint32Array => {
  const count = indexes.persons.length;
  const rows = new Uint32Array(count);
  let kept = 0;
  for (let row = 0; row < count; row += 1) {
    if (aside.persons.round[indexes.persons[row] as number] !== 0) continue;
    if (aside.raters.round[indexes.raters[row] as number] !== 0) continue;
    if (aside.criteria.round[indexes.criteria[row] as number] !== 0) continue;
    rows[kept] = row;
    kept += 1;
  }
  return rows.slice(0, kept);
};

const scalesOf = (
  table: RatingTable,
  categories: Categories,
  rows: Uint32Array,
  model: StepModel,
): StepScale[] => {
  const size = categories.values.length;
  const sets = stepSets(model, table.criteria.length);
  const seen = new Uint8Array(sets * size);
  for (const row of rows) {
    const set = sets === 1 ? 0 : (table.criterion[row] as number);
    seen[set * size + (categories.of[row] as number)] = 1;
  }
  return Array.from({ length: sets }, (_, set) => {
    const used: number[] = [];
    const stepOf = new Uint8Array(size);
    for (let category = 0; category < size; category += 1) {
      if (seen[set * size + category] === 1) used.push(category);
      stepOf[category] = Math.max(0, used.length - 1);
    }
    return { used, stepOf };
  });
};

type Sums = { readonly n: Float64Array; readonly score: Float64Array; readonly most: Float64Array };

const sumsOf = (
  table: RatingTable,
  categories: Categories,
  rows: Uint32Array,
  scales: readonly StepScale[],
  element: ArrayLike<number>,
  size: number,
): Sums => {
  const [n, score, most] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)];
  for (const row of rows) {
    const at = element[row] as number;
    const scale = scaleFor(scales, table.criterion[row] as number);
    n[at] = (n[at] as number) + 1;
    score[at] = (score[at] as number) + (scale.stepOf[categories.of[row] as number] as number);
    most[at] = (most[at] as number) + Math.max(0, scale.used.length - 1);
  }
  return { n, score, most };
};

const extremesOf = (
  { round }: SetAside,
  { n, score, most }: Sums,
  keep: boolean,
): (readonly [number, Reason])[] => {
  const found: (readonly [number, Reason])[] = [];
  for (let at = 0; at < round.length; at += 1) {
    if (round[at] !== 0) continue;
    if (n[at] === 0) found.push([at, 'none']);
    else if (!keep && score[at] === 0) found.push([at, 'minimum']);
    else if (!keep && score[at] === most[at]) found.push([at, 'maximum']);
  }
  return found;
};

export const scaleFor = (scales: readonly StepScale[], criterion: number): StepScale =>
  (scales.length === 1 ? scales[0] : scales[criterion]) as StepScale;

/** Places of the elements in the fit among all, and back (−1: not in it). */
export type Kept = { readonly all: Uint32Array; readonly at: Int32Array };

const keptOf = ({ round }: SetAside): Kept => {
  const at = new Int32Array(round.length).fill(-1);
  const all: number[] = [];
  round.forEach((one, element) => {
    if (one !== 0) return;
    at[element] = all.length;
    all.push(element);
  });
  return { all: Uint32Array.from(all), at };
};

/** The selection as the model reads it, and who is who in it. */
export type Coded = {
  readonly data: FacetsData;
  readonly persons: Kept;
  readonly raters: Kept;
  readonly criteria: Kept;
};

export const codedOf = (table: RatingTable, categories: Categories, selection: Selection): Coded => {
  const { rows, scales } = selection;
  const [persons, raters, criteria] = [
    keptOf(selection.persons),
    keptOf(selection.raters),
    keptOf(selection.criteria),
  ];
  const pick = (index: ArrayLike<number>, { at }: Kept) =>
    Array.from(rows, (row) => at[index[row] as number] as number);
  const criterion = Uint16Array.from(pick(table.criterion, criteria));
  const topOf = (scale: StepScale): number => Math.max(0, scale.used.length - 1);
  const tops = Uint8Array.from(criteria.all, (i) => topOf(scaleFor(scales, i)));
  const data = {
    persons: persons.all.length,
    raters: raters.all.length,
    criteria: criteria.all.length,
    top: Math.max(0, ...tops),
    person: Uint32Array.from(pick(table.unit, persons)),
    rater: Uint16Array.from(pick(table.rater, raters)),
    criterion,
    score: Uint8Array.from(
      rows,
      (row) =>
        scaleFor(scales, table.criterion[row] as number).stepOf[categories.of[row] as number] as number,
    ),
    ...(scales.length === 1 ? {} : { tops }),
  };
  return { data, persons, raters, criteria };
};
