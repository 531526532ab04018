import { describe, expect, test } from 'vitest';
import { holm, summaryOf } from '../../../shared/agreement/facets-summary.ts';
import {
  codesOf,
  expectedSteps,
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
  severities: [-0.7, -0.2, 0.2, 0.7],
  difficulties: [-0.5, 0.1, 0.4],
  steps: [-1.1, 0.1, 1],
  persons: 60,
  spread: 1.1,
};
const table = simulated(panel, inTurn(panel, 2), 9);
const report = reportOf(table);
const steps = report.steps.map(({ estimate }) => estimate);
const criteria = report.criteria.map(({ estimate }) => known(estimate));
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** The measure at which a falling expectation meets a target, by halving. */
const meets = (expected: (at: number) => number, target: number): number => {
  let [low, high] = [-30, 30];
  for (let step = 0; step < 100; step += 1) {
    const middle = (low + high) / 2;
    if (expected(middle) > target) low = middle;
    else high = middle;
  }
  return low;
};

describe('averages', () => {
  test('observed: of all ratings of a rater, in the scores of the file', () => {
    for (const { rater, observedAverage, ratings } of report.raters) {
      const own = rowsOf(table).filter(([, name]) => name === rater);
      expect(ratings).toBe(own.length);
      expect(observedAverage).toBeCloseTo(mean(own.map(([, , , score]) => score)), 12);
    }
  });

  test('fair: the score expected with all other facets at their mean (Linacre’s Fair-M)', () => {
    for (const { estimate, fairAverage, fairDifference } of report.raters) {
      expect(fairAverage).toBeCloseTo(1 + expectedSteps(-mean(criteria) - known(estimate), steps), 10);
      expect(fairDifference).toBeCloseTo(known(fairAverage) - 1 - expectedSteps(-mean(criteria), steps), 10);
    }
    for (const { estimate, fairAverage } of report.criteria)
      expect(fairAverage).toBeCloseTo(1 + expectedSteps(-known(estimate), steps), 10);
    for (const { theta, fairAverage } of report.persons)
      expect(fairAverage).toBeCloseTo(1 + expectedSteps(known(theta) - mean(criteria), steps), 10);
  });

  test('fair, with steps of their own: the mean over the criteria', () => {
    const own = reportOf(table, { model: 'partial-credit' });
    const sets = own.criteria.map(({ criterion }) =>
      own.steps.filter((step) => step.criterion === criterion).map(({ estimate }) => estimate),
    );
    const centre = mean(own.criteria.map(({ estimate }) => known(estimate)));
    for (const { estimate, fairAverage } of own.raters) {
      const expected = sets.map((set) => 1 + expectedSteps(-centre - known(estimate), set));
      expect(fairAverage).toBeCloseTo(mean(expected), 10);
    }
  });

  test('of scores that lie unequally far apart: in these scores', () => {
    const gapped = { ...table, score: table.score.map((score) => (score === 4 ? 6 : score)) };
    const found = reportOf(gapped);
    expect(codesOf(found)).toContain('unequal-scores');
    expect(found.raters.map(({ estimate }) => estimate)).toEqual(
      report.raters.map(({ estimate }) => estimate),
    );
    for (const [at, { estimate, fairAverage }] of found.raters.entries()) {
      expect(fairAverage).toBeGreaterThan(known(report.raters[at]?.fairAverage));
      const passed = [1, 2, 3].map((k) => {
        const place = -mean(criteria) - known(estimate);
        const weights = [0, 1, 2, 3].map((j) =>
          Math.exp(j * place - steps.slice(0, j).reduce((sum, one) => sum + one, 0)),
        );
        return (
          weights.slice(k).reduce((sum, one) => sum + one, 0) / weights.reduce((sum, one) => sum + one, 0)
        );
      });
      expect(fairAverage).toBeCloseTo(1 + known(passed[0]) + known(passed[1]) + 3 * known(passed[2]), 10);
    }
  });
});

