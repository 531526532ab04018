import { describe, expect, test } from 'vitest';
import {
  codesOf,
  known,
  problemOf,
  raterOf,
  reportOf,
  rowsOf,
  tableOfRows,
  textOf,
} from './severity-helpers.ts';
import { inTurn, type Panel, simulated } from './severity-simulation.ts';

const panel: Panel = {
  severities: [-0.6, -0.1, 0.7],
  difficulties: [-0.4, 0, 0.4],
  steps: [-1.4, -0.4, 0.4, 1.4],
  persons: 80,
  spread: 1.2,
};
const table = simulated(panel, inTurn(panel, 2), 4);
const severities = (options: Parameters<typeof reportOf>[1], own = table) =>
  reportOf(own, options).raters.map(({ estimate }) => known(estimate));

describe('scores as steps', () => {
  test('steps are named by the scores they lead from and to', () => {
    const { steps } = reportOf(table);
    expect(steps.map(({ step, from, to }) => [step, from, to])).toEqual([
      ['step1', 1, 2],
      ['step2', 2, 3],
      ['step3', 3, 4],
      ['step4', 4, 5],
    ]);
    expect(steps.reduce((sum, { estimate }) => sum + estimate, 0)).toBeCloseTo(0, 10);
    expect(steps.every(({ se }) => known(se) > 0)).toBe(true);
  });

  test('halves are steps in their order, with averages in halves', () => {
    const halves = { ...table, score: table.score.map((score) => score / 2) };
    const found = reportOf(halves);
    expect(codesOf(found)).toContain('ranked-scores');
    expect(codesOf(found)).not.toContain('unequal-scores');
    expect(severities({}, halves)).toEqual(severities({}));
    expect(found.raters[0]?.fairAverage).toBeCloseTo(known(reportOf(table).raters[0]?.fairAverage) / 2, 10);
  });

  test('words in their order are steps, with averages in their places', () => {
    const labels = ['none', 'poor', 'fair', 'good', 'best'];
    const words = { ...table, labels, score: table.score.map((score) => score - 1) };
    const found = reportOf(words);
    expect(found.steps.at(-1)).toMatchObject({ from: 'good', to: 'best' });
    expect(found.raters).toEqual(reportOf(table).raters);
    expect(found.sentences.at(-1)).toContain('on the scale from none (1) to best (5)');
  });

  test('measurements are refused, not cut into steps', () => {
    const many = { ...table, score: table.score.map((score, row) => score + row / 1000) };
    expect(problemOf(many)).toMatch(/take \d+ different values.*at most 32/);
  });
});

describe('categories that nobody uses', () => {
  const declared = [0, 1, 2, 3, 4, 5, 6];

  test('at the ends: said, left out, and nothing else changes', () => {
    const found = reportOf(table, { categories: declared });
    expect(textOf(found, 'unused-category')).toContain('uses 0 and 6');
    expect(found.categories).toHaveLength(7);
    expect(severities({ categories: declared })).toEqual(severities({}));
    expect(found.steps).toEqual(reportOf(table).steps);
  });

  test('in the middle: the scores on either side are one step apart, which is said', () => {
    const gapped = { ...table, score: table.score.map((score) => (score > 3 ? score + 1 : score)) };
    const found = reportOf(gapped, { categories: [1, 2, 3, 4, 5, 6] });
    expect(textOf(found, 'unused-category')).toContain('uses 4');
    expect(codesOf(found)).toContain('unequal-scores');
    expect(found.steps.map(({ to }) => to)).toEqual([2, 3, 5, 6]);
    expect(found.converged).toBe(true);
  });

  test('on one criterion, with steps of its own: it has fewer steps, the others keep theirs', () => {
    const rows = rowsOf(table).map(
      ([person, rater, criterion, score]) =>
        [person, rater, criterion, criterion === 'C2' ? Math.min(4, Math.max(2, score)) : score] as const,
    );
    const found = reportOf(tableOfRows(rows), { model: 'partial-credit' });
    expect(found.converged).toBe(true);
    expect(textOf(found, 'unused-category')).toContain('uses 1 and 5 on C2');
    const stepsOf = (criterion: string) => found.steps.filter((step) => step.criterion === criterion);
    expect(stepsOf('C2').map(({ from, to }) => [from, to])).toEqual([
      [2, 3],
      [3, 4],
    ]);
    expect(stepsOf('C1')).toHaveLength(4);
    for (const name of ['C1', 'C2', 'C3'])
      expect(stepsOf(name).reduce((sum, { estimate }) => sum + estimate, 0)).toBeCloseTo(0, 10);
    for (const { se, infit } of found.raters) expect([known(se) > 0, known(infit) > 0]).toEqual([true, true]);
    const c2 = found.criteria.find(({ criterion }) => criterion === 'C2');
    expect(c2?.max).toBe(2 * known(c2?.n));
    expect(known(c2?.fairAverage)).toBeGreaterThan(2);
    const marginal = reportOf(tableOfRows(rows), { model: 'partial-credit', method: 'marginal' });
    expect(marginal.converged).toBe(true);
    marginal.raters.forEach(({ estimate }, at) => {
      expect(estimate).toBeCloseTo(known(found.raters[at]?.estimate), 0);
    });
  });

  test('one score alone on a criterion, with steps of its own: the criterion is set aside', () => {
    const rows = rowsOf(table).map(
      ([person, rater, criterion, score]) =>
        [person, rater, criterion, criterion === 'C2' ? 3 : score] as const,
    );
    const found = reportOf(tableOfRows(rows), { model: 'partial-credit' });
    expect(found.criteria[1]).toMatchObject({ criterion: 'C2', n: 0, estimate: null });
    expect(found.converged).toBe(true);
    const without = reportOf(tableOfRows(rows.filter(([, , criterion]) => criterion !== 'C2')), {
      model: 'partial-credit',
    });
    expect(found.raters.map(({ estimate }) => estimate)).toEqual(
      without.raters.map(({ estimate }) => estimate),
    );
  });

  test('two categories: one step, held at 0 and without an error', () => {
    const pass = { ...table, score: table.score.map((score) => (score > 2 ? 1 : 0)) };
    const found = reportOf(pass);
    expect(found.converged).toBe(true);
    expect(found.steps).toEqual([expect.objectContaining({ from: 0, to: 1, estimate: 0, se: null })]);
    expect(raterOf(found, 'R3').estimate).toBeGreaterThan(known(raterOf(found, 'R1').estimate));
  });
});

describe('categories that are used badly', () => {
  test('steps out of order are named', () => {
    const shy: Panel = { ...panel, steps: [-1, 0.9, -0.9, 1] };
    const found = reportOf(simulated(shy, inTurn(shy, 2), 4));
    expect(textOf(found, 'disordered-steps')).toContain('from 3 to 4 lies lower than the step before');
    expect(codesOf(reportOf(table))).not.toContain('disordered-steps');
  });

  test('fewer than ten uses are told', () => {
    const rare = { ...table, score: table.score.map((score, row) => (row < 4 ? 6 : score)) };
    expect(textOf(reportOf(rare), 'rare-category')).toContain('6 (4)');
    expect(codesOf(reportOf(table))).not.toContain('rare-category');
  });
});
