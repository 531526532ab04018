import { describe, expect, test } from 'vitest';
import { cellOf, fillCell } from '../../../shared/agreement/facets-cell.ts';
import type { FacetsData } from '../../../shared/agreement/facets-data.ts';
import { fitStatistics } from '../../../shared/agreement/facets-fit-statistics.ts';
import { fitJoint } from '../../../shared/agreement/facets-joint.ts';
import { fitMarginal } from '../../../shared/agreement/facets-marginal.ts';
import { pointsOf } from '../../../shared/agreement/facets-places.ts';
import { seededRandom } from '../../../shared/agreement/random.ts';
import { normalQuantile } from '../../../shared/agreement/special-functions.ts';

const truth = {
  criteria: [-0.6, 0, 0.6],
  raters: [-0.9, -0.3, 0.2, 1],
  steps: Float64Array.of(-1.2, 0.1, 1.1),
  variance: 1.5,
};

/** Every person by every rater on every criterion, drawn from the model; no person has the least or the greatest score. */
const simulated = (seed: number, persons: number): FacetsData => {
  const random = seededRandom(seed);
  const cell = cellOf(3);
  const rows: number[][] = [];
  for (let person = 0; person < persons; ) {
    const theta = Math.sqrt(truth.variance) * normalQuantile((random() * 4e9 + 1) / (4e9 + 2));
    const own = truth.raters.flatMap((severity, rater) =>
      truth.criteria.map((difficulty, criterion) => {
        fillCell(cell, theta - severity - difficulty, truth.steps, 0);
        let [left, score] = [random() - (cell.share[0] as number), 0];
        while (left > 0 && score < 3) {
          score += 1;
          left -= cell.share[score] as number;
        }
        return [person, rater, criterion, score];
      }),
    );
    const sum = own.reduce((total, row) => total + (row[3] ?? 0), 0);
    if (sum === 0 || sum === 3 * own.length) continue;
    rows.push(...own);
    person += 1;
  }
  const column = (at: number): number[] => rows.map((row) => row[at] ?? 0);
  return {
    persons,
    raters: truth.raters.length,
    criteria: truth.criteria.length,
    top: 3,
    person: Uint32Array.from(column(0)),
    rater: Uint16Array.from(column(1)),
    criterion: Uint16Array.from(column(2)),
    score: Uint8Array.from(column(3)),
  };
};

describe('many-facet Rasch', () => {
  const data = simulated(21, 600);

  test('marginal: the parameters that made the ratings, within their errors', () => {
    const { parameters, se, variance, converged } = fitMarginal(data, 'rating-scale', { nodes: 61 });
    expect(converged).toBe(true);
    if (se === null) throw new Error('The information is definite.');
    const within = (found: Float64Array, error: Float64Array, wanted: ArrayLike<number>): void => {
      found.forEach((value, at) => {
        expect(Math.abs(value - (wanted[at] as number))).toBeLessThan(4 * (error[at] as number));
      });
    };
    within(parameters.raters, se.raters, truth.raters);
    within(parameters.criteria, se.criteria, truth.criteria);
    within(parameters.steps, se.steps, truth.steps);
    expect(Math.abs(variance - truth.variance)).toBeLessThan(4 * se.variance);
    for (const block of [parameters.raters, parameters.steps]) {
      expect(block.reduce((sum, one) => sum + one, 0)).toBeCloseTo(0, 10);
    }
  });

  test.each(['rating-scale', 'partial-credit'] as const)('joint, %s: every sum of scores is met', (model) => {
    const { parameters, theta, converged } = fitJoint(data, model);
    expect(converged).toBe(true);
    expect(theta.reduce((sum, one) => sum + one, 0)).toBeCloseTo(0, 8);
    const groups = [
      { size: data.persons, of: data.person },
      { size: data.raters, of: data.rater },
      { size: data.criteria, of: data.criterion },
    ];
    for (const found of fitStatistics(data, parameters, pointsOf(theta), groups).groups) {
      for (const { score, expected } of found) expect(expected).toBeCloseTo(score, 7);
    }
  });

  test('ratings drawn from the model fit it, those of a rater who guesses do not', () => {
    const random = seededRandom(4);
    const score = data.score.map((one, row) => (data.rater[row] === 3 ? Math.floor(random() * 4) : one));
    const outfitOf = (one: FacetsData): number[] => {
      const { parameters, theta } = fitJoint(one, 'rating-scale');
      const grouping = { size: one.raters, of: one.rater };
      const [found = []] = fitStatistics(one, parameters, pointsOf(theta), [grouping]).groups;
      return found.map(({ outfit }) => outfit);
    };
    for (const outfit of outfitOf(data)) expect(Math.abs(outfit - 1)).toBeLessThan(0.25);
    const guessing = outfitOf({ ...data, score });
    expect(guessing[3]).toBeGreaterThan(1.5);
    expect(Math.max(...guessing.slice(0, 3))).toBeLessThan(guessing[3] as number);
  });

  test('a fit that is cut off says so', () => {
    expect(fitJoint(data, 'rating-scale', 1).converged).toBe(false);
    expect(fitMarginal(data, 'rating-scale', { nodes: 21, maxIterations: 1 }).converged).toBe(false);
  });
});
