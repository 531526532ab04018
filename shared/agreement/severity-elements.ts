import type { FitStatistics } from './facets-fit-statistics.ts';
import type { RatingTable } from './rating-table.ts';
import type { FairAverages } from './severity-fair.ts';
import type { Fitted } from './severity-fit.ts';
import type { AllMeasures, Measure } from './severity-measures.ts';
import type {
  CriterionReport,
  ElementReport,
  Extreme,
  PersonReport,
  RaterFlag,
  RaterReport,
} from './severity-report.ts';
import type { Categories } from './severity-scale.ts';
import { type Coded, type Kept, type Selection, type SetAside, scaleFor } from './severity-selection.ts';
import { z95 } from './special-functions.ts';

/** What the reports on persons, raters and criteria are put together from. */
export type Parts = {
  readonly table: RatingTable;
  readonly categories: Categories;
  readonly selection: Selection;
  readonly coded: Coded;
  /** With the measures that are printed. */
  readonly fitted: Fitted;
  /** What the unconditional errors of the fit are to be multiplied by. */
  readonly errorFactor: number;
  readonly adjusted: AllMeasures;
  readonly fair: FairAverages;
  /** Fit, and the model's errors at the measures that are printed. */
  readonly statistics: {
    readonly persons: readonly FitStatistics[];
    readonly raters: readonly FitStatistics[];
    readonly criteria: readonly FitStatistics[];
  };
};

/** A gap of half a logit is one that matters (Linacre 2004, Rasch Measurement Transactions 18:3, p. 993). */
export const gapThatMatters = 0.5;

/** Mean squares that are productive for measurement (Linacre 2002, Rasch Measurement Transactions 16:2, p. 878). */
export const productive = { least: 0.5, most: 1.5 } as const;

export const finite = (value: number | undefined): number | null =>
  value !== undefined && Number.isFinite(value) ? value : null;

type Totals = {
  readonly ratings: number;
  readonly average: number | null;
  /** Steps passed and steps there are, over all ratings of the element. */
  readonly score: number;
  readonly max: number;
};

const totalsOf = ({ table, categories, selection }: Parts, of: ArrayLike<number>, size: number): Totals[] => {
  const sums = Array.from({ length: size }, () => ({ ratings: 0, points: 0, score: 0, max: 0 }));
  for (let row = 0; row < of.length; row += 1) {
    const own = sums[of[row] as number] as (typeof sums)[number];
    const category = categories.of[row] as number;
    const { stepOf, used } = scaleFor(selection.scales, table.criterion[row] as number);
    own.ratings += 1;
    own.points += categories.values[category] as number;
    own.score += stepOf[category] as number;
    own.max += Math.max(0, used.length - 1);
  }
  return sums.map(({ ratings, points, score, max }) => ({
    ratings,
    average: ratings === 0 ? null : points / ratings,
    score,
    max,
  }));
};

/** The subset of raters that each person of the fit is measured by. */
const personSubsets = ({ coded, fitted }: Parts): Uint32Array => {
  const { data } = coded;
  const own = new Uint32Array(data.persons);
  for (let row = data.person.length - 1; row >= 0; row -= 1)
    own[data.person[row] as number] = fitted.subsets.ofRater[data.rater[row] as number] as number;
  return own;
};

/** Subsets of elements that were set aside: by whom they share a rating with. */
const subsetByRatings = (
  of: ArrayLike<number>,
  others: ArrayLike<number>,
  { at }: Kept,
  subsets: Uint32Array,
  size: number,
): (number | null)[] => {
  const found = new Array<number | null>(size).fill(null);
  for (let row = 0; row < of.length; row += 1) {
    const other = at[others[row] as number] as number;
    if (other >= 0) found[of[row] as number] ??= (subsets[other] as number) + 1;
  }
  return found;
};

const extremeOf = ({ reason }: SetAside, element: number): Extreme | null => {
  const own = reason[element];
  return own === 'minimum' || own === 'maximum' ? own : null;
};