describe('extreme scores', () => {
  const rows = rowsOf(table);

  test('a rater with the lowest scores only is set aside and measured 0.3 points inside', () => {
    const lowest = rows
      .filter(([, , criterion]) => criterion !== 'C3')
      .map(([person, , criterion]) => [person, 'Hard', criterion, 1] as const);
    const found = reportOf(tableOfRows([...rows, ...lowest.slice(0, 20)]));
    const hard = raterOf(found, 'Hard');
    expect(hard).toMatchObject({
      extreme: 'minimum',
      n: 0,
      score: 0,
      max: 60,
      se: null,
      ci95: null,
      flags: ['severe'],
    });
    const others = (name: string) => raterOf(found, name).estimate;
    for (const { rater, estimate } of report.raters) expect(others(rater)).toBeCloseTo(known(estimate), 8);
    const theta = new Map(found.persons.map((one) => [one.person, known(one.theta)]));
    const expected = (severity: number): number =>
      lowest.slice(0, 20).reduce((sum, [person, , criterion]) => {
        const difficulty = known(found.criteria.find((one) => one.criterion === criterion)?.estimate);
        return sum + expectedSteps(known(theta.get(person)) - difficulty - severity, steps);
      }, 0);
    expect(hard.estimate).toBeCloseTo(meets(expected, 0.3), 6);
    const slope = (expected(known(hard.estimate) - 1e-5) - expected(known(hard.estimate) + 1e-5)) / 2e-5;
    expect(hard.seModel).toBeCloseTo(1 / Math.sqrt(slope), 5);
    expect(textOf(found, 'extreme-raters')).toContain('Hard gave the lowest score only');
    expect(found.sentences.some((text) => text.startsWith('Hard gave the lowest score only'))).toBe(true);
  });

  test('persons and criteria too; marginal keeps such persons, as their distribution bounds them', () => {
    const best = rows.map((row) => (row[0] === 'P1' ? ([row[0], row[1], row[2], 4] as const) : row));
    const easy = rows.flatMap(([person, rater, criterion]) =>
      criterion === 'C1' ? [[person, rater, 'Easy', 4] as const] : [],
    );
    const found = reportOf(tableOfRows([...best, ...easy]));
    const person = found.persons.find((one) => one.person === 'P1');
    expect(person).toMatchObject({ extreme: 'maximum', n: 0, infit: null });
    const expected = (place: number): number =>
      -best
        .filter(([name]) => name === 'P1')
        .reduce((sum, [, rater, criterion]) => {
          const difficulty = known(found.criteria.find((one) => one.criterion === criterion)?.estimate);
          const own = found.steps.map(({ estimate }) => estimate);
          return sum + expectedSteps(place - difficulty - known(raterOf(found, rater).estimate), own);
        }, 0);
    // Two readers on three criteria; the one that is always passed was set aside before.
    expect(person?.theta).toBeCloseTo(meets(expected, -(6 * 3 - 0.3)), 6);
    const criterion = found.criteria.find((one) => one.criterion === 'Easy');
    expect(criterion?.extreme).toBe('maximum');
    expect(criterion?.estimate).toBeLessThan(Math.min(...criteria));
    expect(codesOf(found)).toEqual(expect.arrayContaining(['extreme-criteria', 'extreme-persons']));

    const marginal = reportOf(tableOfRows([...best, ...easy]), { method: 'marginal' });
    const kept = marginal.persons.find((one) => one.person === 'P1');
    expect(kept?.extreme).toBeNull();
    expect(kept?.eap).toBeGreaterThan(0.5);
    expect(codesOf(marginal)).toContain('extreme-criteria');
    expect(codesOf(marginal)).not.toContain('extreme-persons');
  });

  test('setting one aside can make another extreme: it goes on until nothing is', () => {
    // P1 passes everything; without P1, Kind has given the lowest score alone.
    const chain = [
      ...rows.filter(([person]) => person !== 'P1'),
      ['P1', 'R1', 'C1', 4],
      ['P1', 'Kind', 'C1', 4],
      ['P2', 'Kind', 'C1', 1],
    ] as const;
    const found = reportOf(tableOfRows(chain));
    expect(found.converged).toBe(true);
    expect(found.persons.find(({ person }) => person === 'P1')?.extreme).toBe('maximum');
    const kind = raterOf(found, 'Kind');
    expect(kind.extreme).toBe('minimum');
    // Told from both ratings once P1 has a measure or from the one of P2 before: it is bounded, and finite.
    expect(Math.abs(known(kind.estimate))).toBeLessThan(10);
  });

  test('when nothing is left, that is said', () => {
    const all = tableOfRows([
      ['P1', 'A', 'C', 1],
      ['P1', 'B', 'C', 1],
      ['P2', 'A', 'C', 4],
      ['P2', 'B', 'C', 4],
    ]);
    expect(problemOf(all)).toMatch(/too little is left to compare raters/);
  });
});

