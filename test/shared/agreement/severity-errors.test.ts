import { expect, test } from 'vitest';
import { cellOf, fillCell } from '../../../shared/agreement/facets-cell.ts';
import type { FacetsData } from '../../../shared/agreement/facets-data.ts';
import { fitJoint } from '../../../shared/agreement/facets-joint.ts';
import { jointErrors } from '../../../shared/agreement/facets-joint-errors.ts';
import { invertDefinite } from '../../../shared/agreement/linear.ts';
import { seededRandom } from '../../../shared/agreement/random.ts';

const sizes = { persons: 12, raters: 4, criteria: 3, top: 2 };

/** Random scores with gaps: the errors have to be right whatever the ratings are. */
const randomData = (seed: number): FacetsData => {
  const random = seededRandom(seed);
  const rows: [number, number, number, number][] = [];
  for (let p = 0; p < sizes.persons; p += 1)
    for (let r = 0; r < sizes.raters; r += 1)
      for (let i = 0; i < sizes.criteria; i += 1)
        if (random() < 0.8) rows.push([p, r, i, Math.floor(3 * random())]);
  return {
    ...sizes,
    person: Uint32Array.from(rows, ([p]) => p),
    rater: Uint16Array.from(rows, ([, r]) => r),
    criterion: Uint16Array.from(rows, ([, , i]) => i),
    score: Uint8Array.from(rows, ([, , , x]) => x),
  };
};

/**
 * The same by brute force: the information of all parameters, persons among them, built from the covariance of their
 * sufficient statistics, and made definite along the three sums that are held at 0; what is added there changes nothing
 * of the forms that are estimable, as each measure is taken from its facet's mean.
 */
const bruteForce = (data: FacetsData, { parameters, theta }: ReturnType<typeof fitJoint>): number[] => {
  const { persons, raters, criteria, top } = sizes;
  const n = persons + criteria + raters + top;
  const information = new Float64Array(n * n);
  const cell = cellOf(top);
  for (let row = 0; row < data.score.length; row += 1) {
    const [p, r, i] = [data.person[row] as number, data.rater[row] as number, data.criterion[row] as number];
    const at = (theta[p] as number) - (parameters.criteria[i] as number) - (parameters.raters[r] as number);
    fillCell(cell, at, parameters.steps, 0);
    const statistics = Array.from({ length: top + 1 }, (_, k) => {
      const own = new Float64Array(n);
      own[p] = k;
      own[persons + i] = -k;
      own[persons + criteria + r] = -k;
      for (let j = 0; j < top; j += 1) if (k > j) own[n - top + j] = -1;
      return own;
    });
    const mean = new Float64Array(n);
    statistics.forEach((own, k) => {
      own.forEach((value, a) => {
        mean[a] = (mean[a] as number) + (cell.share[k] as number) * value;
      });
    });
    statistics.forEach((own, k) => {
      for (let a = 0; a < n; a += 1)
        for (let b = 0; b < n; b += 1) {
          const both =
            ((own[a] as number) - (mean[a] as number)) * ((own[b] as number) - (mean[b] as number));
          information[a * n + b] = (information[a * n + b] as number) + (cell.share[k] as number) * both;
        }
    });
  }
  const blocks = [
    [0, persons],
    [persons + criteria, n - top],
    [n - top, n],
  ] as const;
  // Sums that are 0 as constraints: a penalty so heavy that it holds them to 1e-9.
  for (const [from, to] of blocks)
    for (let a = from; a < to; a += 1)
      for (let b = from; b < to; b += 1) information[a * n + b] = (information[a * n + b] as number) + 1e7;
  const covariance = invertDefinite(information, n);
  if (covariance === null) throw new Error('The information is definite.');
  return Array.from({ length: n }, (_, a) => Math.sqrt(covariance[a * n + a] as number));
};

test.each([3, 4, 5])('unconditional errors are those of the full information, seed %i', (seed) => {
  const data = randomData(seed);
  const fit = fitJoint(data, 'rating-scale');
  expect(fit.converged).toBe(true);
  const found = jointErrors(data, 'rating-scale', fit.parameters, fit.theta, {
    ofRater: new Uint32Array(sizes.raters),
    raters: 1,
    criteria: 1,
    ofPerson: new Uint32Array(sizes.persons),
  });
  const wanted = bruteForce(data, fit);
  const all = [
    ...(found?.persons ?? []),
    ...(found?.criteria ?? []),
    ...(found?.raters ?? []),
    ...(found?.steps ?? []),
  ];
  expect(all).toHaveLength(wanted.length);
  all.forEach((error, at) => {
    expect(error).toBeCloseTo(wanted[at] as number, 5);
  });
});
