import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cohenKappa, type PairTable } from '../../../shared/agreement/cohen.ts';
import { agreementWeights, type WeightKind } from '../../../shared/agreement/weights.ts';

const tableOf = (pairs: readonly (readonly [number, number])[]): PairTable => {
  const counts = new Float64Array(16);
  for (const [a, b] of pairs) counts[a * 4 + b] = (counts[a * 4 + b] as number) + 1;
  return { categories: 4, counts, n: pairs.length };
};

const weightsOf = (kind: WeightKind) => agreementWeights(kind, Float64Array.of(1, 2, 3.5, 6));

/** Every way to pair the ratings of one rater with those of the other. */
const arrangements = (values: readonly number[]): number[][] =>
  values.length < 2
    ? [[...values]]
    : values.flatMap((first, at) =>
        arrangements(values.filter((_, other) => other !== at)).map((rest) => [first, ...rest]),
      );

test('no other pairing of the same ratings has a greater kappa than the attainable one, and one has it', () => {
  const code = fc.integer({ min: 0, max: 3 });
  const kinds = fc.constantFrom<WeightKind>('unweighted', 'linear', 'quadratic', 'ordinal');
  fc.assert(
    fc.property(fc.array(fc.tuple(code, code), { minLength: 2, maxLength: 6 }), kinds, (pairs, kind) => {
      const weights = weightsOf(kind);
      const found = cohenKappa(tableOf(pairs), weights);
      if (found === null) return;
      const firsts = pairs.map(([first]) => first);
      const all = arrangements(pairs.map(([, second]) => second)).map((seconds) => {
        const paired = firsts.map((first, at) => [first, seconds[at] ?? 0] as const);
        return cohenKappa(tableOf(paired), weights)?.value ?? Number.NaN;
      });
      expect(found.max).toBeCloseTo(Math.max(...all), 9);
    }),
    { numRuns: 60 },
  );
});

test('weights that do not favour likeness in order have no such bound', () => {
  const odd = { categories: 3, table: Float64Array.of(1, 0, 0.9, 0, 1, 0, 0.9, 0, 1) };
  const counts = Float64Array.of(2, 1, 0, 0, 2, 1, 1, 0, 2);
  expect(cohenKappa({ categories: 3, counts, n: 9 }, odd)?.max).toBeNull();
});