describe('what cannot be said', () => {
  test.each([
    ['no ratings', [], /no ratings/],
    [
      'one rater',
      [
        ['P1', 'A', 'C', 1],
        ['P2', 'A', 'C', 2],
      ],
      /one rater/,
    ],
    [
      'one score',
      [
        ['P1', 'A', 'C', 3],
        ['P1', 'B', 'C', 3],
        ['P2', 'A', 'C', 3],
      ],
      /Every rating is 3/,
    ],
  ] as const)('%s: refused in words', (_name, rows, words) => {
    expect(problemOf(tableOfRows([...rows]))).toMatch(words);
  });

  test('a rater without a rating is left out and named', () => {
    const found = reportOf({ ...table, raters: [...table.raters, 'Absent'] });
    expect(raterOf(found, 'Absent')).toMatchObject({ ratings: 0, estimate: null, subset: null });
    expect(textOf(found, 'no-ratings')).toContain('Absent');
    expect(found.n.raters).toBe(4);
  });

  test('a fit that is cut off says so first, in the warning and in words, and names nobody severe', () => {
    const found = reportOf(table, { maxIterations: 1 });
    expect(found.converged).toBe(false);
    expect(found.iterations).toBe(1);
    expect(codesOf(found)).toContain('not-converged');
    expect(found.sentences).toHaveLength(1);
    expect(found.sentences[0]).toContain('not to be used');
    expect(reportOf(table, { maxIterations: 1, method: 'marginal' }).converged).toBe(false);
  });

  test('a likelihood without a maximum is not called converged', () => {
    // B gives more than A wherever they meet, though neither gives the lowest or the highest score only.
    const apart = Array.from({ length: 12 }, (_, at) => [
      [`P${at}`, 'A', 'C', at % 2 === 0 ? 1 : 2] as const,
      [`P${at}`, 'B', 'C', at % 2 === 0 ? 2 : 3] as const,
    ]).flat();
    const found = reportOf(tableOfRows(apart));
    expect(found.converged).toBe(false);
    expect(textOf(found, 'not-determined')).toContain('of A, B');
  });
});

