import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AnnotationId, ArtifactId, CriterionId } from '../../../shared/domain/ids.ts';
import { type ReviewContent, reviewContent } from '../../../shared/domain/review.ts';
import { reviewDifferences, reviewEntries } from '../../../shared/domain/review-differences.ts';
import { operationKey, type ReviewOperation } from '../../../shared/domain/review-operation.ts';

const criteria = ['opening', 'probing'] as CriterionId[];
const criterionId = fc.constantFrom(...criteria);
const text = fc.constantFrom('', 'one', 'two');

const operation: fc.Arbitrary<ReviewOperation> = fc.oneof(
  fc.record({ op: fc.constant('score.set' as const), criterionId, score: fc.constantFrom(1, 2, null) }),
  fc.record({ op: fc.constant('rationale.set' as const), criterionId, text }),
  fc.record({
    op: fc.constant('feedback.set' as const),
    criterionId: fc.option(criterionId),
    field: fc.constantFrom('strength' as const, 'gap' as const, 'nextStep' as const),
    text,
  }),
  fc.record({
    op: fc.constant('condition.set' as const),
    criterionId: fc.option(criterionId),
    code: fc.constantFrom('no-sound', 'wrong-file'),
    present: fc.boolean(),
    note: text,
  }),
  fc.tuple(fc.constantFrom('n1', 'n2'), text, fc.constantFrom(1, 2)).map(
    ([id, words, page]): ReviewOperation => ({
      op: 'annotation.put',
      annotation: {
        id: id as AnnotationId,
        artifactId: 'a' as ArtifactId,
        artifactSha256: 'a'.repeat(64),
        locator: { kind: 'media-time', startSeconds: page, endSeconds: null } as never,
        text: words,
        criterionIds: [],
        createdAt: '2026-03-02T09:00:00.000Z',
      },
    }),
  ),
);

const contentOf = (operations: readonly ReviewOperation[]): ReviewContent => {
  const latest = new Map(operations.map((one) => [operationKey(one), one]));
  return reviewContent(
    criteria,
    [...latest.values()].map((one) => ({ stamp: 's', operation: one })),
  );
};

const content = fc.array(operation, { maxLength: 14 }).map(contentOf);

test('two reviews have no difference exactly when they say the same', () => {
  fc.assert(
    fc.property(content, content, (before, after) => {
      expect(reviewDifferences(before, before)).toEqual([]);
      const same = JSON.stringify(before) === JSON.stringify(after);
      expect(reviewDifferences(before, after).length === 0).toBe(same);
    }),
  );
});

test('each difference says what stood before and what stands after, and the other way round the other way', () => {
  fc.assert(
    fc.property(content, content, (before, after) => {
      const was = new Map(reviewEntries(before).map(({ key, value }) => [key, value]));
      const is = new Map(reviewEntries(after).map(({ key, value }) => [key, value]));
      const there = reviewDifferences(before, after);
      for (const one of there) {
        expect([one.before, one.after]).toEqual([was.get(one.key) ?? null, is.get(one.key) ?? null]);
      }
      const back = reviewDifferences(after, before);
      expect(new Map(back.map((one) => [one.key, [one.after, one.before]]))).toEqual(
        new Map(there.map((one) => [one.key, [one.before, one.after]])),
      );
    }),
  );
});