type Facet = {
  readonly of: ArrayLike<number>;
  readonly size: number;
  readonly kept: Kept;
  readonly aside: SetAside;
  readonly statistics: readonly FitStatistics[];
  readonly subsets: readonly (number | null)[];
  /** The fair average at a measure; `at` is the place in the fit, −1 outside it. */
  readonly fairAt: (measure: number, at: number) => number | null;
};

const elementsOf = (
  parts: Parts,
  facet: Facet,
  measureOf: (element: number, at: number) => number | null,
): ElementReport[] => {
  const most = mostsOf(parts, facet);
  return totalsOf(parts, facet.of, facet.size).map((totals, element) => {
    const at = facet.kept.at[element] as number;
    const fit = at < 0 ? undefined : facet.statistics[at];
    const measure = measureOf(element, at);
    return {
      ratings: totals.ratings,
      n: fit?.n ?? 0,
      score: fit?.score ?? totals.score,
      max: fit === undefined ? totals.max : (most[element] as number),
      observedAverage: totals.average,
      fairAverage: measure === null ? null : facet.fairAt(measure, at),
      infit: finite(fit?.infit),
      outfit: finite(fit?.outfit),
      infit_z: finite(fit?.infitZ),
      outfit_z: finite(fit?.outfitZ),
      information: finite(fit?.information),
      extreme: extremeOf(facet.aside, element),
      subset: facet.subsets[element] ?? null,
    };
  });
};

/** The greatest score of each element over its ratings in the fit. */
const mostsOf = ({ table, selection }: Parts, { of, size }: Facet): Float64Array => {
  const most = new Float64Array(size);
  for (const row of selection.rows) {
    const own = of[row] as number;
    const { used } = scaleFor(selection.scales, table.criterion[row] as number);
    most[own] = (most[own] as number) + used.length - 1;
  }
  return most;
};

/** The measure and the model's error, in the fit or adjusted. */
const measured = (
  values: Float64Array,
  adjusted: readonly (Measure | null)[],
  element: number,
  at: number,
): number | null => (at < 0 ? (adjusted[element]?.value ?? null) : finite(values[at]));

export const personReports = (parts: Parts): PersonReport[] => {
  const { table, coded, fitted, errorFactor, adjusted, fair, statistics } = parts;
  const kept = coded.persons;
  const own = personSubsets(parts);
  const byRaters = subsetByRatings(
    table.unit,
    table.rater,
    coded.raters,
    fitted.subsets.ofRater,
    table.units.length,
  );
  const facet: Facet = {
    of: table.unit,
    size: table.units.length,
    kept,
    aside: parts.selection.persons,
    statistics: statistics.persons,
    subsets: byRaters.map((subset, person) => {
      const at = kept.at[person] as number;
      return at < 0 ? subset : (own[at] as number) + 1;
    }),
    fairAt: fair.ofPerson,
  };
  const thetaOf = (person: number, at: number) => measured(fitted.theta, adjusted.persons, person, at);
  const { thetaSd } = fitted;
  return elementsOf(parts, facet, thetaOf).map((element, person) => {
    const at = kept.at[person] as number;
    const theta = thetaOf(person, at);
    const eap = thetaSd === null || at < 0 ? null : (thetaSd[at] as number);
    const model = at < 0 ? adjusted.persons[person]?.se : statistics.persons[at]?.se;
    const unconditional = at < 0 ? undefined : fitted.errors?.persons?.[at];
    return {
      person: table.units[person] as string,
      theta,
      se: eap ?? finite(model),
      seUnconditional: unconditional === undefined ? null : finite(errorFactor * unconditional),
      ...(eap === null || theta === null ? {} : { eap: theta, eap_sd: eap }),
      ...element,
    };
  });
};

