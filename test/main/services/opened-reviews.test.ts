import { expect, test } from 'vitest';
import { createOpenedReviews } from '../../../main/services/opened-reviews.ts';
import { openReview } from '../../../main/services/review/open-review.ts';
import { assignmentId, openReviewWorkspace } from '../../helpers/review-workspace.ts';

const review = (n: number) => ({ id: `assignment-${n}`, submissionId: `submission-${n}` });

test('the reviews read last are kept, the one not read for longest goes first', () => {
  const opened = createOpenedReviews();
  const first = opened.of(review(1));
  const second = opened.of(review(2));
  opened.of(review(3));
  opened.of(review(1));
  opened.of(review(4));
  opened.of(review(5));
  expect(opened.of(review(1))).toBe(first);
  expect(opened.of(review(2))).not.toBe(second);
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
