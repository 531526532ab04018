import type { FacetsData, FacetsParameters } from './facets-data.ts';
import { rowsBy } from './facets-person-rows.ts';
import { type Places, pointsOf } from './facets-places.ts';
import { type Placed, shiftOf } from './facets-shift.ts';
import type { RatingTable } from './rating-table.ts';
import type { Fitted } from './severity-fit.ts';
import type { Categories } from './severity-scale.ts';
import { type Coded, type Kept, type Selection, type SetAside, scaleFor } from './severity-selection.ts';

/** A measure and the model's standard error, in logits. */
export type Measure = { readonly value: number; readonly se: number };

/** Measures of all elements of a table, those set aside among them; null where the ratings do not tell. */
export type AllMeasures = {
  readonly persons: readonly (Measure | null)[];
  readonly raters: readonly (Measure | null)[];
  readonly criteria: readonly (Measure | null)[];
};

/**
 * Shrinks a joint fit: with few ratings a person, measures of raters, criteria and steps are too far apart by about
 * L/(L − 1), L being the mean number of ratings of a person (Wright & Douglas 1977, for L items; Andersen 1973 for
 * L = 2, where it is exact). Persons are measured anew against what was shrunk.
 */
export const corrected = (
  data: FacetsData,
  { parameters }: Pick<Fitted, 'parameters'>,
): { readonly factor: number; readonly parameters: FacetsParameters; readonly theta: Float64Array } => {
  const ratings = data.score.length / data.persons;
  const factor = (ratings - 1) / ratings;
  const mean = parameters.criteria.reduce((sum, value) => sum + value, 0) / data.criteria;
  const shrunk = {
    criteria: parameters.criteria.map((value) => mean + factor * (value - mean)),
    raters: parameters.raters.map((value) => factor * value),
    steps: parameters.steps.map((value) => factor * value),
  };
  const origin = { data, parameters: shrunk, places: pointsOf(new Float64Array(data.persons)) };
  const { starts, rows } = rowsBy(data.person, data.persons);
  const theta = Float64Array.from({ length: data.persons }, (_, p) => {
    const found = shiftOf(origin, rows.subarray(starts[p], starts[p + 1]));
    return found === null ? 0 : -found.shift;
  });
  const shift = theta.reduce((sum, value) => sum + value, 0) / data.persons;
  return {
    factor,
    parameters: { ...shrunk, criteria: shrunk.criteria.map((value) => value - shift) },
    theta: theta.map((value) => value - shift),
  };
};

/**
 * Every rating of the table as the model reads it, by the places of the table, and the measures that are known so far.
 * A step that a criterion does not have keeps its place.
 */
const everything = (
  table: RatingTable,
  categories: Categories,
  { scales }: Selection,
  { data, raters, criteria, persons }: Coded,
  fitted: Pick<Fitted, 'parameters' | 'places'>,
): Placed => {
  const spreadOut = (values: Float64Array, { all }: Kept, size: number): Float64Array => {
    const result = new Float64Array(size).fill(Number.NaN);
    all.forEach((element, at) => {
      result[element] = values[at] as number;
    });
    return result;
  };
  const { steps } = fitted.parameters;
  const shared = scales.length === 1;
  const allSteps = shared ? steps : new Float64Array(table.criteria.length * data.top);
  const tops = new Uint8Array(table.criteria.length);
  if (!shared) {
    criteria.all.forEach((i, at) => {
      allSteps.set(steps.subarray(at * data.top, (at + 1) * data.top), i * data.top);
      tops[i] = data.tops?.[at] ?? data.top;
    });
  }
  return {
    data: {
      persons: table.units.length,
      raters: table.raters.length,
      criteria: table.criteria.length,
      top: data.top,
      person: table.unit,
      rater: table.rater,
      criterion: table.criterion,
      score: Uint8Array.from(
        table.criterion,
        (i, row) => scaleFor(scales, i).stepOf[categories.of[row] as number] as number,
      ),
      ...(shared ? {} : { tops }),
    },
    parameters: {
      criteria: spreadOut(fitted.parameters.criteria, criteria, table.criteria.length),
      raters: spreadOut(fitted.parameters.raters, raters, table.raters.length),
      steps: allSteps,
    },
    places: placesOfAll(fitted.places, persons, table.units.length),
  };
};

