import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Additive } from '../../../shared/agreement/additive.ts';
import { bootstrap, bootstrapTogether } from '../../../shared/agreement/bootstrap.ts';
import { seededRandom } from '../../../shared/agreement/random.ts';

const replicates = 70;

/** Whole numbers, so that sums are the same in any order; how wide they spread says how many units are alike. */
const statistics: fc.Arbitrary<Additive> = fc
  .tuple(fc.constantFrom(1, 2, 9, 40), fc.integer({ min: 1, max: 6 }), fc.constantFrom(1, 3, 1000))
  .chain(([units, size, spread]) =>
    fc
      .array(fc.integer({ min: 0, max: spread }), { minLength: units * size, maxLength: units * size })
      .map((parts) => ({ units, size, parts: Float64Array.from(parts), evaluate: mixed })),
  );

const mixed = (sums: Float64Array): number =>
  sums.reduce((sum, one, at) => sum + one * (at + 1), 0) / (1 + (sums[0] as number));

/** Unit by unit, from a seed of its own. */
const oneByOne = ({ units, size, parts, evaluate }: Additive, seed: number): Float64Array => {
  const random = seededRandom(seed);
  return Float64Array.from({ length: replicates }, () => {
    const sums = new Float64Array(size);
    for (let draw = 0; draw < units; draw += 1) {
      const unit = Math.floor(random() * units);
      for (let at = 0; at < size; at += 1)
        sums[at] = (sums[at] as number) + (parts[unit * size + at] as number);
    }
    return evaluate(sums);
  });
};

test('statistics drawn together have the replicates that each has alone, unit by unit', () => {
  fc.assert(
    fc.property(fc.array(statistics, { maxLength: 6 }), fc.nat(), (all, seed) => {
      const together = bootstrapTogether(
        all.map((one) => () => one),
        { replicates, seed },
      );
      expect(together).toHaveLength(all.length);
      for (const [at, one] of all.entries()) {
        expect(together?.[at]).toEqual(bootstrap(one, { replicates, seed }));
        expect(together?.[at]?.replicates).toEqual(oneByOne(one, seed));
      }
    }),
    { numRuns: 300 },
  );
});

test('all of them stop at once, however many groups of units there are', () => {
  const one = (units: number): Additive => ({
    units,
    size: 1,
    parts: Float64Array.from({ length: units }, (_, unit) => unit % 3),
    evaluate: mixed,
  });
  for (let last = 1; ; last += 1) {
    const seen: number[] = [];
    const onProgress = (done: number): boolean => seen.push(done) < last;
    const found = bootstrapTogether([() => one(30), () => one(40)], { replicates: 200, seed: 1, onProgress });
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    if (found !== null) {
      expect(seen.length).toBeGreaterThan(2);
      expect(seen.at(-1)).toBeLessThanOrEqual(200);
      return;
    }
    expect(seen).toHaveLength(last);
  }
});
