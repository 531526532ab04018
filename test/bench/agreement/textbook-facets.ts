import type { FacetRow } from './bench-data.ts';

/*
 * Many-facet Rasch as the books teach it: joint maximum likelihood by turns (Wright & Masters 1982), marginal by
 * expectation and maximisation over a grid (Bock & Aitkin 1981). One Newton step for each parameter and round.
 */

type Rating = {
  readonly person: number;
  readonly rater: number;
  readonly criterion: number;
  readonly score: number;
};

type Parameters = { readonly raters: number[]; readonly criteria: number[]; readonly steps: number[] };

const ratingsOf = (rows: readonly FacetRow[]): Rating[] =>
  rows.flatMap(({ person, rater, scores }) =>
    scores.map((score, criterion) => ({ person, rater, criterion, score })),
  );

const startFor = (ratings: readonly Rating[]): Parameters => ({
  raters: new Array(Math.max(...ratings.map(({ rater }) => rater)) + 1).fill(0),
  criteria: new Array(Math.max(...ratings.map(({ criterion }) => criterion)) + 1).fill(0),
  steps: new Array(Math.max(...ratings.map(({ score }) => score))).fill(0),
});

/** Chances of the scores 0 … top at a place. */
const chancesAt = (place: number, steps: readonly number[]): number[] => {
  const terms = [1];
  let log = 0;
  for (const step of steps) {
    log += place - step;
    terms.push(Math.exp(log));
  }
  const total = terms.reduce((sum, term) => sum + term, 0);
  return terms.map((term) => term / total);
};

const meanOf = (chances: readonly number[]): number =>
  chances.reduce((sum, chance, score) => sum + chance * score, 0);
const varianceOf = (chances: readonly number[], mean: number): number =>
  chances.reduce((sum, chance, score) => sum + chance * (score - mean) ** 2, 0);

const centred = (numbers: readonly number[]): number[] => {
  const mean = numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
  return numbers.map((one) => one - mean);
};

/** What is observed and expected of an element, and how much there is to learn of it. */
class Sums {
  readonly rest: number[];
  readonly information: number[];

  constructor(size: number) {
    this.rest = new Array(size).fill(0);
    this.information = new Array(size).fill(0);
  }

  add(at: number, rest: number, information: number): void {
    this.rest[at] = (this.rest[at] as number) + rest;
    this.information[at] = (this.information[at] as number) + information;
  }

  /** A Newton step, no longer than a logit. */
  step(at: number): number {
    const step = (this.rest[at] as number) / (this.information[at] as number);
    return Math.max(-1, Math.min(1, step));
  }
}

const sumsFor = ({ raters, criteria, steps }: Parameters) => ({
  raters: new Sums(raters.length),
  criteria: new Sums(criteria.length),
  steps: new Sums(steps.length),
});

/** A rating with the chances of its scores, `weight` times, into the sums of what it tells of. */
const tally = (
  sums: ReturnType<typeof sumsFor>,
  { rater, criterion, score }: Omit<Rating, 'person'>,
  chances: readonly number[],
  weight: number,
): void => {
  const mean = meanOf(chances);
  const variance = weight * varianceOf(chances, mean);
  const rest = weight * (score - mean);
  sums.raters.add(rater, -rest, variance);
  sums.criteria.add(criterion, -rest, variance);
  let beyond = 0;
  for (let step = chances.length - 1; step > 0; step -= 1) {
    beyond += chances[step] as number;
    const passed = score >= step ? 1 : 0;
    sums.steps.add(step - 1, weight * (beyond - passed), weight * beyond * (1 - beyond));
  }
};

const moved = (parameters: Parameters, sums: ReturnType<typeof sumsFor>, share: number): Parameters => ({
  raters: centred(parameters.raters.map((one, at) => one + share * sums.raters.step(at))),
  criteria: parameters.criteria.map((one, at) => one + share * sums.criteria.step(at)),
  steps: centred(parameters.steps.map((one, at) => one + share * sums.steps.step(at))),
});

