import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  brennan31,
  brennan32,
  crossed,
  defined,
  type Entry,
  rowOf,
  shroutFleiss,
  studyOf,
  tableOf,
} from './generalizability-data.ts';

const closeTo = (
  found: Readonly<Record<string, number>>,
  wanted: Readonly<Record<string, number>>,
  digits: number,
) => {
  expect(Object.keys(found).sort()).toEqual(Object.keys(wanted).sort());
  for (const [name, value] of Object.entries(wanted)) expect(found[name], name).toBeCloseTo(value, digits);
};

describe('published studies', () => {
  test('Brennan 2001, table 3.1: persons × occasions × items', () => {
    const study = defined(studyOf(brennan31));
    closeTo(study.df ?? {}, { p: 9, r: 1, i: 3, pr: 9, pi: 27, ri: 3, pri_e: 27 }, 0);
    closeTo(study.SS ?? {}, { p: 62.2, r: 3.2, i: 37.45, pr: 12.05, pi: 56.3, ri: 7.5, pri_e: 25.25 }, 8);
    const varComp = { p: 0.5528, r: 0.0074, i: 0.4417, pr: 0.1009, pi: 0.575, ri: 0.1565, pri_e: 0.9352 };
    closeTo(study.varComp, varComp, 4);
    expect(rowOf(study, 2, 4).G).toBeCloseTo(0.64, 2);
    expect(rowOf(study, 2, 4).Phi).toBeCloseTo(0.55, 2);
    // With the items fixed, §4.3.
    expect(rowOf(study, 2, 4, true).G).toBeCloseTo(0.81, 2);
    expect(rowOf(study, 2, 4, true).Phi).toBeCloseTo(0.79, 2);
  });

  test('Brennan 2001, table 3.2 and page 116: persons × (raters in tasks)', () => {
    const found = studyOf(brennan32, { design: 'p×(r:t)', items: [3] });
    const study = defined(found);
    closeTo(study.df ?? {}, { p: 9, t: 2, 'r:t': 9, pt: 18, 'pr:t_e': 81 }, 0);
    closeTo(study.SS ?? {}, { p: 92.6667, t: 48.2, 'r:t': 79.7, pt: 83.1333, 'pr:t_e': 192.8 }, 3);
    closeTo(study.varComp, { p: 0.4731, t: 0.3252, 'r:t': 0.6475, pt: 0.5596, 'pr:t_e': 2.3802 }, 3);
    expect(rowOf(study, 4, 3).G).toBeCloseTo(0.55, 2);
    expect(rowOf(study, 4, 3).Phi).toBeCloseTo(0.46, 2);
    // No component is under 0: REML finds the same.
    closeTo(found.other?.varComp ?? {}, study.varComp, 10);
  });

  test('Shrout & Fleiss 1979: with one rater G is ICC(3,1), Phi is ICC(2,1), and so are their intervals', () => {
    const row = rowOf(defined(studyOf(shroutFleiss)), 1);
    expect(row.G).toBeCloseTo(0.7148, 4);
    expect(row.Phi).toBeCloseTo(0.2898, 4);
    expect(row.G_ci95?.map((bound) => Number(bound.toFixed(2)))).toEqual([0.34, 0.95]);
    expect(row.Phi_ci95?.map((bound) => Number(bound.toFixed(2)))).toEqual([0.02, 0.76]);
    expect(rowOf(defined(studyOf(shroutFleiss)), 4).G).toBeCloseTo(0.9093, 4);
  });
});

/** Small panels of persons × raters × items with some noise, so that every component is there. */
const panels = fc
  .tuple(
    fc.integer({ min: 3, max: 8 }),
    fc.integer({ min: 2, max: 4 }),
    fc.integer({ min: 1, max: 3 }),
    fc.integer(),
  )
  .map(([persons, raters, items, seed]) =>
    crossed({ persons, raters, items }, { p: 1, r: 0.3, i: 0.2, pr: 0.2, pi: 0.3, ri: 0.1, e: 0.5 }, seed),
  );

const moved = (entries: readonly Entry[], of: (entry: Entry) => Entry): Entry[] =>
  entries.map((entry) => of(entry));

