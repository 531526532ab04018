import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type GeneralizabilityOptions,
  generalizabilityOf,
} from '../../../shared/agreement/generalizability-of.ts';
import {
  asked,
  brennan32,
  crossed,
  defined,
  type Entry,
  rowOf,
  shroutFleiss,
  studyOf,
  tableOf,
} from './generalizability-data.ts';

describe('ratings that are not all there', () => {
  const gaps = crossed(
    { persons: 12, raters: 3, items: 1 },
    { p: 2, r: 0.5, e: 0.5 },
    4,
    (p, r) => !(p < 3 && r === 2),
  );

  test('REML takes all ratings; what the analysis of variance leaves out is counted, and by whom', () => {
    const found = studyOf(gaps);
    expect(found.study?.method).toBe('REML');
    expect(found.study?.n.ratings).toBe(33);
    expect(found.other?.n.persons).toBe(9);
    expect(found.warnings[0]).toEqual({
      code: 'left-out',
      text: 'The analysis of variance leaves out 3 of 12 submissions, those not scored by every rater; 9 remain. R3 gave fewest ratings (9 of 33).',
    });
  });

  test('the analysis of variance of the rest is that of the rest alone', () => {
    const rest = gaps
      .filter(([person]) => person >= 3)
      .map(([p, r, i, score]): Entry => [p - 3, r, i, score]);
    const listwise = studyOf(gaps, { method: 'anova' }).study;
    expect(listwise?.varComp).toEqual(defined(studyOf(rest)).varComp);
  });

  test('raters who differ from submission to submission are no p×r for an analysis of variance; REML still answers', () => {
    const pairs = crossed(
      { persons: 30, raters: 6, items: 1 },
      { p: 2, r: 0.5, e: 0.5 },
      6,
      (p, r) => r === p % 6 || r === (p + 1) % 6,
    );
    const found = studyOf(pairs, { method: 'anova' });
    expect(found.study).toBeNull();
    expect(found.undefined).toContain('no submission was rated by all 6 raters (at most by 2)');
    expect(found.undefined).toContain('r:p');
    expect(found.other?.method).toBe('REML');
    expect(studyOf(pairs).study?.method).toBe('REML');
  });

  test('tasks with different numbers of raters are analysed by REML', () => {
    const uneven = brennan32.filter(([, rater]) => rater !== 11);
    const found = studyOf(uneven, { design: 'p×(r:t)' });
    expect(found.study?.method).toBe('REML');
    expect(found.otherUndefined).toContain('different numbers of raters (c1 4, c2 4, c3 3)');
  });
});

