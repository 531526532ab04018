import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { CriterionId } from '../../../shared/domain/ids.ts';
import { reviewContent } from '../../../shared/domain/review.ts';
import {
  laterOperation,
  operationKey,
  type ReviewOperation,
  type StampedOperation,
} from '../../../shared/domain/review-operation.ts';
import { operationsOf, operationThatClears } from '../../../shared/domain/review-operations-of.ts';

const criteria = ['one', 'two'] as CriterionId[];
const criterionId = fc.constantFrom(...criteria);
const orWhole = fc.option(criterionId, { nil: null });
const text = fc.constantFrom('', 'Seen.', 'Not seen.');
const annotationId = fc.constantFrom('a', 'b', 'c');

const operation = fc.oneof(
  fc.record({ op: fc.constant('score.set'), criterionId, score: fc.constantFrom(null, 1, 2) }),
  fc.record({ op: fc.constant('rationale.set'), criterionId, text }),
  fc.record({
    op: fc.constant('feedback.set'),
    criterionId: orWhole,
    field: fc.constantFrom('strength', 'gap', 'nextStep'),
    text,
  }),
  fc.record({
    op: fc.constant('condition.set'),
    criterionId: orWhole,
    code: fc.constantFrom('blank', 'no-sound'),
    present: fc.boolean(),
    note: text,
  }),
  fc.record({ op: fc.constant('annotation.put'), annotation: fc.record({ id: annotationId, text }) }),
  fc.record({ op: fc.constant('annotation.remove'), annotationId }),
) as unknown as fc.Arbitrary<ReviewOperation>;

const merge = (operations: readonly ReviewOperation[], before = new Map<string, StampedOperation>()) => {
  const merged = new Map(before);
  operations.forEach((one, at) => {
    const stamped = { stamp: `${String(before.size * 1000 + at).padStart(15, '0')}-00000-x`, operation: one };
    merged.set(operationKey(one), laterOperation(merged.get(operationKey(one)), stamped));
  });
  return merged;
};

const contentOf = (merged: ReadonlyMap<string, StampedOperation>) => reviewContent(criteria, merged.values());

it('the edits of a content, merged alone, are that content', () => {
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 40 }), (operations) => {
      const content = contentOf(merge(operations));
      expect(contentOf(merge(operationsOf(content)))).toEqual(content);
    }),
  );
});

it('over anything else they are that content too, once the other keys are cleared', () => {
  fc.assert(
    fc.property(
      fc.array(operation, { maxLength: 40 }),
      fc.array(operation, { maxLength: 40 }),
      (wanted, standing) => {
        const content = contentOf(merge(wanted));
        const before = merge(standing);
        const named = new Set(operationsOf(content).map(operationKey));
        const cleared = [...before].flatMap(([key, one]) =>
          named.has(key) ? [] : [operationThatClears(one.operation)],
        );
        expect(contentOf(merge([...operationsOf(content), ...cleared], before))).toEqual(content);
      },
    ),
  );
});

it('clearing keeps the key', () => {
  fc.assert(
    fc.property(operation, (one) => {
      expect(operationKey(operationThatClears(one))).toBe(operationKey(one));
    }),
  );
});
