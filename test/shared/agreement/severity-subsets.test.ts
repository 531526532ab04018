import { describe, expect, test } from 'vitest';
import { subsetsOf } from '../../../shared/agreement/facets-subsets.ts';
import {
  codesOf,
  known,
  type Row,
  raterOf,
  reportOf,
  rowsOf,
  tableOfRows,
  textOf,
} from './severity-helpers.ts';
import { inTurn, type Panel, simulated } from './severity-simulation.ts';

const design = (rows: readonly (readonly [person: number, rater: number, criterion: number])[]) => {
  const size = (at: 0 | 1 | 2): number => 1 + Math.max(...rows.map((row) => row[at]));
  return {
    persons: size(0),
    raters: size(1),
    criteria: size(2),
    person: Uint32Array.from(rows, ([person]) => person),
    rater: Uint16Array.from(rows, ([, rater]) => rater),
    criterion: Uint16Array.from(rows, ([, , criterion]) => criterion),
  };
};

describe('who can be compared', () => {
  test('raters who share a person on a criterion, and raters linked through others', () => {
    const linked = subsetsOf(
      design([
        [0, 0, 0],
        [0, 1, 0],
        [1, 1, 0],
        [1, 2, 0],
      ]),
    );
    expect([linked.raters, linked.criteria, linked.persons]).toEqual([1, 1, 1]);
    expect(linked.open).toEqual([]);
  });

  test('panels without a shared person cannot be, though they use the same criteria', () => {
    const found = subsetsOf(
      design([
        [0, 0, 0],
        [0, 1, 1],
        [0, 0, 1],
        [0, 1, 0],
        [1, 2, 0],
        [1, 3, 1],
        [1, 2, 1],
        [1, 3, 0],
      ]),
    );
    expect([...found.ofRater]).toEqual([0, 0, 1, 1]);
    expect(found.criteria).toBe(1);
    expect([...found.ofPerson]).toEqual([0, 1]);
  });

  test('raters who each have a criterion to themselves cannot be, though they share all persons', () => {
    const found = subsetsOf(
      design([
        [0, 0, 0],
        [0, 1, 1],
        [1, 0, 0],
        [1, 1, 1],
      ]),
    );
    expect([...found.ofRater]).toEqual([0, 1]);
    expect([...found.ofCriterion]).toEqual([0, 1]);
    expect(found.persons).toBe(1);
  });

  test('links through two facets at once count: no two ratings differ in one facet alone', () => {
    // (δ₁ + λ₁) − (δ₂ + λ₂) from the first person, (δ₁ + λ₂) − (δ₂ + λ₁) from the second: both differences follow.
    const found = subsetsOf(
      design([
        [0, 0, 0],
        [0, 1, 1],
        [1, 1, 0],
        [1, 0, 1],
      ]),
    );
    expect([found.raters, found.criteria, found.persons]).toEqual([1, 1, 1]);
  });

  test('open directions change no expected score', () => {
    const rows = [
      [0, 0, 0],
      [0, 1, 1],
      [1, 1, 0],
      [1, 2, 1],
      [2, 3, 2],
      [2, 4, 2],
    ] as const;
    const found = subsetsOf(design(rows));
    expect(found.open.length).toBeGreaterThan(2);
    for (const { persons, raters, criteria } of found.open)
      for (const [person, rater, criterion] of rows)
        expect(persons[person]).toBeCloseTo(known(raters[rater]) + known(criteria[criterion]), 12);
  });
});

const panel: Panel = {
  severities: [-0.6, 0, 0.6],
  difficulties: [-0.4, 0, 0.4],
  steps: [-1, 0, 1],
  persons: 60,
  spread: 1.2,
};
const renamed = (rows: readonly Row[], sign: string): Row[] =>
  rows.map(([person, rater, criterion, score]) => [`${sign}${person}`, `${sign}${rater}`, criterion, score]);
const one = renamed(rowsOf(simulated(panel, inTurn(panel, 2), 1)), 'a');
const other = renamed(rowsOf(simulated({ ...panel, severities: [0.4, 1, 1.6] }, inTurn(panel, 2), 2)), 'b');