describe('what does not depend on how scores are written', () => {
  test('a constant added to every score changes no variance', () => {
    fc.assert(
      fc.property(panels, fc.double({ min: -50, max: 50, noNaN: true }), (entries, more) => {
        const shifted = moved(entries, ([p, r, i, score]) => [p, r, i, score + more]);
        closeTo(defined(studyOf(shifted)).varComp, defined(studyOf(entries)).varComp, 9);
      }),
      { numRuns: 25 },
    );
  });

  test('scores in other units have variances in their square, and the same coefficients', () => {
    fc.assert(
      fc.property(panels, fc.double({ min: 0.1, max: 20, noNaN: true }), (entries, factor) => {
        const scaled = defined(studyOf(moved(entries, ([p, r, i, score]) => [p, r, i, factor * score])));
        const before = defined(studyOf(entries));
        for (const [name, value] of Object.entries(scaled.varComp)) {
          expect(value / factor ** 2, name).toBeCloseTo(before.varComp[name] ?? Number.NaN, 9);
        }
        const [a, b] = [rowOf(scaled, 3), rowOf(before, 3)];
        expect(a.Phi).toBeCloseTo(b.Phi, 9);
        expect(a.G_ci95?.[0]).toBeCloseTo(b.G_ci95?.[0] ?? Number.NaN, 9);
      }),
      { numRuns: 25 },
    );
  });

  test('which rater, which criterion and which submission comes first changes nothing', () => {
    fc.assert(
      fc.property(panels, (entries) => {
        const { units, raters, criteria } = tableOf(entries);
        const turned = moved(entries, ([p, r, i, score]) => [
          units.length - 1 - p,
          (r + 1) % raters.length,
          (i + 1) % criteria.length,
          score,
        ]).reverse();
        closeTo(defined(studyOf(turned)).varComp, defined(studyOf(entries)).varComp, 10);
      }),
      { numRuns: 25 },
    );
  });
});

test('one criterion makes p×r×i the same study as p×r, and it is said', () => {
  const crossedOne = studyOf(shroutFleiss, { design: 'p×r×i' });
  const plain = studyOf(shroutFleiss, { design: 'p×r' });
  expect(crossedOne.design).toBe('p×r');
  expect(crossedOne.study).toEqual(plain.study);
  expect(crossedOne.warnings.map(({ code }) => code)).toEqual(['one-criterion']);
});

