import { previewAssignment } from '../../services/queue.ts';
import { amendReview } from '../../services/review/amend-review.ts';
import { applyEdits } from '../../services/review/apply-edits.ts';
import { chooseWords } from '../../services/review/choose-words.ts';
import { openReview } from '../../services/review/open-review.ts';
import { raiseChildSafety } from '../../services/review/raise-child-safety.ts';
import { recuse } from '../../services/review/recuse.ts';
import { resolveRefused } from '../../services/review/refused-final.ts';
import { requestSupersede } from '../../services/review/request-supersede.ts';
import { restoreEarlier } from '../../services/review/restore-earlier.ts';
import { reviewHistory } from '../../services/review/review-history.ts';
import { setAsideReview } from '../../services/review/set-aside-review.ts';
import { submitReview } from '../../services/review/submit-review.ts';
import { type Handlers, onWorkspace, reviewDeps } from '../handler.ts';

export const reviewHandlers: Handlers<
  | 'review.open'
  | 'review.preview'
  | 'review.applyEdits'
  | 'review.submit'
  | 'review.amend'
  | 'review.history'
  | 'review.restore'
  | 'review.resolveRefused'
  | 'review.requestSupersede'
  | 'review.chooseWords'
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
  'review.history': onWorkspace((workspace, input, { deps }) =>
    reviewHistory(workspace, input, deps.ports.clock.now()),
  ),
  'review.restore': onWorkspace((workspace, input, desk) =>
    restoreEarlier(reviewDeps(desk, workspace), input),
  ),
  'review.resolveRefused': onWorkspace((workspace, input, desk) =>
    resolveRefused(reviewDeps(desk, workspace), input),
  ),
  'review.requestSupersede': onWorkspace((workspace, input, desk) =>
    requestSupersede(reviewDeps(desk, workspace), input),
  ),
  'review.chooseWords': onWorkspace((workspace, input, desk) =>
    chooseWords(reviewDeps(desk, workspace), input),
  ),
  'review.setAside': onWorkspace((workspace, input, desk) =>
    setAsideReview(reviewDeps(desk, workspace), input),
  ),
  'review.recuse': onWorkspace((workspace, input, desk) => recuse(reviewDeps(desk, workspace), input)),
  'review.raiseChildSafety': onWorkspace((workspace, input, desk) =>
    raiseChildSafety(reviewDeps(desk, workspace), input),
  ),
};