describe('disjoint subsets', () => {
  const report = reportOf(tableOfRows([...one, ...other]));

  test('are named with their raters and submissions, and every rater with the own one', () => {
    expect(report.subsets).toEqual([
      { subset: 1, raters: ['aR1', 'aR2', 'aR3'], persons: expect.any(Number) },
      { subset: 2, raters: ['bR1', 'bR2', 'bR3'], persons: expect.any(Number) },
    ]);
    expect(textOf(report, 'disjoint-subsets')).toContain('subset 2: bR1, bR2 and bR3 (');
    expect(raterOf(report, 'bR2').subset).toBe(2);
    expect(report.sentences.find((text) => text.startsWith('bR2'))).toContain('average reviewer of subset 2');
  });

  test('are fitted all the same: raters sum to 0 in each, and errors are those of such measures', () => {
    expect(report.converged).toBe(true);
    for (const sign of ['a', 'b']) {
      const own = report.raters.filter(({ rater }) => rater.startsWith(sign));
      expect(own.reduce((sum, { estimate }) => sum + known(estimate), 0)).toBeCloseTo(0, 8);
      for (const { se, seModel } of own) expect(known(se)).toBeLessThan(2 * known(seModel));
    }
    const thetas = report.persons.filter(({ n }) => n > 0).map(({ theta }) => known(theta));
    expect(thetas.reduce((sum, theta) => sum + theta, 0)).toBeCloseTo(0, 8);
  });

  test('with steps and criteria of their own, each is as if it were fitted alone', () => {
    const apart = other.map(
      ([person, rater, criterion, score]) => [person, rater, `b${criterion}`, score] as const,
    );
    const both = reportOf(tableOfRows([...one, ...apart]), { model: 'partial-credit' });
    const alone = [
      reportOf(tableOfRows(one), { model: 'partial-credit' }),
      reportOf(tableOfRows(apart), { model: 'partial-credit' }),
    ];
    for (const single of alone)
      for (const { rater, estimate, se, seModel, infit } of single.raters) {
        const found = raterOf(both, rater);
        expect(found.estimate).toBeCloseTo(known(estimate), 7);
        expect(found.se).toBeCloseTo(known(se), 7);
        expect(found.seModel).toBeCloseTo(known(seModel), 7);
        expect(found.infit).toBeCloseTo(known(infit), 7);
      }
    expect(codesOf(both)).toContain('disjoint-criteria');
  });

  test('marginal: compared on the assumption that work was given out at random, which is said', () => {
    const marginal = reportOf(tableOfRows([...one, ...other]), { method: 'marginal' });
    expect(textOf(marginal, 'disjoint-subsets')).toContain(
      'only if submissions were given to them at random',
    );
    const mean = (sign: string): number =>
      marginal.raters
        .filter(({ rater }) => rater.startsWith(sign))
        .reduce((sum, { estimate }) => sum + known(estimate) / 3, 0);
    expect(mean('b') - mean('a')).toBeGreaterThan(0.4);
  });

  test('marginal with raters who share no criterion either: each side sums to 0, nothing is singular', () => {
    const apart = other.map(
      ([person, rater, criterion, score]) => [person, rater, `b${criterion}`, score] as const,
    );
    const marginal = reportOf(tableOfRows([...one, ...apart]), { method: 'marginal' });
    expect(marginal.converged).toBe(true);
    for (const sign of ['a', 'b']) {
      const own = marginal.raters.filter(({ rater }) => rater.startsWith(sign));
      expect(own.reduce((sum, { estimate }) => sum + known(estimate), 0)).toBeCloseTo(0, 7);
      expect(own.every(({ se }) => known(se) < 0.5)).toBe(true);
    }
  });

  test('a rater who shares no work has no severity, and a shared submission gives one', () => {
    const alone: Row[] = one
      .slice(0, 30)
      .map(([person, , criterion, score], at) => [`x${person}`, 'Alone', criterion, 1 + ((score + at) % 4)]);
    const found = reportOf(tableOfRows([...one, ...alone]));
    expect(raterOf(found, 'Alone')).toMatchObject({ estimate: null, se: null, fairAverage: null });
    expect(textOf(found, 'unlinked-raters')).toContain('Alone cannot be told');
    const bridged = [
      ...one,
      ...alone.map(([person, ...rest]) => [person.replace('x', ''), ...rest] as const),
    ];
    expect(raterOf(reportOf(tableOfRows(bridged)), 'Alone').estimate).not.toBeNull();
  });
});
