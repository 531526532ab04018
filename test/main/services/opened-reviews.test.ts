import { expect, test } from 'vitest';
import { createOpenedReviews, type OpenedReviews } from '../../../main/services/opened-reviews.ts';
import { openReview } from '../../../main/services/review/open-review.ts';
import { stampedOperationSchema } from '../../../shared/domain/review-operation.ts';
import { assignmentId, openReviewWorkspace } from '../../helpers/review-workspace.ts';

const review = (n: number) => ({ id: `assignment-${n}`, submissionId: `submission-${n}` });

const operation = stampedOperationSchema.parse({
  stamp: '000000000000001-00000-device',
  operation: { op: 'score.set', criterionId: 'criterion-1', score: 3 },
});

/** Reads so many reviews, from this number on; in each stand so many operations. */
const read = (opened: OpenedReviews, from: number, reviews: number, operations = 0): void => {
  for (let n = from; n < from + reviews; n += 1) {
    const known = opened.of(review(n));
    for (let key = 0; key < operations; key += 1) known.set(`annotation:${key}`, operation);
  }
};

test('the reviews read last are kept, the one not read for longest goes first', () => {
  const opened = createOpenedReviews();
  const first = opened.of(review(1));
  const second = opened.of(review(2));
  read(opened, 3, 29);
  expect(opened.of(review(1))).toBe(first);
  read(opened, 32, 2);
  expect(opened.of(review(1))).toBe(first);
  expect(opened.of(review(2))).not.toBe(second);
});

test('where much stands in them only the last few are kept', () => {
  const opened = createOpenedReviews();
  read(opened, 1, 6, 2000);
  expect(opened.of(review(3)).size).toBe(2000);
  expect(opened.of(review(2)).size).toBe(0);
});

test('nothing of a submission is kept once its key is destroyed', async () => {
  const { workspace, deps } = await openReviewWorkspace({ assignments: 1 });
  const document = await openReview(deps, { assignmentId: assignmentId() });
  if (!document.ok) throw new Error(document.problem.code);
  const { assignment } = document.value;
  const kept = workspace.openedReviews.of(assignment);
  expect(workspace.openedReviews.of(assignment)).toBe(kept);
  await workspace.keyring.destroyKey(assignment.submissionId);
  expect(workspace.openedReviews.of(assignment)).not.toBe(kept);
});
