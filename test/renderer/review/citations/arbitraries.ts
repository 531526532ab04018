import fc from 'fast-check';
import type { Annotation } from '../../../../shared/domain/annotation.ts';
import type { Locator } from '../../../../shared/domain/locator.ts';
import { annotationAt } from '../samples.ts';

/** The files of a review in the order of its evidence. */
export const files = ['plan', 'clip', 'text'];

export const time = (start: number, end: number | null = null): Locator => ({
  kind: 'time',
  start,
  end,
  region: null,
  quote: null,
});

export const words = (exact: string, start: number): Locator => ({
  kind: 'text',
  quote: { exact, prefix: '', suffix: '' },
  position: { start, end: start + exact.length },
});

export const anyPlace: fc.Arbitrary<Locator> = fc.oneof(
  fc.constant<Locator>({ kind: 'whole' }),
  fc.nat(9).map((start) => time(start)),
  fc
    .record({ start: fc.nat(9), length: fc.integer({ min: 1, max: 5 }) })
    .map(({ start, length }) => time(start, start + length)),
  fc
    .record({ exact: fc.constantFrom('wait', 'why'), start: fc.nat(9) })
    .map(({ exact, start }) => words(exact, start)),
);

const criteria = fc.subarray(['c1', 'c2', 'c3']);

export const anyAnnotation = (id: fc.Arbitrary<string>): fc.Arbitrary<Annotation> =>
  fc
    .record({
      id,
      locator: anyPlace,
      text: fc.constantFrom('', 'waits', 'asks why'),
      artifactId: fc.constantFrom(...files, 'gone'),
      criterionIds: criteria,
    })
    .map(({ locator, ...rest }) => annotationAt(locator, rest));

/** Citations with ids of their own. */
export const anyAnnotations: fc.Arbitrary<Annotation[]> = fc
  .array(anyAnnotation(fc.constant('n')), { maxLength: 12 })
  .map((list) => list.map((one, at) => ({ ...one, id: `n${at}` as Annotation['id'] })));