describe('summaries of a facet', () => {
  test('separation, strata, reliability and both chi-squares by hand', () => {
    // Variance 1 (sample) and 2/3 (all there are), mean square error 0.04; weights 25.
    const found = summaryOf([-1, 0, 1].map((measure) => ({ measure, se: 0.2, subset: 1 })));
    expect(found?.sample.separation).toBeCloseTo(Math.sqrt(0.96) / 0.2, 12);
    expect(found?.sample.strata).toBeCloseTo((4 * (Math.sqrt(0.96) / 0.2) + 1) / 3, 12);
    expect(found?.sample.reliability).toBeCloseTo(0.96, 12);
    expect(found?.population.reliability).toBeCloseTo((2 / 3 - 0.04) / (2 / 3), 12);
    expect(found?.fixed).toMatchObject({ df: 2 });
    expect(found?.fixed.chiSquare).toBeCloseTo(50, 10);
    expect(found?.fixed.p).toBeCloseTo(Math.exp(-25), 20);
    // With w = 1/(0.04 + 0.96) = 1 on one degree of freedom.
    expect(found?.random?.chiSquare).toBeCloseTo(2, 10);
    expect(found?.random?.df).toBe(1);
  });

  test('no spread beyond error: separation and reliability 0, and no random test', () => {
    const found = summaryOf([-0.1, 0, 0.1].map((measure) => ({ measure, se: 1, subset: 1 })));
    expect(found?.sample).toMatchObject({ separation: 0, reliability: 0 });
    expect(found?.random).toBeNull();
    expect(summaryOf([{ measure: 1, se: 1, subset: 1 }])).toBeNull();
  });

  test('subsets are not compared with each other', () => {
    const near = [0, 0.1].map((measure) => ({ measure, se: 0.1, subset: 1 }));
    const far = [100, 100.1].map((measure) => ({ measure, se: 0.1, subset: 2 }));
    expect(summaryOf([...near, ...far])?.fixed).toMatchObject({ df: 2 });
    expect(summaryOf([...near, ...far])?.fixed.chiSquare).toBeCloseTo(1, 10);
  });

  test('the report’s are of the elements in the fit', () => {
    const own = report.raters.map(({ estimate, seModel }) => ({
      measure: known(estimate),
      se: known(seModel),
      subset: 1,
    }));
    expect(report.summaries.raters).toEqual(summaryOf(own));
    expect(reportOf(table, { method: 'marginal' }).summaries.persons).toBeNull();
  });

  test('Holm’s adjustment (1979): the least times all, the next times one fewer, never falling', () => {
    expect(holm([0.01, 0.04, 0.03, 0.005])).toEqual([0.03, 0.06, 0.06, 0.02]);
    expect(holm([0.6, 0.9])).toEqual([1, 1]);
  });
});

describe('flags', () => {
  test('severe and lenient: half a logit or more, and the interval does not reach the average', () => {
    for (const { estimate, ci95, flags } of report.raters) {
      const [low, high] = ci95 ?? [0, 0];
      expect(flags.includes('severe')).toBe(known(estimate) >= 0.5 && low > 0);
      expect(flags.includes('lenient')).toBe(known(estimate) <= -0.5 && high < 0);
      expect(known(estimate) - low).toBeCloseTo(high - known(estimate), 12);
    }
    expect(report.raters.map(({ flags }) => flags[0])).toEqual(['lenient', undefined, undefined, 'severe']);
  });

  test('a rater who guesses is noisy, one who follows the expectation muted, and the sentence says so', () => {
    const guessing = {
      ...table,
      score: table.score.map((score, row) => (table.rater[row] === 0 ? 1 + ((7 * row) % 4) : score)),
    };
    const noisy = reportOf(guessing);
    expect(raterOf(noisy, 'R1').flags).toContain('noisy');
    expect(noisy.sentences.find((text) => text.startsWith('R1'))).toContain(
      '1.5 is productive, Linacre 2002',
    );
    const theta = new Map(report.persons.map(({ person, theta: at }) => [person, known(at)]));
    const rounded = table.score.map((score, row) => {
      if (table.rater[row] !== 0) return score;
      const person = known(theta.get(table.units[table.unit[row] as number] as string));
      return (
        1 +
        Math.round(
          expectedSteps(
            person + 0.7 - (panel.difficulties[table.criterion[row] as number] ?? 0),
            panel.steps,
          ),
        )
      );
    });
    expect(raterOf(reportOf({ ...table, score: rounded }), 'R1').flags).toContain('muted');
  });

  test('the sentence says how many points, and by whose limits', () => {
    const sentence = report.sentences.find((text) => text.startsWith('R4'));
    const { fairDifference, fairAverage, estimate, ratings } = raterOf(report, 'R4');
    expect(sentence).toContain('is severe, by half a logit or more (a gap that matters, Linacre 2004)');
    expect(sentence).toContain('on the scale from 1 to 4');
    expect(sentence).toContain(
      `${Math.abs(known(fairDifference)).toFixed(2)} points less than the average reviewer`,
    );
    expect(sentence).toContain(
      `fair average ${known(fairAverage).toFixed(2)}; ${known(estimate).toFixed(2)} logits`,
    );
    expect(sentence).toContain(`n = ${ratings}`);
  });
});
