import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { additiveAgreement, additiveAlpha } from '../../../shared/agreement/additive.ts';
import { bootstrap } from '../../../shared/agreement/bootstrap.ts';
import {
  agreementBase,
  alphaWithWeights,
  brennanPrediger,
  congerKappa,
  fleissKappa,
  gwetAc,
  pairwiseAgreement,
} from '../../../shared/agreement/chance-corrected.ts';
import { cohenKappa, pairTable } from '../../../shared/agreement/cohen.ts';
import { linConcordance } from '../../../shared/agreement/concordance.ts';
import { icc, iccTypes, meanSquares } from '../../../shared/agreement/icc.ts';
import { coincidences, krippendorffAlpha, type Metric } from '../../../shared/agreement/krippendorff.ts';
import { columnsOf, countTable, type Panel } from '../../../shared/agreement/panel.ts';
import { seededRandom } from '../../../shared/agreement/random.ts';
import { agreementWeights, type WeightKind } from '../../../shared/agreement/weights.ts';
import { type Matrix, panelFrom } from './reference-data.ts';

const metrics: readonly Metric[] = ['nominal', 'ordinal', 'interval', 'ratio'];
const kinds: readonly WeightKind[] = ['unweighted', 'linear', 'quadratic', 'ordinal'];
const categories = 4;

/** Up to 12 units by 2 to 5 raters, scores 1 to 4, some missing. */
const matrices = (missing = true): fc.Arbitrary<Matrix> =>
  fc.tuple(fc.integer({ min: 2, max: 12 }), fc.integer({ min: 2, max: 5 })).chain(([units, raters]) => {
    const score = fc.integer({ min: missing ? 0 : 1, max: categories });
    return fc.array(score, { minLength: units * raters, maxLength: units * raters }).map((scores) => ({
      units,
      raters,
      values: Float64Array.from(scores, (one) => (one === 0 ? Number.NaN : one)),
    }));
  });

const alphaOf = (matrix: Matrix, metric: Metric): number | null => {
  const panel = panelFrom(matrix);
  return krippendorffAlpha(coincidences(countTable(panel)), metric, panel.scale);
};

type Estimates = Readonly<Record<string, number | null>>;

const familyOf = (panel: Panel, kind: WeightKind): Estimates => {
  const base = agreementBase(countTable(panel), agreementWeights(kind, panel.scale));
  return {
    agreement: pairwiseAgreement(base)?.value ?? null,
    brennanPrediger: brennanPrediger(base)?.value ?? null,
    ac: gwetAc(base)?.value ?? null,
    fleiss: fleissKappa(base)?.value ?? null,
    conger: congerKappa(base, panel)?.value ?? null,
    cohen: cohenKappa(pairTable(columnsOf(panel), 0, 1), agreementWeights(kind, panel.scale))?.value ?? null,
  };
};

const close = (found: number | null, wanted: number | null, digits = 9): void => {
  if (wanted === null || found === null || Number.isNaN(wanted)) {
    expect(found).toBe(wanted);
    return;
  }
  expect(found).toBeCloseTo(wanted, digits);
};

const same = (found: Estimates, wanted: Estimates): void => {
  for (const [name, value] of Object.entries(wanted)) close(found[name] ?? null, value);
};

const mapped = ({ units, raters, values }: Matrix, of: (score: number) => number): Matrix => ({
  units,
  raters,
  values: values.map((score) => (Number.isNaN(score) ? score : of(score))),
});

const reversedRaters = ({ units, raters, values }: Matrix): Matrix => ({
  units,
  raters,
  values: values.map((_, at) => {
    const unit = Math.floor(at / raters);
    return values[unit * raters + raters - 1 - (at % raters)] as number;
  }),
});

const twice = ({ units, raters, values }: Matrix): Matrix => ({
  units: units * 2,
  raters,
  values: Float64Array.from([...values, ...values]),
});

