import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../shared/agreement/random.ts';
import type { RatingTable } from '../../../shared/agreement/rating-table.ts';
import type { SeverityOptions, SeverityReport } from '../../../shared/agreement/severity-report.ts';
import { known, reportOf, rowsOf, tableOfRows } from './severity-helpers.ts';
import { inTurn, type Panel, simulated } from './severity-simulation.ts';

const panels = fc
  .record({
    seed: fc.integer({ min: 1, max: 1e6 }),
    raters: fc.integer({ min: 3, max: 5 }),
    criteria: fc.integer({ min: 1, max: 3 }),
    reads: fc.integer({ min: 2, max: 3 }),
  })
  .map(({ seed, raters, criteria, reads }) => {
    const random = seededRandom(seed);
    const around = (): number => 2 * random() - 1;
    const panel: Panel = {
      severities: Array.from({ length: raters }, around),
      difficulties: Array.from({ length: criteria }, around),
      steps: [-1, 0, 1],
      persons: 40,
      spread: 1,
    };
    return { table: simulated(panel, inTurn(panel, reads), seed), seed };
  });

const ways = fc.constantFrom<Partial<SeverityOptions>>(
  {},
  { biasCorrection: true },
  { model: 'partial-credit' },
  { method: 'marginal', nodes: 41 },
);

/** Everything that is measured, by name. */
const measures = ({ raters, criteria, persons, steps }: SeverityReport) =>
  new Map([
    ...raters.flatMap((one) => [
      [`severity ${one.rater}`, one.estimate] as const,
      [`error ${one.rater}`, one.se] as const,
      [`fair ${one.rater}`, one.fairAverage] as const,
      [`infit ${one.rater}`, one.infit] as const,
    ]),
    ...criteria.map((one) => [`difficulty ${one.criterion}`, one.estimate] as const),
    ...persons.map((one) => [`measure ${one.person}`, one.theta] as const),
    ...steps.map((one) => [`${one.criterion ?? ''} to ${one.to}`, one.estimate] as const),
  ]);

const alike = (found: SeverityReport, wanted: SeverityReport): void => {
  expect(found.converged).toBe(wanted.converged);
  if (!wanted.converged) return;
  const other = measures(wanted);
  for (const [name, value] of measures(found)) {
    const want = other.get(name);
    if (value === null || want === null || want === undefined) expect(value).toBe(want ?? null);
    else expect(Math.abs(value - want), name).toBeLessThan(1e-6 * Math.max(1, Math.abs(want)));
  }
};

const shuffled = <One>(all: readonly One[], seed: number): One[] => {
  const random = seededRandom(seed);
  return all
    .map((one) => ({ one, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ one }) => one);
};

const runs = { numRuns: 12 };

describe('severity', () => {
  test('the order of rows, and with it of persons, raters and criteria, does not matter', () => {
    fc.assert(
      fc.property(panels, ways, ({ table, seed }, options) => {
        alike(reportOf(tableOfRows(shuffled(rowsOf(table), seed)), options), reportOf(table, options));
      }),
      runs,
    );
  });

  test('scores the other way round turn severe into lenient and able into weak, and keep errors and fit', () => {
    fc.assert(
      fc.property(panels, ways, ({ table }, options) => {
        const plain = reportOf(table, options);
        const turned = reportOf({ ...table, score: table.score.map((score) => 5 - score) }, options);
        expect(turned.converged).toBe(plain.converged);
        if (!plain.converged) return;
        turned.raters.forEach(({ estimate, se, infit }, at) => {
          expect(estimate).toBeCloseTo(-known(plain.raters[at]?.estimate), 6);
          expect(se).toBeCloseTo(known(plain.raters[at]?.se), 6);
          expect(infit).toBeCloseTo(known(plain.raters[at]?.infit), 6);
        });
        turned.persons.forEach(({ theta }, at) => {
          expect(theta).toBeCloseTo(-known(plain.persons[at]?.theta), 5);
        });
      }),
      runs,
    );
  });

  test('names without a rating change nothing', () => {
    fc.assert(
      fc.property(panels, ways, ({ table }, options) => {
        const more: RatingTable = {
          ...table,
          units: [...table.units, 'Nobody’s work'],
          raters: [...table.raters, 'Nobody'],
          criteria: [...table.criteria, 'Nothing'],
        };
        const [found, plain] = [reportOf(more, options), reportOf(table, options)];
        expect(found.n).toEqual(plain.n);
        expect(found.raters.slice(0, -1)).toEqual(plain.raters);
        expect(found.deviance).toBe(plain.deviance);
      }),
      runs,
    );
  });

  test('a person with the highest scores only changes no severity', () => {
    fc.assert(
      fc.property(panels, ({ table }) => {
        const rows = rowsOf(table);
        const best = table.raters.flatMap((rater) =>
          table.criteria.map((criterion) => ['Best', rater, criterion, 4] as const),
        );
        const [found, plain] = [reportOf(tableOfRows([...rows, ...best])), reportOf(tableOfRows(rows))];
        expect(found.raters.map(({ estimate }) => estimate)).toEqual(
          plain.raters.map(({ estimate }) => estimate),
        );
      }),
      runs,
    );
  });

  test('joint: every sum of points is the one expected, and severities sum to 0', () => {
    fc.assert(
      fc.property(
        panels,
        fc.constantFrom('rating-scale' as const, 'partial-credit' as const),
        ({ table }, model) => {
          const { fit, raters, converged } = reportOf(table, { model });
          if (!converged) return;
          expect(known(fit.maxAbsScoreResidual)).toBeLessThan(1e-8);
          expect(raters.reduce((sum, { estimate }) => sum + (estimate ?? 0), 0)).toBeCloseTo(0, 8);
        },
      ),
      runs,
    );
  });
});
