import { previewAssignment } from '../../services/queue.ts';
import { amendReview } from '../../services/review/amend-review.ts';
import { applyEdits } from '../../services/review/apply-edits.ts';
import { openReview } from '../../services/review/open-review.ts';
import { raiseChildSafety } from '../../services/review/raise-child-safety.ts';
import { recuse } from '../../services/review/recuse.ts';
import { setAsideReview } from '../../services/review/set-aside-review.ts';
import { submitReview } from '../../services/review/submit-review.ts';
import { type Handlers, onWorkspace, reviewDeps } from '../handler.ts';

export const reviewHandlers: Handlers<
  | 'review.open'
  | 'review.preview'
  | 'review.applyEdits'
  | 'review.submit'
  | 'review.amend'
  | 'review.setAside'
  | 'review.recuse'
  | 'review.raiseChildSafety'
> = {
  'review.open': onWorkspace((workspace, input, desk) => openReview(reviewDeps(desk, workspace), input)),
  'review.preview': onWorkspace((workspace, { assignmentId }, { deps }) =>
    previewAssignment(workspace, assignmentId, deps.ports.clock.now()),
  ),
  'review.applyEdits': onWorkspace((workspace, input, desk) =>
    applyEdits(reviewDeps(desk, workspace), input),
  ),
  'review.submit': onWorkspace((workspace, input, desk) => submitReview(reviewDeps(desk, workspace), input)),
  'review.amend': onWorkspace((workspace, input, desk) => amendReview(reviewDeps(desk, workspace), input)),
  'review.setAside': onWorkspace((workspace, input, desk) =>
    setAsideReview(reviewDeps(desk, workspace), input),
  ),
  'review.recuse': onWorkspace((workspace, input, desk) => recuse(reviewDeps(desk, workspace), input)),
  'review.raiseChildSafety': onWorkspace((workspace, input, desk) =>
    raiseChildSafety(reviewDeps(desk, workspace), input),
  ),
};