const farthest = (before: Parameters, after: Parameters): number => {
  const apart = (a: readonly number[], b: readonly number[]) =>
    a.map((one, at) => Math.abs(one - (b[at] as number)));
  return Math.max(
    ...apart(before.raters, after.raters),
    ...apart(before.criteria, after.criteria),
    ...apart(before.steps, after.steps),
  );
};

/** All facets move at once, so each goes a part of its way alone. */
const together = 0.5;

/** The first rater's severity. Nobody may have the least or the greatest score on everything. */
export const textbookJoint = (rows: readonly FacetRow[], tolerance = 1e-6): number => {
  const ratings = ratingsOf(rows);
  let parameters = startFor(ratings);
  let theta: number[] = new Array(Math.max(...ratings.map(({ person }) => person)) + 1).fill(0);
  for (let round = 0; round < 2000; round += 1) {
    const persons = new Sums(theta.length);
    const sums = sumsFor(parameters);
    for (const rating of ratings) {
      const place =
        (theta[rating.person] as number) -
        (parameters.raters[rating.rater] as number) -
        (parameters.criteria[rating.criterion] as number);
      const chances = chancesAt(place, parameters.steps);
      const mean = meanOf(chances);
      persons.add(rating.person, rating.score - mean, varianceOf(chances, mean));
      tally(sums, rating, chances, 1);
    }
    const next = moved(parameters, sums, together);
    const change = farthest(parameters, next);
    parameters = next;
    theta = theta.map((one, p) => ((persons.information[p] as number) > 0 ? one + persons.step(p) : one));
    if (change < tolerance) break;
  }
  return parameters.raters[0] as number;
};

type Grid = { readonly places: readonly number[]; readonly weights: readonly number[] };

const gridOf = (nodes: number, reach: number, variance: number): Grid => {
  const places = Array.from({ length: nodes }, (_, at) => -reach + (2 * reach * at) / (nodes - 1));
  const heights = places.map((place) => Math.exp(-(place ** 2) / (2 * variance)));
  const total = heights.reduce((sum, one) => sum + one, 0);
  return { places, weights: heights.map((one) => one / total) };
};

/** Every person's chances of standing at the places of the grid, given the ratings. */
const posteriorOf = (own: readonly Rating[], cells: Cells, { weights }: Grid): number[] => {
  const likely = weights.map((weight, node) =>
    own.reduce((product, { rater, criterion, score }) => {
      const chances = cells(rater, criterion)[node] as readonly number[];
      return product * (chances[score] as number);
    }, weight),
  );
  const total = likely.reduce((sum, one) => sum + one, 0);
  return likely.map((one) => one / total);
};

/** The chances of the scores at every node, for a rater and a criterion. */
type Cells = (rater: number, criterion: number) => readonly (readonly number[])[];

const cellsOf = ({ raters, criteria, steps }: Parameters, { places }: Grid): Cells => {
  const table = raters.map((severity) =>
    criteria.map((difficulty) => places.map((place) => chancesAt(place - severity - difficulty, steps))),
  );
  return (rater, criterion) => table[rater]?.[criterion] ?? [];
};

/** The first rater's severity, with persons drawn from a normal distribution about 0. */
export const textbookMarginal = (
  rows: readonly FacetRow[],
  nodes: number,
  reach: number,
  tolerance = 1e-6,
): number => {
  const ratings = ratingsOf(rows);
  const byPerson = [...Map.groupBy(ratings, ({ person }) => person).values()];
  let parameters = startFor(ratings);
  let variance = 1;
  for (let round = 0; round < 2000; round += 1) {
    const grid = gridOf(nodes, reach, variance);
    const cells = cellsOf(parameters, grid);
    const sums = sumsFor(parameters);
    let squares = 0;
    for (const own of byPerson) {
      for (const [node, weight] of posteriorOf(own, cells, grid).entries()) {
        squares += weight * (grid.places[node] as number) ** 2;
        for (const rating of own)
          tally(sums, rating, cells(rating.rater, rating.criterion)[node] ?? [], weight);
      }
    }
    const next = moved(parameters, sums, 1);
    const change = Math.max(farthest(parameters, next), Math.abs(squares / byPerson.length - variance));
    parameters = next;
    variance = squares / byPerson.length;
    if (change < tolerance) break;
  }
  return parameters.raters[0] as number;
};
