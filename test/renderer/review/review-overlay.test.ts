import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyOperations } from '../../../renderer/stores/review-overlay.ts';
import type { CriterionId } from '../../../shared/domain/ids.ts';
import { reviewContent } from '../../../shared/domain/review.ts';
import {
  laterOperation,
  operationKey,
  type ReviewOperation,
  type StampedOperation,
} from '../../../shared/domain/review-operation.ts';
import { annotationAt } from './samples.ts';

const criteria = ['c1', 'c2'] as CriterionId[];

const criterionId = fc.constantFrom(...criteria);
const anyCriterion = fc.constantFrom(...criteria, null);
const operation: fc.Arbitrary<ReviewOperation> = fc.oneof(
  fc.record({ op: fc.constant('score.set' as const), criterionId, score: fc.constantFrom(1, 2.5, 4, null) }),
  fc.record({ op: fc.constant('rationale.set' as const), criterionId, text: fc.string({ maxLength: 4 }) }),
  fc.record({
    op: fc.constant('feedback.set' as const),
    criterionId: anyCriterion,
    field: fc.constantFrom('strength' as const, 'gap' as const, 'nextStep' as const),
    text: fc.string({ maxLength: 4 }),
  }),
  fc.record({
    op: fc.constant('condition.set' as const),
    criterionId: anyCriterion,
    code: fc.constantFrom('blank', 'wrong-file'),
    present: fc.boolean(),
    note: fc.string({ maxLength: 3 }),
  }),
  fc
    .record({ id: fc.constantFrom('n1', 'n2', 'n3'), text: fc.string({ maxLength: 3 }) })
    .map(({ id, text }) => ({
      op: 'annotation.put' as const,
      annotation: annotationAt({ kind: 'whole' }, { id, text }),
    })),
  fc.constantFrom('n1', 'n2', 'n3').map((id) => ({
    op: 'annotation.remove' as const,
    annotationId: annotationAt({ kind: 'whole' }, { id }).id,
  })),
);

/** What main makes of the same edits: merged by key, the later stamp wins. */
const asMainDoes = (operations: readonly ReviewOperation[]) => {
  const registers = new Map<string, StampedOperation>();
  operations.forEach((one, at) => {
    const stamped = { stamp: `${String(at).padStart(15, '0')}-00000-d`, operation: one };
    registers.set(operationKey(one), laterOperation(registers.get(operationKey(one)), stamped));
  });
  return reviewContent(criteria, registers.values());
};

describe('edits laid over a review', () => {
  it('show what main will show once it has committed them', () => {
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 30 }), (operations) => {
        expect(applyOperations(reviewContent(criteria, []), operations)).toEqual(asMainDoes(operations));
      }),
    );
  });

  it('may be laid over a document that already holds some of them', () => {
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 20 }), fc.nat(20), (operations, committed) => {
        const base = asMainDoes(operations.slice(0, committed));
        expect(applyOperations(base, operations)).toEqual(asMainDoes(operations));
      }),
    );
  });

  it('leave the content they are laid over as it was', () => {
    const base = reviewContent(criteria, []);
    const before = structuredClone(base);
    applyOperations(base, [{ op: 'score.set', criterionId: 'c1' as CriterionId, score: 3 }]);
    expect(base).toEqual(before);
  });
});