describe('what cannot be said is said in words', () => {
  const undefinedOf = (entries: readonly Entry[], options: Partial<GeneralizabilityOptions> = {}): string => {
    const found = studyOf(entries, options);
    expect(found.study).toBeNull();
    expect(found.other).toBeNull();
    return found.undefined ?? '';
  };
  const column = (scores: readonly number[], rater: number): Entry[] =>
    scores.map((score, person) => [person, rater, 0, score]);

  test.each([
    { case: 'no ratings', entries: [], says: 'there are no ratings' },
    { case: 'one rater', entries: column([1, 2, 3], 0), says: 'one rater only, R1' },
    {
      case: 'one submission',
      entries: [
        [0, 0, 0, 1],
        [0, 1, 0, 2],
      ] as Entry[],
      says: 'one submission only',
    },
    {
      case: 'no variance',
      entries: [...column([3, 3, 3], 0), ...column([3, 3, 3], 1)],
      says: 'every rating is 3',
    },
    {
      case: 'two raters who share nothing',
      entries: [
        [0, 0, 0, 1],
        [1, 0, 0, 2],
        [2, 1, 0, 3],
        [3, 1, 0, 5],
      ] as Entry[],
      says: 'no submission was rated by two raters',
    },
  ])('$case', ({ entries, says }) => {
    expect(undefinedOf(entries)).toContain(says);
  });

  test('scores that are words', () => {
    const table = { ...tableOf(shroutFleiss), labels: ['weak', 'fair', 'good'] };
    const found = generalizabilityOf(table, asked);
    expect(found?.undefined).toBe('the scores are words (weak, fair, good): variances need numbers');
  });

  test('tasks with one rater each, and no tasks at all', () => {
    const single = crossed({ persons: 5, raters: 3, items: 3 }, { p: 1, e: 1 }, 3, (_, r, i) => r === i);
    expect(undefinedOf(single, { design: 'p×(r:t)' })).toContain('every task has one rater only');
    expect(undefinedOf(shroutFleiss, { design: 'p×(r:t)' })).toContain('one task only');
  });

  test('raters of one criterion each: the design that fits is named', () => {
    expect(undefinedOf(brennan32)).toContain('design p×(r:t) fits');
  });

  test('raters who agree to the point leave no error: no REML, and the analysis of variance gives 1', () => {
    const found = studyOf([...column([1, 4, 2, 5], 0), ...column([1, 4, 2, 5], 1)]);
    const row = rowOf(defined(found), 1);
    expect([row.G, row.Phi, row.absoluteSEM]).toEqual([1, 1, 0]);
    expect(row.Phi_ci95).toEqual([1, 1]);
    expect(found.otherUndefined).toContain('without any error');
  });

  test('nothing printed is NaN or infinite', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(3), fc.nat(2), fc.nat(1), fc.nat(2)), { maxLength: 24 }),
        (drawn) => {
          const entries = [
            ...new Map(drawn.map((one): [string, Entry] => [one.slice(0, 3).join(), one])).values(),
          ];
          for (const design of ['p×r×i', 'p×(r:t)', 'p×r'] as const) {
            for (const method of ['anova', 'reml'] as const) {
              const criterion = design === 'p×r' && entries.length > 0 ? 0 : null;
              const found = studyOf(entries, { design, method, criterion, maxRaters: 2 });
              const odd: unknown[] = [];
              JSON.stringify(found, (_, value: unknown) => {
                if (typeof value === 'number' && !Number.isFinite(value)) odd.push(value);
                return value;
              });
              expect(odd, `${design} ${method} ${JSON.stringify(entries)}`).toEqual([]);
              expect(found.sentences.join(' ')).not.toMatch(/NaN|undefined\.|Infinity|null/);
            }
          }
        },
      ),
      {
        numRuns: 150,
        // The raw components of these sum to 0.
        examples: [
          [
            [
              [2, 0, 0, 0],
              [3, 2, 0, 0],
              [2, 2, 0, 1],
              [3, 0, 0, 1],
            ],
          ],
        ],
      },
    );
  });
});

describe('a variance under 0', () => {
  // Raters who take turns in being right: what they agree on is less than chance would give.
  const contrary: readonly Entry[] = [
    [0, 0, 0, 1],
    [0, 1, 0, 5],
    [1, 0, 0, 5],
    [1, 1, 0, 1],
    [2, 0, 0, 3],
    [2, 1, 0, 3.5],
  ];

  test('is shown as it came out, counted as 0, and warned of', () => {
    const found = studyOf(contrary);
    const study = defined(found);
    expect(study.varComp.p).toBeLessThan(0);
    expect(study.varCompTruncatedAt0.p).toBe(0);
    expect(study.percentOfTotal.p).toBe(0);
    expect(study.dStudy[0]?.G).toBeLessThan(0);
    expect(study.dStudyRandom_truncatedAt0[0]?.G).toBe(0);
    expect(found.warnings.map(({ code }) => code)).toContain('negative-component');
    expect(found.sentences.join(' ')).toContain('submissions do not differ beyond error');
  });

  test('is 0 by REML, without an interval', () => {
    const reml = studyOf(contrary, { method: 'reml' });
    expect(defined(reml).varComp.p).toBe(0);
    expect(defined(reml).ci95.p).toBeNull();
    expect(reml.warnings.map(({ code }) => code)).toContain('at-zero');
  });
});