export const raterReports = (parts: Parts): RaterReport[] => {
  const { table, coded, fitted, errorFactor, adjusted, fair, statistics } = parts;
  const kept = coded.raters;
  const { subsets, centredBy } = fitted;
  const members = new Uint32Array(centredBy.raters);
  for (const subset of centredBy.ofRater) members[subset] = (members[subset] as number) + 1;
  const byPersons = subsetByRatings(
    table.rater,
    table.unit,
    coded.persons,
    personSubsets(parts),
    table.raters.length,
  );
  const facet: Facet = {
    of: table.rater,
    size: table.raters.length,
    kept,
    aside: parts.selection.raters,
    statistics: statistics.raters,
    subsets: byPersons.map((subset, rater) => {
      const at = kept.at[rater] as number;
      return at < 0 ? subset : (subsets.ofRater[at] as number) + 1;
    }),
    fairAt: fair.ofRater,
  };
  // A rater linked to nobody has the mean of a subset of one: that says nothing.
  const severityOf = (rater: number, at: number): number | null =>
    at >= 0 && members[centredBy.ofRater[at] as number] === 1
      ? null
      : measured(fitted.parameters.raters, adjusted.raters, rater, at);
  const average = fair.ofRater(0);
  return elementsOf(parts, facet, severityOf).map((element, rater) => {
    const at = kept.at[rater] as number;
    const estimate = severityOf(rater, at);
    const full = at < 0 ? undefined : fitted.errors?.raters[at];
    const se = estimate === null || full === undefined ? null : finite(errorFactor * full);
    const model = at < 0 ? adjusted.raters[rater]?.se : statistics.raters[at]?.se;
    const ci95: [number, number] | null =
      estimate === null || se === null ? null : [estimate - z95 * se, estimate + z95 * se];
    return {
      rater: table.raters[rater] as string,
      estimate,
      se,
      seModel: estimate === null ? null : finite(model),
      ci95,
      fairDifference: element.fairAverage === null ? null : element.fairAverage - average,
      flags: flagsOf(estimate, ci95, element),
      ...element,
    };
  });
};

/** Severe or lenient: half a logit off or more, and the 95 % interval does not reach the average. */
const flagsOf = (
  estimate: number | null,
  ci95: readonly [number, number] | null,
  { infit, outfit, extreme }: ElementReport,
): RaterFlag[] => {
  const flags: RaterFlag[] = [];
  if (extreme !== null) flags.push(extreme === 'minimum' ? 'severe' : 'lenient');
  else if (estimate !== null && ci95 !== null && Math.abs(estimate) >= gapThatMatters) {
    if (ci95[0] > 0) flags.push('severe');
    if (ci95[1] < 0) flags.push('lenient');
  }
  if (infit !== null && outfit !== null) {
    if (Math.max(infit, outfit) > productive.most) flags.push('noisy');
    else if (Math.min(infit, outfit) < productive.least) flags.push('muted');
  }
  return flags;
};

export const criterionReports = (parts: Parts): CriterionReport[] => {
  const { table, coded, fitted, errorFactor, adjusted, fair, statistics } = parts;
  const kept = coded.criteria;
  const values = fitted.parameters.criteria;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const facet: Facet = {
    of: table.criterion,
    size: table.criteria.length,
    kept,
    aside: parts.selection.criteria,
    statistics: statistics.criteria,
    subsets: Array.from(kept.at, (at) => (at < 0 ? null : (fitted.subsets.ofCriterion[at] as number) + 1)),
    fairAt: (measure, at) =>
      at < 0 && parts.selection.scales.length > 1 ? null : fair.ofCriterion(measure, at),
  };
  const difficultyOf = (criterion: number, at: number) => measured(values, adjusted.criteria, criterion, at);
  return elementsOf(parts, facet, difficultyOf).map((element, criterion) => {
    const at = kept.at[criterion] as number;
    const estimate = difficultyOf(criterion, at);
    const full = at < 0 ? undefined : fitted.errors?.criteria[at];
    const model = at < 0 ? adjusted.criteria[criterion]?.se : statistics.criteria[at]?.se;
    return {
      criterion: table.criteria[criterion] as string,
      estimate,
      se: full === undefined ? null : finite(errorFactor * full),
      seModel: finite(model),
      centred: estimate === null ? null : estimate - mean,
      ...element,
    };
  });
};
