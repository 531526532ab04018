import { describe, expect, test } from 'vitest';
import { crossedReml } from '../../../shared/agreement/crossed-reml.ts';
import {
  type Facets,
  facetsOf,
  personsByRatersByItems,
  personsByRatersInTasks,
} from '../../../shared/agreement/generalizability.ts';
import { type Cells, cellsOf, completeBlock } from '../../../shared/agreement/generalizability-cells.ts';
import { type Design, effectsOf } from '../../../shared/agreement/generalizability-designs.ts';
import { type RemlFit, unbalancedReml } from '../../../shared/agreement/generalizability-reml.ts';
import { minimise } from '../../../shared/agreement/minimise.ts';
import { ratingsOn } from '../../../shared/agreement/rating-table.ts';
import { brennan7, brennan31, brennan32, crossed, type Entry, tableOf } from './generalizability-data.ts';

const cellsFrom = (entries: readonly Entry[]): Cells => cellsOf(tableOf(entries), null);

const fitOf = (cells: Cells, design: Design): RemlFit => {
  const found = unbalancedReml(cells, effectsOf[design]);
  if (!found.ok) throw new Error(`No fit: ${found.why}.`);
  return found.fit;
};

/** −2 × the restricted log-likelihood from the whole covariance matrix, by elimination: nothing is shared with the product. */
const denseCriterion = (cells: Cells, names: readonly string[], variances: readonly number[]): number => {
  const { values, starts, rater, item } = cells;
  const n = values.length;
  const person = Array.from(values, (_, at) => starts.findIndex((from) => from > at) - 1);
  const shares = ({ p, r, i }: Facets, a: number, b: number): boolean =>
    (!p || person[a] === person[b]) && (!r || rater[a] === rater[b]) && (!i || item[a] === item[b]);
  const rows = Array.from({ length: n }, (_, a) => [
    ...Array.from({ length: n }, (__, b) =>
      names.reduce((sum, name, k) => {
        return shares(facetsOf[name] as Facets, a, b) ? sum + (variances[k] ?? 0) : sum;
      }, 0),
    ),
    1,
    values[a] ?? 0,
  ]);
  let logs = 0;
  for (let k = 0; k < n; k += 1) {
    const pivot = rows[k] as number[];
    if (!((pivot[k] ?? 0) > 0)) return Number.POSITIVE_INFINITY;
    logs += Math.log(pivot[k] as number);
    for (let i = k + 1; i < n; i += 1) {
      const row = rows[i] as number[];
      const factor = (row[k] as number) / (pivot[k] as number);
      for (let j = k; j < n + 2; j += 1) row[j] = (row[j] as number) - factor * (pivot[j] as number);
    }
  }
  const product = (a: number, b: number): number =>
    rows.reduce(
      (sum, row, k) => sum + ((row[n + a] as number) * (row[n + b] as number)) / (row[k] as number),
      0,
    );
  const [ones, cross, squares] = [product(0, 0), product(0, 1), product(1, 1)];
  return logs + Math.log(ones) + squares - cross ** 2 / ones + (n - 1) * Math.log(2 * Math.PI);
};

const gappy = (seed: number): Entry[] =>
  crossed(
    { persons: 9, raters: 4, items: 3 },
    { p: 1, r: 0.3, i: 0.2, pr: 0.3, pi: 0.4, ri: 0.15, e: 0.5 },
    seed,
    (p, r, i) => (p + 2 * r + 3 * i) % 5 !== 0,
  );

describe('against the likelihood written out in full and maximised without derivatives', () => {
  test.each([
    { name: 'p×r×i with gaps', design: 'p×r×i', entries: gappy(3) },
    { name: 'p×r×i with gaps and a variance at 0', design: 'p×r×i', entries: gappy(11) },
    { name: 'p×r with gaps', design: 'p×r', entries: gappy(5).filter(([, , item]) => item === 0) },
    {
      name: 'p×(r:t), tasks with 2, 4 and 2 raters (Brennan 2001, §7.2)',
      design: 'p×(r:t)',
      entries: brennan7,
    },
  ] as const)(
    '$name',
    ({ design, entries }) => {
      const cells = cellsFrom(entries);
      const names = effectsOf[design];
      const fit = fitOf(cells, design);
      const found = names.map((name) => fit.components[name] ?? Number.NaN);
      expect(fit.converged).toBe(true);
      expect(denseCriterion(cells, names, found)).toBeCloseTo(fit.criterion, 8);
      // Over standard deviations, from a point of its own, so that it meets no bound.
      const other = minimise(
        (at) =>
          denseCriterion(
            cells,
            names,
            Array.from(at, (sd) => sd * sd),
          ),
        names.map(() => 0.6),
        0.3,
        1e-10,
      );
      expect(fit.criterion).toBeLessThan(other.value + 1e-6);
      for (const [k, value] of found.entries()) {
        expect(Math.abs(value - (other.at[k] ?? 0) ** 2), names[k]).toBeLessThan(2e-3);
      }
    },
    120_000,
  );

  test('at the optimum no component alone can do better', () => {
    const cells = cellsFrom(gappy(11));
    const names = effectsOf['p×r×i'];
    const fit = fitOf(cells, 'p×r×i');
    const found = names.map((name) => fit.components[name] ?? Number.NaN);
    expect(found).toContain(0);
    for (const k of found.keys()) {
      for (const change of [-1e-3, 1e-3]) {
        const moved = found.map((value, at) => (at === k ? value + change : value));
        if (moved.some((value) => value < 0)) continue;
        expect(denseCriterion(cells, names, moved), names[k]).toBeGreaterThan(fit.criterion);
      }
    }
  });
});

