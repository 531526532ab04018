import { seededRandom } from '../../../shared/agreement/random.ts';

/** Scores of units × raters, unit by unit: 1 … `categories`, 0 where there is none. */
export type ScoreMatrix = {
  readonly units: number;
  readonly raters: number;
  readonly categories: number;
  readonly scores: Int8Array;
};

/** As `ScoreMatrix`, with scores that are no categories and no gaps. */
export type MeasureMatrix = {
  readonly units: number;
  readonly raters: number;
  readonly values: Float64Array;
};

type Size = {
  readonly units: number;
  readonly raters: number;
  readonly categories: number;
  /** How likely a score is left out. */
  readonly missing: number;
};

/**
 * A panel that agrees: six scores of ten are the unit's true one, a quarter lie beside it, the rest anywhere. Three
 * random numbers a cell, always, so that every language makes the same.
 */
export const scoreMatrix = (seed: number, { units, raters, categories, missing }: Size): ScoreMatrix => {
  const random = seededRandom(seed);
  const scores = new Int8Array(units * raters);
  for (let unit = 0, at = 0; unit < units; unit += 1) {
    const truth = Math.floor(random() * categories);
    for (let rater = 0; rater < raters; rater += 1, at += 1) {
      const [gap, branch, value] = [random(), random(), random()];
      if (gap < missing) continue;
      scores[at] = 1 + scoreNear(truth, branch, value, categories);
    }
  }
  return { units, raters, categories, scores };
};

const scoreNear = (truth: number, branch: number, value: number, categories: number): number => {
  if (branch < 0.6) return truth;
  if (branch < 0.85) return Math.min(categories - 1, Math.max(0, truth + (value < 0.5 ? -1 : 1)));
  return Math.floor(value * categories);
};

/** 50 + 8 × the unit's place + 2 × the rater's leaning + 4 × noise, places and noise near the normal. */
export const measureMatrix = (seed: number, units: number, raters: number): MeasureMatrix => {
  const random = seededRandom(seed);
  const sum = (count: number): number => {
    let total = random();
    for (let more = 1; more < count; more += 1) total += random();
    return total - count / 2;
  };
  const leaning = Array.from({ length: raters }, () => sum(2));
  const values = new Float64Array(units * raters);
  for (let unit = 0, at = 0; unit < units; unit += 1) {
    const place = sum(4);
    for (let rater = 0; rater < raters; rater += 1, at += 1) {
      values[at] = 50 + 8 * place + 2 * (leaning[rater] as number) + 4 * sum(4);
    }
  }
  return { units, raters, values };
};

/** One row of a many-facet set: who was rated by whom, and the scores 0 … 4 on each criterion. */
export type FacetRow = {
  readonly person: number;
  readonly rater: number;
  readonly scores: readonly number[];
};

const facetSteps = [-1.5, -0.5, 0.5, 1.5];

/** Three raters a person. Severities −1 … 1 over the raters, difficulties −0.75, −0.45 … over the criteria. */
export const facetRows = (seed: number, persons = 500, raters = 20, criteria = 6): FacetRow[] => {
  const random = seededRandom(seed);
  const rows: FacetRow[] = [];
  for (let person = 0; person < persons; person += 1) {
    let sum = random();
    for (let more = 1; more < 4; more += 1) sum += random();
    const place = 2.5 * (sum - 2);
    const first = person % raters;
    const second = (first + 1 + Math.floor(random() * (raters - 1))) % raters;
    let third = first;
    while (third === first || third === second) third = Math.floor(random() * raters);
    for (const rater of [first, second, third]) {
      const scores = Array.from({ length: criteria }, (_, at) =>
        facetScore(place - (-0.75 + 0.3 * at) - (-1 + (2 * rater) / 19), random),
      );
      rows.push({ person, rater, scores });
    }
  }
  return rows;
};

const facetScore = (at: number, random: () => number): number => {
  const weights = [1];
  let log = 0;
  for (const step of facetSteps) {
    log += at - step;
    weights.push(Math.exp(log));
  }
  const mark = random() * weights.reduce((total, weight) => total + weight, 0);
  let passed = 0;
  for (let score = 0; score < facetSteps.length; score += 1) {
    passed += weights[score] as number;
    if (mark < passed) return score;
  }
  return facetSteps.length;
};

/** Which units each replicate of a bootstrap draws, replicate by replicate: ⌊u·n⌋. */
export const drawnUnits = (seed: number, replicates: number, units: number): Int32Array => {
  const random = seededRandom(seed);
  return Int32Array.from({ length: replicates * units }, () => Math.floor(random() * units));
};

/** The sets that peers were timed on, by the names under which their figures were published. */
export const benchSets = {
  A1: () => scoreMatrix(101, { units: 10_000, raters: 100, categories: 5, missing: 0.1 }),
  A2: () => scoreMatrix(102, { units: 1_000, raters: 10, categories: 5, missing: 0.1 }),
  F1: () => scoreMatrix(103, { units: 10_000, raters: 20, categories: 5, missing: 0 }),
  K1: () => scoreMatrix(104, { units: 1_000_000, raters: 2, categories: 5, missing: 0 }),
  I1: () => measureMatrix(105, 10_000, 20),
  B2: () => drawnUnits(777, 1_000, 1_000),
  M1: () => facetRows(106),
} as const;