describe('decisions', () => {
  test('more reads never give less, up to a limit', () => {
    fc.assert(
      fc.property(panels, (entries) => {
        const study = defined(studyOf(entries));
        const rows = study.dStudyRandom_truncatedAt0.filter(({ nItems }) => nItems === 1);
        for (const [at, row] of rows.entries()) {
          const before = rows[at - 1];
          expect(row.Phi).toBeLessThanOrEqual(row.G + 1e-12);
          if (before === undefined) continue;
          expect(row.G).toBeGreaterThanOrEqual(before.G - 1e-12);
          expect(row.Phi).toBeGreaterThanOrEqual(before.Phi - 1e-12);
        }
      }),
      { numRuns: 25 },
    );
  });

  test('the number of reads that is said to be needed is the smallest that reaches the target', () => {
    const target = fc.double({ min: 0.3, max: 0.97, noNaN: true });
    fc.assert(
      fc.property(panels, target, (entries, wanted) => {
        const study = defined(studyOf(entries, { target: wanted, maxRaters: 40 }));
        for (const { coefficient, nRaters, nItems, itemsFixed, limit } of study.needed) {
          const rows = itemsFixed ? study.dStudyItemsFixed_truncatedAt0 : study.dStudyRandom_truncatedAt0;
          const reaches = (n: number): boolean | undefined => {
            const row = rows?.find((one) => one.nRaters === n && one.nItems === nItems);
            return row === undefined ? undefined : row[coefficient] >= wanted - 1e-12;
          };
          if (nRaters === null) {
            expect(limit).toBeLessThanOrEqual(wanted + 1e-9);
            expect(reaches(40)).toBe(false);
          } else if (nRaters <= 40) {
            expect(reaches(nRaters)).toBe(true);
            if (nRaters > 1) expect(reaches(nRaters - 1)).toBe(false);
          } else expect(reaches(40)).toBe(false);
        }
      }),
      { numRuns: 40 },
    );
  });

  test('a target that is met exactly is reached, not missed by rounding', () => {
    const entries: Entry[] = [
      [0, 0, 0, 2],
      [0, 1, 0, 4],
      [1, 0, 0, 6],
      [1, 1, 0, 4],
      [2, 0, 0, 2.5],
      [2, 1, 0, 2.5],
    ];
    const study = defined(studyOf(entries));
    const { G } = rowOf(study, 3);
    const again = defined(studyOf(entries, { target: G }));
    expect(again.needed.find(({ coefficient }) => coefficient === 'G')?.nRaters).toBe(3);
  });

  test('when submissions differ from criterion to criterion no number of reads is enough, and the limit is said', () => {
    const found = studyOf(brennan31);
    const needed = defined(found).needed.find((one) => one.coefficient === 'Phi' && !one.itemsFixed);
    expect(needed?.nRaters).toBeNull();
    expect(needed?.limit).toBeCloseTo(0.5528 / (0.5528 + (0.575 + 0.4417) / 4), 3);
    expect(found.sentences.join('\n')).toContain('no number of reads would reach 0.80');
    expect(found.sentences.join('\n')).toContain('come near 0.69');
  });

  test('at a cut far from the mean decisions are more dependable, at the mean no more than Phi says', () => {
    const at = (cut: number) => rowOf(defined(studyOf(shroutFleiss, { cut })), 1);
    expect(at(5.3).PhiLambda).toBeCloseTo(at(5.3).Phi, 10);
    expect(at(12).PhiLambda).toBeGreaterThan(0.8);
    // Brennan & Kane 1977 with the variance of the mean taken off: 2.556/6 + 5.244/4 + 1.019/24.
    const [distance, chance] = [(12 - 127 / 24) ** 2, 2.5555556 / 6 + 5.2444444 / 4 + 1.0194444 / 24];
    const far = 2.5555556 + distance - chance;
    expect(at(12).PhiLambda).toBeCloseTo(far / (far + 6.2638889), 6);
  });

  test('the sentence answers how many reads are needed', () => {
    const [, reads] = studyOf(shroutFleiss).sentences;
    expect(reads).toBe(
      'With one read per submission Phi is 0.29 (95 % interval 0.02 to 0.76), and G, for ranking alone, 0.71 (95 % interval 0.34 to 0.95); ten reads would reach 0.80 (by the interval, two to 209).',
    );
  });
});

test('the components are unbiased: their mean over 400 simulated studies is the truth, within its error', () => {
  const truth = { p: 1, r: 0.3, i: 0.2, pr: 0.15, pi: 0.4, ri: 0.1, e: 0.6 };
  const found: Record<string, number[]> = {};
  for (let seed = 1; seed <= 400; seed += 1) {
    const entries = crossed({ persons: 12, raters: 4, items: 3 }, truth, seed);
    const { varComp } = defined(studyOf(entries, { maxRaters: 1, items: [1], draws: 2 }));
    for (const [name, value] of Object.entries(varComp)) found[name] = [...(found[name] ?? []), value];
  }
  for (const [name, values] of Object.entries(found)) {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
    const wanted = truth[(name === 'pri_e' ? 'e' : name) as keyof typeof truth];
    expect(Math.abs(mean - wanted) / (sd / Math.sqrt(values.length)), name).toBeLessThan(3);
  }
});

test('the standard errors are those of the components over simulated studies', () => {
  const draws = Array.from({ length: 300 }, (_, seed) => {
    const entries = crossed({ persons: 25, raters: 5, items: 1 }, { p: 1, r: 0.4, e: 0.8 }, seed + 1);
    return defined(studyOf(entries, { maxRaters: 1, draws: 2 }));
  });
  for (const name of ['p', 'r', 'pr_e']) {
    const values = draws.map(({ varComp }) => varComp[name] ?? Number.NaN);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
    const said = draws.reduce((sum, { se }) => sum + (se[name] ?? Number.NaN) ** 2, 0) / draws.length;
    expect(said / variance, name).toBeGreaterThan(0.75);
    expect(said / variance, name).toBeLessThan(1.33);
  }
});

test('the draws behind intervals depend on the seed alone', () => {
  const [one, same, other] = [1, 1, 2].map((seed) => defined(studyOf(brennan31, { seed })).ci95.p);
  expect(same).toEqual(one);
  expect(other).not.toEqual(one);
});
