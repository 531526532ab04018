import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextStamp, type Stamp } from '../../../shared/domain/hybrid-clock.ts';
import type { CriterionId } from '../../../shared/domain/ids.ts';
import { reviewContent, reviewContentSchema, reviewGaps } from '../../../shared/domain/review.ts';
import {
  laterOperation,
  operationKey,
  type ReviewOperation,
  reviewOperationSchema,
  type StampedOperation,
} from '../../../shared/domain/review-operation.ts';
import { aMicroCredential } from '../../helpers/domain.ts';

const criteria = ['opening', 'probing'] as CriterionId[];

const operations = fc.oneof(
  fc.record({
    op: fc.constant('score.set' as const),
    criterionId: fc.constantFrom(...criteria),
    score: fc.constantFrom(null, 1, 2, 3, 4),
  }),
  fc.record({
    op: fc.constant('rationale.set' as const),
    criterionId: fc.constantFrom(...criteria),
    text: fc.string(),
  }),
  fc.record({
    op: fc.constant('feedback.set' as const),
    criterionId: fc.constantFrom(null, ...criteria),
    field: fc.constantFrom('strength' as const, 'gap' as const, 'nextStep' as const),
    text: fc.string(),
  }),
  fc.record({
    op: fc.constant('condition.set' as const),
    criterionId: fc.constantFrom(null, ...criteria),
    code: fc.constantFrom('blank', 'no-consent'),
    present: fc.boolean(),
    note: fc.string(),
  }),
);

/** Edits of two devices: each device's stamps rise, wall clocks disagree. */
const stampedEdits = fc
  .array(fc.tuple(operations, fc.constantFrom('a', 'b'), fc.nat(5000)), { maxLength: 40 })
  .map((edits) => {
    const last: Record<string, Stamp | null> = { a: null, b: null };
    return edits.map(([operation, device, now]): StampedOperation => {
      const stamp = nextStamp(last[device] ?? null, now, device);
      last[device] = stamp;
      return { stamp, operation: operation as ReviewOperation };
    });
  });

const merge = (edits: readonly StampedOperation[]) => {
  const registers = new Map<string, StampedOperation>();
  for (const edit of edits) {
    const key = operationKey(edit.operation);
    registers.set(key, laterOperation(registers.get(key), edit));
  }
  return registers;
};

const contentOf = (edits: readonly StampedOperation[]) =>
  reviewContent(
    criteria,
    [...merge(edits)].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, edit]) => edit),
  );

describe('merging the edits of two devices', () => {
  it('gives one review in any order of arrival, with any edit arriving twice', () => {
    fc.assert(
      fc.property(stampedEdits, fc.infiniteStream(fc.nat()), (edits, order) => {
        const ranks = edits.map(() => order.next().value ?? 0);
        const shuffled = edits
          .map((edit, at) => ({ edit, rank: ranks[at] ?? 0 }))
          .sort((a, b) => a.rank - b.rank);
        const arrived = [...shuffled, ...shuffled.slice(0, 5)].map(({ edit }) => edit);
        expect(contentOf(arrived)).toEqual(contentOf(edits));
      }),
    );
  });

  it('gives content and operations that the wire accepts', () => {
    fc.assert(
      fc.property(stampedEdits, (edits) => {
        expect(reviewContentSchema.safeParse(contentOf(edits)).success).toBe(true);
        expect(edits.every(({ operation }) => reviewOperationSchema.safeParse(operation).success)).toBe(true);
      }),
    );
  });

  it('does not depend on the order in which registers are read', () => {
    fc.assert(
      fc.property(stampedEdits, (edits) => {
        const registers = [...merge(edits).values()];
        expect(reviewContent(criteria, registers)).toEqual(reviewContent(criteria, registers.reverse()));
      }),
    );
  });
});

describe('what a review still needs', () => {
  const microCredential = aMicroCredential();
  const ids = microCredential.rubric.criteria.map(({ id }) => id);
  const stamp = nextStamp(null, 0, 'a');
  const content = (...edits: ReviewOperation[]) =>
    reviewContent(
      ids,
      edits.map((operation) => ({ stamp, operation })),
    );
  const [first, second] = ids as [CriterionId, CriterionId];
  const feedback: ReviewOperation[] = [
    { op: 'feedback.set', criterionId: null, field: 'strength', text: 'Waits after a question.' },
    { op: 'feedback.set', criterionId: null, field: 'nextStep', text: 'Ask one more pupil.' },
  ];

  it('names every missing score and the missing feedback', () => {
    expect(reviewGaps(microCredential, content())).toEqual([
      { kind: 'score-missing', criterionId: first },
      { kind: 'score-missing', criterionId: second },
      { kind: 'feedback-missing', criterionId: null },
    ]);
  });

  it('accepts a condition in place of a score', () => {
    const done = content(
      ...feedback,
      { op: 'condition.set', criterionId: first, code: 'inaudible', present: true, note: '' },
      { op: 'score.set', criterionId: second, score: 3 },
      { op: 'rationale.set', criterionId: second, text: 'Two probes at 0:31.' },
    );
    expect(reviewGaps(microCredential, done)).toEqual([]);
  });

  it('refuses a half point where the policy has none, and a score without a rationale', () => {
    const gaps = reviewGaps(
      microCredential,
      content(
        ...feedback,
        { op: 'score.set', criterionId: first, score: 2.5 },
        { op: 'score.set', criterionId: second, score: 3 },
      ),
    );
    expect(gaps.map(({ kind }) => kind)).toEqual([
      'score-not-allowed',
      'rationale-missing',
      'rationale-missing',
    ]);
  });
});