/** Places by the persons of the table: one that can be set for each person who is not in the fit. */
const placesOfAll = ({ starts, at, weight }: Places, { at: keptAt }: Kept, size: number): Places => {
  const allStarts = new Uint32Array(size + 1);
  const places: number[] = [];
  const weights: number[] = [];
  for (let person = 0; person < size; person += 1) {
    const p = keptAt[person] as number;
    if (p < 0) {
      places.push(Number.NaN);
      weights.push(1);
    } else {
      for (let place = starts[p] as number; place < (starts[p + 1] as number); place += 1) {
        places.push(at[place] as number);
        weights.push(weight[place] as number);
      }
    }
    allStarts[person + 1] = places.length;
  }
  return { starts: allStarts, at: Float64Array.from(places), weight: Float64Array.from(weights) };
};

/** A facet whose elements can be given a measure or lose it (NaN). */
type Settable = {
  readonly into: (Measure | null)[];
  readonly of: ArrayLike<number>;
  readonly aside: SetAside;
  readonly put: (element: number, value: number) => void;
  /** Persons give points; raters and criteria take them. */
  readonly sign: 1 | -1;
};

/**
 * Adjusted measures of those set aside for extreme scores: what 0.3 points inside the extreme would mean (the
 * convention of Facets and Winsteps), everything else held. Those set aside last come first, as the ratings of the
 * earlier ones may be with them alone.
 */
export const adjustedMeasures = (
  table: RatingTable,
  categories: Categories,
  selection: Selection,
  coded: Coded,
  fitted: Pick<Fitted, 'parameters' | 'places'>,
): AllMeasures => {
  const result = {
    persons: new Array<Measure | null>(table.units.length).fill(null),
    raters: new Array<Measure | null>(table.raters.length).fill(null),
    criteria: new Array<Measure | null>(table.criteria.length).fill(null),
  };
  const { persons, raters, criteria } = selection;
  const isAdjusted = ({ reason }: SetAside): boolean => reason.some((one) => one !== null && one !== 'none');
  if (![persons, raters, criteria].some(isAdjusted)) return result;
  const placed = everything(table, categories, selection, coded, fitted);
  const { places, parameters } = placed;
  const putInto =
    (values: Float64Array) =>
    (element: number, value: number): void => {
      values[element] = value;
    };
  const putPerson = (person: number, value: number): void => {
    places.at[places.starts[person] as number] = value;
  };
  const facets: readonly Settable[] = [
    { into: result.persons, of: table.unit, aside: persons, put: putPerson, sign: -1 },
    { into: result.raters, of: table.rater, aside: raters, put: putInto(parameters.raters), sign: 1 },
    {
      into: result.criteria,
      of: table.criterion,
      aside: criteria,
      put: putInto(parameters.criteria),
      sign: 1,
    },
  ];
  adjustIn(
    placed,
    facets.filter(({ aside }) => isAdjusted(aside)),
    Math.min(255, selection.rounds),
  );
  return result;
};

const adjustIn = (placed: Placed, facets: readonly Settable[], rounds: number): void => {
  const groups = facets.map(({ of, into }) => rowsBy(of, into.length));
  for (let round = rounds; round > 0; round -= 1) {
    const found: (() => void)[] = [];
    facets.forEach(({ into, aside, put, sign }, facet) => {
      const { starts, rows } = groups[facet] as ReturnType<typeof rowsBy>;
      aside.round.forEach((own, element) => {
        if (own !== round || aside.reason[element] === 'none') return;
        put(element, 0);
        const shift = shiftOf(placed, rows.subarray(starts[element], starts[element + 1]));
        put(element, Number.NaN);
        if (shift === null) return;
        const measure = { value: sign * shift.shift, se: shift.se };
        found.push(() => {
          into[element] = measure;
          put(element, measure.value);
        });
      });
    });
    for (const apply of found) apply();
  }
};
