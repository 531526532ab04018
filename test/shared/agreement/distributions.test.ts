import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  chiSquareQuantile,
  chiSquareUpper,
  fQuantile,
  fUpper,
  incompleteBeta,
  incompleteGamma,
  logGamma,
  normalQuantile,
  normalTwoSided,
  normalUpper,
  tQuantileTwoSided,
  tTwoSided,
} from '../../../shared/agreement/special-functions.ts';

const shape = fc.double({ min: 0.05, max: 200, noNaN: true });
const share = fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true });
const freedom = fc.integer({ min: 1, max: 300 });

const near = (found: number, wanted: number, relative: number): void => {
  expect(Math.abs(found - wanted)).toBeLessThanOrEqual(relative * Math.abs(wanted));
};

describe('distribution functions', () => {
  test('the gamma function is that of factorials and of a half', () => {
    let factorial = 1;
    for (let n = 1; n <= 20; n += 1) {
      near(Math.exp(logGamma(n)), factorial, 1e-12);
      factorial *= n;
    }
    near(Math.exp(logGamma(0.5)), Math.sqrt(Math.PI), 1e-13);
  });

  test('both sides of an incomplete gamma or beta make 1, and the beta is symmetric', () => {
    fc.assert(
      fc.property(shape, shape, share, (a, b, x) => {
        const [lower, upper] = incompleteBeta(a, b, x);
        expect(lower + upper).toBeCloseTo(1, 12);
        expect(incompleteBeta(b, a, 1 - x, x)[1]).toBeCloseTo(lower, 11);
        const [below, above] = incompleteGamma(a, b);
        expect(below + above).toBeCloseTo(1, 12);
        expect(Math.min(lower, upper, below, above)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  test('a quantile is where the distribution has that share', () => {
    fc.assert(
      fc.property(share, freedom, freedom, (p, df1, df2) => {
        near(normalUpper(normalQuantile(p)), 1 - p, 1e-9);
        near(tTwoSided(tQuantileTwoSided(p, df1), df1), p, 1e-8);
        near(chiSquareUpper(chiSquareQuantile(p, df1), df1), 1 - p, 1e-8);
        near(fUpper(fQuantile(p, df1, df2), df1, df2), 1 - p, 1e-8);
      }),
    );
  });

  test('distributions that are one another agree', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 6, noNaN: true }), freedom, (x, df) => {
        near(fUpper(x * x, 1, df), tTwoSided(x, df), 1e-10);
        near(chiSquareUpper(x * x, 1), normalTwoSided(x), 1e-10);
        near(chiSquareUpper(x, 2), Math.exp(-x / 2), 1e-11);
      }),
    );
  });

  test('known values, and a tail that does not vanish', () => {
    near(normalQuantile(0.975), 1.959963984540054, 1e-14);
    near(tQuantileTwoSided(0.05, 10), 2.2281388519862744, 1e-12);
    near(chiSquareQuantile(0.95, 1), 3.841458820694124, 1e-12);
    near(fQuantile(0.95, 3, 20), 3.098391212, 1e-9);
    near(normalUpper(20), 2.753624118606234e-89, 1e-11);
  });
});
