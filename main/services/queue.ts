import { missingEvidence } from '../../shared/domain/artifact.ts';
import type { AssignmentId } from '../../shared/domain/ids.ts';
import type { MicroCredential } from '../../shared/domain/micro-credential.ts';
import type { Submission } from '../../shared/domain/submission.ts';
import { problem } from '../../shared/lib/problem.ts';
import { fail, ok, type Result } from '../../shared/lib/result.ts';
import type { QueueItem } from '../../shared/workbench-api/queue.ts';
import { listMerges, type ReviewMerge, readMerge } from '../database/tables/device-review-merges.ts';
import { keptOffline } from '../database/tables/evidence-room.ts';
import {
  type EvidenceState,
  evidenceStatesOf,
  listEvidenceStates,
} from '../database/tables/evidence-states.ts';
import {
  listAssignments,
  readAssignment,
  type VersionedAssignment,
} from '../database/tables/hub-assignments.ts';
import { readMicroCredential } from '../database/tables/hub-micro-credentials.ts';
import { listSubmissions, readSubmission, readSubmissionHead } from '../database/tables/hub-submissions.ts';
import { type OpenCounts, openCountsByAssignment, openCountsOf } from '../database/tables/outbox.ts';
import { listReviews, type ReviewRow, readReview } from '../database/tables/reviews.ts';
import type { ActiveWorkspace } from './desk.ts';
import { workState } from './review/work-state.ts';
import type { Workspace } from './workspace.ts';

type Place = Pick<Workspace, 'db' | 'keyring'>;

/** What one queue item is made of. `submission` is undefined once the reviewer has recused from it. */
type Parts = {
  readonly found: VersionedAssignment;
  readonly review: ReviewRow | undefined;
  readonly merge: ReviewMerge | undefined;
  readonly submission: Submission | undefined;
  readonly submissionCode: string;
  readonly microCredential: MicroCredential;
  readonly evidence: readonly EvidenceState[];
  readonly open: OpenCounts;
  readonly kept: boolean;
};

/** Every assignment here, the most urgent first: a handful of queries whatever their number. */
export const listQueue = ({ db, keyring }: Place, nowMs: number): QueueItem[] => {
  const reviews = new Map(listReviews(db).map((review) => [review.assignmentId as string, review]));
  const submissions = new Map(listSubmissions(db, keyring).map((one) => [one.id as string, one]));
  const evidence = Map.groupBy(listEvidenceStates(db), ({ submissionId }) => submissionId);
  const open = openCountsByAssignment(db);
  const merges = listMerges(db);
  const kept = keptOffline(db);
  const microCredentials = new Map<string, MicroCredential | undefined>();
  const microCredentialOf = (id: string) => {
    if (!microCredentials.has(id)) microCredentials.set(id, readMicroCredential(db, id));
    return microCredentials.get(id);
  };
  return listAssignments(db).flatMap((found) => {
    const { id, submissionId } = found.assignment;
    const submission = submissions.get(submissionId);
    // Sealed away by a recusal: what stands outside the seal still names it.
    const head = submission ?? readSubmissionHead(db, submissionId);
    const microCredential = head && microCredentialOf(head.microCredentialId);
    if (head === undefined || microCredential === undefined) return [];
    return [
      queueItem(
        {
          found,
          review: reviews.get(id),
          merge: merges.get(id),
          submission,
          submissionCode: head.code,
          microCredential,
          evidence: evidence.get(submissionId) ?? [],
          open: open.get(id) ?? { unsent: 0, blocked: 0 },
          kept: kept.has(submissionId),
        },
        nowMs,
      ),
    ];
  });
};

/** One assignment as the queue shows it, without opening it. */
export const previewAssignment = (
  { db, keyring }: Place,
  assignmentId: AssignmentId,
  nowMs: number,
): Result<QueueItem> => {
  const found = readAssignment(db, assignmentId);
  if (found === undefined) return fail(problem('not-found'));
  const { submissionId } = found.assignment;
  const head = readSubmissionHead(db, submissionId);
  const microCredential = head && readMicroCredential(db, head.microCredentialId);
  if (head === undefined || microCredential === undefined) return fail(problem('submission-not-here'));
  const submission = readSubmission(db, keyring, submissionId);
  const parts: Parts = {
    found,
    review: readReview(db, assignmentId),
    merge: readMerge(db, assignmentId),
    submission: submission.ok ? submission.value : undefined,
    submissionCode: head.code,
    microCredential,
    evidence: evidenceStatesOf(db, submissionId),
    open: openCountsOf(db, assignmentId),
    kept: keptOffline(db).has(submissionId),
  };
  return ok(queueItem(parts, nowMs));
};

/** Puts an assignment's evidence at the head of the downloads. */
export const downloadNow = (
  { db, sync }: Pick<ActiveWorkspace, 'db' | 'sync'>,
  assignmentId: AssignmentId,
): Result<Record<string, never>> => {
  if (readAssignment(db, assignmentId) === undefined) return fail(problem('not-found'));
  sync.downloadNow(assignmentId);
  return ok({});
};

const queueItem = (parts: Parts, nowMs: number): QueueItem => {
  const { found, review, merge, submission, microCredential, evidence, open } = parts;
  const { assignment } = found;
  const { code, title, rubric, evidenceSlots } = microCredential;
  return {
    assignmentId: assignment.id,
    submissionId: assignment.submissionId,
    submissionCode: parts.submissionCode,
    microCredential: { code, title },
    kind: assignment.kind,
    attempt: submission?.attempt ?? 1,
    context: submission?.context ?? '',
    earnerCode: submission?.earnerCode ?? '',
    state: workState({ assignment, review, microCredential, edited: merge?.edited ?? false }, nowMs),
    dueAt: assignment.dueAt,
    scored: { done: merge?.scored ?? 0, of: rubric.criteria.length },
    evidence: {
      files: evidence.length,
      filesHere: evidence.filter(({ state }) => state === 'here').length,
      bytes: sum(evidence.map(({ size }) => size)),
      bytesHere: sum(evidence.map(({ bytesHere }) => bytesHere ?? 0)),
      failed: evidence.filter(({ state }) => state === 'failed').length,
      away: evidence.filter(({ evicted }) => evicted === 1).length,
    },
    keptOffline: parts.kept,
    incompleteEvidence: missingEvidence(evidenceSlots, evidence).length > 0,
    blocked: open.blocked,
    unsent: open.unsent,
  };
};

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