describe('where nothing is missing', () => {
  test('it is the analysis of variance, as no estimate is under 0', () => {
    const block = completeBlock(cellsFrom(brennan31), false);
    if (block === null) throw new Error('The table is complete.');
    const balanced = personsByRatersByItems(block);
    const fit = fitOf(cellsFrom(brennan31), 'p×r×i');
    for (const [name, value] of Object.entries(balanced.varComp)) {
      expect(fit.components[name], name).toBeCloseTo(value, 8);
    }
    expect(fit.criterion).toBeCloseTo(balanced.remlFit.criterion ?? Number.NaN, 8);
    // 422 points in 80 scores.
    expect(fit.mean).toBeCloseTo(5.275, 8);
  });

  test('and where one is, it is what the mean squares give under the bound', () => {
    for (const seed of [1, 2, 3, 4]) {
      const sizes = { persons: 8, raters: 3, items: 3 };
      const cells = cellsFrom(crossed(sizes, { p: 0.5, r: 0.02, i: 0.02, pi: 0.1, e: 1 }, seed));
      const block = completeBlock(cells, false);
      if (block === null) throw new Error('The panel is complete.');
      const balanced = personsByRatersByItems(block);
      expect(Object.values(balanced.varComp).some((value) => value < 0)).toBe(true);
      const fit = fitOf(cells, 'p×r×i');
      expect(fit.criterion).toBeCloseTo(balanced.remlFit.criterion ?? Number.NaN, 7);
      for (const [name, value] of Object.entries(balanced.reml)) {
        expect(fit.components[name], `${seed} ${name}`).toBeCloseTo(value, 6);
      }
    }
  });

  test('raters in tasks', () => {
    const block = completeBlock(cellsFrom(brennan32), true);
    if (block === null) throw new Error('The table is complete.');
    const balanced = personsByRatersInTasks(block);
    const fit = fitOf(cellsFrom(brennan32), 'p×(r:t)');
    for (const [name, value] of Object.entries(balanced.reml)) {
      expect(fit.components[name], name).toBeCloseTo(value, 8);
    }
  });
});

test('p×r with gaps is what the REML of the intraclass correlations finds', () => {
  const table = tableOf(
    crossed(
      { persons: 40, raters: 7, items: 1 },
      { p: 1, r: 0.4, e: 0.8 },
      8,
      (p, r) => (p * 3 + r) % 4 !== 1,
    ),
  );
  const fit = fitOf(cellsOf(table, 0), 'p×r');
  const other = crossedReml(ratingsOn(table, 0));
  expect(fit.components.p).toBeCloseTo(other?.units ?? Number.NaN, 6);
  expect(fit.components.r).toBeCloseTo(other?.raters ?? Number.NaN, 6);
  expect(fit.components.pr_e).toBeCloseTo(other?.residual ?? Number.NaN, 6);
  expect(fit.criterion).toBeCloseTo(other?.criterion ?? Number.NaN, 8);
});

test('many submissions with two reads each recover the variances that made the scores', () => {
  const truth = { p: 1, r: 0.3, i: 0.2, pr: 0.2, pi: 0.4, ri: 0.1, e: 0.6 };
  const assigned = (p: number, r: number): boolean => r === p % 40 || r === (p * 7 + 3) % 40;
  const entries = crossed({ persons: 1500, raters: 40, items: 6 }, truth, 21, assigned);
  const fit = fitOf(cellsFrom(entries), 'p×r×i');
  expect(fit.converged).toBe(true);
  // Three standard errors, from the levels each variance is estimated from.
  const levels = { p: 1500, r: 40, i: 6, pr: 1500, pi: 9000, ri: 240, e: 9000 };
  for (const [name, variance] of Object.entries(truth)) {
    const found = fit.components[name === 'e' ? 'pri_e' : name] ?? Number.NaN;
    const reach = 3 * variance * Math.sqrt(2 / (levels[name as keyof typeof levels] - 1)) * 1.5;
    expect(Math.abs(found - variance), name).toBeLessThan(reach);
  }
});

describe('what the data cannot tell apart', () => {
  test('one rating for each submission: submissions and error', () => {
    const entries = crossed(
      { persons: 12, raters: 3, items: 1 },
      { p: 1, r: 1, e: 1 },
      2,
      (p, r) => p % 3 === r,
    );
    expect(unbalancedReml(cellsFrom(entries), effectsOf['p×r'])).toEqual({
      ok: false,
      why: 'confounded',
      effect: 'pr_e',
    });
  });

  test('raters of one criterion each: raters and their criteria', () => {
    expect(unbalancedReml(cellsFrom(brennan32), effectsOf['p×r×i'])).toMatchObject({ why: 'confounded' });
  });

  test('raters who agree exactly, with gaps: no error to be estimated', () => {
    const entries = crossed({ persons: 10, raters: 4, items: 1 }, { p: 1 }, 2, (p, r) => (p + r) % 4 !== 0);
    expect(unbalancedReml(cellsFrom(entries), effectsOf['p×r'])).toEqual({ ok: false, why: 'exact' });
  });
});