describe('coefficients', () => {
  test('names of categories do not matter to nominal statistics', () => {
    const labels = fc.shuffledSubarray([1, 2, 3, 4], { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(matrices(), labels, (matrix, names) => {
        const renamed = mapped(matrix, (score) => (names[score - 1] ?? 0) * 10);
        same(familyOf(panelFrom(renamed), 'unweighted'), familyOf(panelFrom(matrix), 'unweighted'));
        close(alphaOf(renamed, 'nominal'), alphaOf(matrix, 'nominal'));
      }),
    );
  });

  test('the order of raters does not matter to what is said of the panel', () => {
    fc.assert(
      fc.property(
        matrices(),
        fc.constantFrom(...kinds),
        fc.constantFrom(...metrics),
        (matrix, kind, metric) => {
          const [{ cohen: _, ...found }, { cohen: __, ...wanted }] = [
            familyOf(panelFrom(reversedRaters(matrix)), kind),
            familyOf(panelFrom(matrix), kind),
          ];
          same(found, wanted);
          close(alphaOf(reversedRaters(matrix), metric), alphaOf(matrix, metric));
        },
      ),
    );
  });

  test('every unit twice: the same estimates; alpha moves by its small-sample factor alone', () => {
    fc.assert(
      fc.property(matrices(), fc.constantFrom(...kinds), (matrix, kind) => {
        same(familyOf(panelFrom(twice(matrix)), kind), familyOf(panelFrom(matrix), kind));
        const alpha = alphaOf(matrix, 'interval');
        if (alpha === null) return;
        // 1 − α = (N − 1) D with D unchanged but for N: the ratio is (2N − 1)/(2(N − 1)).
        const { total } = coincidences(countTable(panelFrom(matrix)));
        const expected = 1 - ((1 - alpha) * (2 * total - 1)) / (2 * (total - 1));
        close(alphaOf(twice(matrix), 'interval'), expected);
      }),
    );
  });

  test('alpha is 1 exactly where the ratings within each unit are the same', () => {
    fc.assert(
      fc.property(matrices(), fc.constantFrom(...metrics), (matrix, metric) => {
        const alpha = alphaOf(matrix, metric);
        if (alpha === null) return;
        const rows = Array.from({ length: matrix.units }, (_, unit) =>
          matrix.values
            .slice(unit * matrix.raters, (unit + 1) * matrix.raters)
            .filter((one) => !Number.isNaN(one)),
        );
        expect(alpha === 1).toBe(rows.every((row) => new Set(row).size <= 1));
      }),
    );
    const identical = { units: 3, raters: 2, values: Float64Array.of(1, 1, 2, 2, 4, 4) };
    for (const metric of metrics) expect(alphaOf(identical, metric)).toBe(1);
    same(familyOf(panelFrom(identical), 'quadratic'), {
      agreement: 1,
      brennanPrediger: 1,
      ac: 1,
      fleiss: 1,
      conger: 1,
      cohen: 1,
    });
  });

  test('another unit and origin change nothing on an interval scale', () => {
    const factor = fc.double({ min: 0.01, max: 100, noNaN: true });
    const origin = fc.double({ min: -50, max: 50, noNaN: true });
    fc.assert(
      fc.property(matrices(false), factor, origin, (matrix, by, from) => {
        const moved = mapped(matrix, (score) => by * score + from);
        close(alphaOf(moved, 'interval'), alphaOf(matrix, 'interval'), 8);
        const [before, after] = [meanSquares(matrix), meanSquares(moved)];
        // Rounding alone separates two raters or units that do not differ from none: look where something varies.
        fc.pre(before.between > 0.01 && before.residual > 0.01);
        for (const type of iccTypes) {
          const value = icc(type, before)?.value ?? Number.NEGATIVE_INFINITY;
          // Far below 0 the denominator is a difference that nearly vanishes, and takes the digits with it.
          if (value > -100) close(icc(type, after)?.value ?? null, value, 7);
        }
        const column = ({ values, raters }: Matrix, of: number) =>
          values.filter((_, at) => at % raters === of);
        const lin = (one: Matrix) => linConcordance(column(one, 0), column(one, 1))?.value;
        if (lin(matrix) !== undefined) close(lin(moved) ?? null, lin(matrix) ?? null, 7);
      }),
    );
  });

  test('weights are symmetric, 1 on the diagonal and never more', () => {
    const scales = fc.uniqueArray(fc.integer({ min: -20, max: 20 }), { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(scales, fc.constantFrom(...kinds), fc.boolean(), (scores, kind, byPlace) => {
        const values = Float64Array.from(scores).sort();
        const { table, categories: q } = agreementWeights(kind, values, byPlace ? 'index' : 'value');
        for (let i = 0; i < q; i += 1) {
          expect(table[i * q + i]).toBe(1);
          for (let j = 0; j < q; j += 1) {
            expect(table[i * q + j]).toBe(table[j * q + i]);
            expect(table[i * q + j] as number).toBeLessThanOrEqual(1);
          }
        }
      }),
    );
  });

  test('for many units, quadratic kappa is the ICC for absolute agreement', () => {
    const random = seededRandom(7);
    const units = 20_000;
    const values = new Float64Array(units * 2);
    for (let unit = 0; unit < units; unit += 1) {
      const level = 4 * random();
      for (const rater of [0, 1]) {
        values[unit * 2 + rater] = Math.min(5, Math.max(1, Math.round(level + 2 * random() + 0.3 * rater)));
      }
    }
    const matrix = { units, raters: 2, values };
    const panel = panelFrom(matrix);
    const kappa = cohenKappa(pairTable(columnsOf(panel), 0, 1), agreementWeights('quadratic', panel.scale));
    const absolute = icc('ICC(2,1)', meanSquares(matrix));
    expect(Math.abs((kappa?.value ?? 0) - (absolute?.value ?? 1))).toBeLessThan(2 / units);
  });
});

describe('the bootstrap', () => {
  const random = seededRandom(12);
  const levels = Array.from({ length: 40 }, () => 4 * random());
  const matrix = {
    units: 40,
    raters: 3,
    values: Float64Array.from({ length: 120 }, (_, at) =>
      Math.min(5, 1 + Math.floor((levels[Math.floor(at / 3)] ?? 0) + 1.5 * random())),
    ),
  };
  const panel = panelFrom(matrix);
  const table = countTable(panel);
  const statistic = additiveAlpha(table, 'ordinal', panel.scale);

  test('one seed draws the same, another does not; its estimate is the coefficient', () => {
    const [first, again, other] = [3, 3, 4].map((seed) => bootstrap(statistic, { replicates: 200, seed }));
    expect(again).toEqual(first);
    expect(other?.replicates).not.toEqual(first?.replicates);
    close(first?.value ?? null, alphaOf(matrix, 'ordinal'));
  });

  test('sums over units give the family its coefficients', () => {
    fc.assert(
      fc.property(matrices(), fc.constantFrom(...kinds), (one, kind) => {
        const own = panelFrom(one);
        const weights = agreementWeights(kind, own.scale);
        const wanted = familyOf(own, kind);
        const pairs = [
          ['gwet-ac', wanted.ac],
          ['fleiss', wanted.fleiss],
          ['brennan-prediger', wanted.brennanPrediger],
          ['none', wanted.agreement],
        ] as const;
        for (const [model, value] of pairs) {
          if (value === null || value === undefined) continue;
          close(
            bootstrap(additiveAgreement(countTable(own), weights, model), { replicates: 1, seed: 1 })
              ?.value ?? null,
            value,
          );
        }
      }),
    );
  });

  test('it can be followed and stopped', () => {
    const seen: number[] = [];
    const stopped = bootstrap(statistic, {
      replicates: 1000,
      seed: 1,
      onProgress: (done) => {
        seen.push(done);
        return done < 300;
      },
    });
    expect(stopped).toBeNull();
    expect(seen.at(-1)).toBeLessThan(1000);
    expect(seen.length).toBeGreaterThan(1);
  });

  test('intervals hold the estimate, and the jackknife error is near the bootstrap one', () => {
    const found = bootstrap(statistic, { replicates: 2000, seed: 11 });
    if (found === null) throw new Error('Nobody stopped it.');
    for (const [low, high] of [found.percentile95, found.bca95]) {
      expect(low).toBeLessThan(found.value);
      expect(high).toBeGreaterThan(found.value);
    }
    expect(found.jackknifeSe / found.sd).toBeGreaterThan(0.75);
    expect(found.jackknifeSe / found.sd).toBeLessThan(1.33);
  });
});

describe('where a coefficient is undefined', () => {
  const matrixOfRows = (rows: readonly (readonly number[])[]): Matrix => ({
    units: rows.length,
    raters: rows[0]?.length ?? 0,
    values: Float64Array.from(rows.flat()),
  });
  const gap = Number.NaN;

  test('every rating the same: no variance, and not 0, 1 or NaN', () => {
    const constant = matrixOfRows([
      [3, 3, 3],
      [3, 3, 3],
      [3, 3, 3],
    ]);
    const { agreement, ...rest } = familyOf(panelFrom(constant), 'unweighted');
    expect(agreement).toBe(1);
    for (const [name, value] of Object.entries(rest)) expect([name, value]).toEqual([name, null]);
    for (const metric of metrics) expect(alphaOf(constant, metric)).toBeNull();
    const base = agreementBase(
      countTable(panelFrom(constant)),
      agreementWeights('unweighted', Float64Array.of(3)),
    );
    expect(alphaWithWeights(base)).toBeNull();
    for (const type of iccTypes) expect(icc(type, meanSquares(constant))).toBeNull();
    expect(linConcordance([3, 3, 3], [3, 3, 3])).toBeNull();
  });

  test('a score that no binary fraction holds has no variance either', () => {
    const constant = { units: 7, raters: 3, values: new Float64Array(21).fill(0.1) };
    for (const type of iccTypes) expect(icc(type, meanSquares(constant))).toBeNull();
    expect(linConcordance(new Float64Array(7).fill(0.1), new Float64Array(7).fill(0.1))).toBeNull();
    expect(alphaOf(constant, 'interval')).toBeNull();
  });

  test('an ICC whose denominator vanishes is undefined, not infinite', () => {
    const squares = meanSquares(
      matrixOfRows([
        [2, 1],
        [1, 1],
        [1, 2],
      ]),
    );
    expect(icc('ICC(2,k)', squares)).toBeNull();
    expect(icc('ICC(3,1)', squares)?.value).toBeCloseTo(-0.5, 12);
  });

  test('no unit shared by two raters: no overlap', () => {
    const apart = matrixOfRows([
      [1, gap],
      [gap, 2],
      [3, gap],
    ]);
    for (const kind of kinds) {
      for (const value of Object.values(familyOf(panelFrom(apart), kind))) expect(value).toBeNull();
    }
    for (const metric of metrics) expect(alphaOf(apart, metric)).toBeNull();
  });

  test('a unit with one rating counts for the shares of AC and not for alpha', () => {
    const whole = matrixOfRows([
      [1, 1],
      [2, 2],
      [1, 2],
      [2, 1],
    ]);
    const more = matrixOfRows([
      [1, 1],
      [2, 2],
      [1, 2],
      [2, 1],
      [1, gap],
    ]);
    for (const metric of metrics) expect(alphaOf(more, metric)).toBe(alphaOf(whole, metric));
    expect(familyOf(panelFrom(more), 'unweighted').ac).not.toBe(familyOf(panelFrom(whole), 'unweighted').ac);
  });
});
