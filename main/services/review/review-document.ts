import { type Artifact, missingEvidence } from '../../../shared/domain/artifact.ts';
import type { AssignmentId } from '../../../shared/domain/ids.ts';
import { mediaKindOf } from '../../../shared/domain/media-kind.ts';
import type { MicroCredential } from '../../../shared/domain/micro-credential.ts';
import { type ReviewContent, reviewContent } from '../../../shared/domain/review.ts';
import type { Submission } from '../../../shared/domain/submission.ts';
import { problem } from '../../../shared/lib/problem.ts';
import { fail, ok, type Result } from '../../../shared/lib/result.ts';
import type {
  EvidenceItem,
  PriorAttempt,
  ReviewDocument,
} from '../../../shared/workbench-api/review-document.ts';
import type { ReadableDb } from '../../database/connection.ts';
import { type Download, downloadsOf } from '../../database/tables/downloads.ts';
import { readArtifactsOf } from '../../database/tables/hub-artifacts.ts';
import { countReceivedAfter } from '../../database/tables/hub-review-registers.ts';
import { readSubmission } from '../../database/tables/hub-submissions.ts';
import { readSupersedes } from '../../database/tables/hub-supersedes.ts';
import { hasRefusedFinal, openCountsOf } from '../../database/tables/outbox.ts';
import { type OpenedOperations, readOperations } from '../../database/tables/review-registers.ts';
import { type ReviewTimes, readReviewTimes } from '../../database/tables/reviews.ts';
import type { Workspace } from '../workspace.ts';
import { overtakenWords } from './overtaken-words.ts';
import { placeOf, readWork, type Work } from './work.ts';
import { amendableUntil, isEditable, isOnOldRubric } from './work-state.ts';

/** Everything the review screen shows. A recused submission is not shown: `assignment-closed`. */
export const readReviewDocument = (
  workspace: Pick<Workspace, 'db' | 'keyring' | 'openedReviews' | 'deviceId'>,
  assignmentId: AssignmentId,
  nowMs: number,
): Result<ReviewDocument> => {
  const { db, keyring, openedReviews } = workspace;
  const work = readWork(db, assignmentId, nowMs);
  if (!work.ok) return work;
  const { assignment, review, microCredential, state, merge } = work.value;
  if (state === 'recused') return fail(problem('assignment-closed', { state }));
  const submission = readSubmission(db, keyring, assignment.submissionId);
  if (!submission.ok) return submission;
  const artifacts = readArtifactsOf(db, keyring, assignment.submissionId);
  if (!artifacts.ok) return artifacts;
  const content = readContent(db, keyring, work.value, openedReviews.of(work.value.assignment));
  if (!content.ok) return content;
  const overtaken = isEditable(state) ? overtakenWords(workspace, work.value) : ok([]);
  if (!overtaken.ok) return overtaken;
  const supersedes = readSupersedes(db, keyring, assignmentId);
  if (!supersedes.ok) return supersedes;
  const prior = readPrior(db, keyring, submission.value, microCredential);
  const times = review === undefined ? notWorkedOn : readReviewTimes(db, review);
  const missing = missingEvidence(microCredential.evidenceSlots, artifacts.value);
  return ok({
    assignment,
    submission: submission.value,
    microCredential,
    evidence: evidenceItems(artifacts.value, downloadsOf(db, assignment.submissionId)),
    prior,
    missingSlots: missing.map(({ id, title }) => ({ id, title })),
    content: content.value,
    state,
    editable: isEditable(state),
    savedAt: times.savedAt,
    amendableUntil: amendableUntil(work.value),
    unsent: openCountsOf(db, assignmentId).unsent,
    arrivals: merge.arrivals,
    overtaken: overtaken.value,
    editsSinceFinal:
      assignment.submittedAt === null ? 0 : countReceivedAfter(db, assignmentId, assignment.submittedAt),
    refusedFinal: hasRefusedFinal(db, assignmentId, 'conflict-content-mismatch'),
    onOldRubric: state === 'locked' && isOnOldRubric(work.value),
    supersedes: supersedes.value,
    activeSeconds: times.activeSeconds,
  });
};

const notWorkedOn: ReviewTimes = { activeSeconds: 0, savedAt: null };

/** The attempt before, where the policy shows it and the hub has sent it; null too once it was erased here. */
const readPrior = (
  db: ReadableDb,
  keyring: Workspace['keyring'],
  { previousSubmissionId }: Submission,
  { policies }: MicroCredential,
): PriorAttempt | null => {
  if (previousSubmissionId === null || policies.resubmission === 'blind') return null;
  const previous = readSubmission(db, keyring, previousSubmissionId);
  const artifacts = readArtifactsOf(db, keyring, previousSubmissionId);
  if (!previous.ok || !artifacts.ok) return null;
  const { id, code, attempt, submittedAt, context, changeNote } = previous.value;
  return {
    submission: { id, code, attempt, submittedAt, context, changeNote },
    evidence: evidenceItems(artifacts.value, downloadsOf(db, previousSubmissionId)),
  };
};

/** What the reviewer has recorded so far, every criterion of the rubric included. `opened`: what need not be unsealed again. */
export const readContent = (
  db: ReadableDb,
  keyring: Workspace['keyring'],
  work: Work,
  opened?: OpenedOperations,
): Result<ReviewContent> => {
  const operations = readOperations(db, keyring, placeOf(work), opened);
  if (!operations.ok) return operations;
  const criterionIds = work.microCredential.rubric.criteria.map(({ id }) => id);
  return ok(reviewContent(criterionIds, operations.value));
};

const availabilityOf = ({ state, evictedAt }: Download): EvidenceItem['availability'] =>
  evictedAt > 0 ? 'away' : state;

const evidenceItems = (artifacts: readonly Artifact[], downloads: readonly Download[]): EvidenceItem[] => {
  const bySha256 = new Map(downloads.map((download) => [download.sha256, download]));
  return artifacts.map((artifact) => {
    const download = bySha256.get(artifact.sha256);
    return {
      ...artifact,
      kind: mediaKindOf(artifact.mediaType),
      availability: download === undefined ? 'waiting' : availabilityOf(download),
      bytesHere: download === undefined || download.evictedAt > 0 ? 0 : download.bytesHere,
    };
  });
};
