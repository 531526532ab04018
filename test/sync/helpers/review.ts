import { listAssignments } from '../../../main/database/tables/hub-assignments.ts';
import { readSubmissionHead } from '../../../main/database/tables/hub-submissions.ts';
import { listBlocked, outboxCounts } from '../../../main/database/tables/outbox.ts';
import { applyEdits } from '../../../main/services/review/apply-edits.ts';
import { openReview } from '../../../main/services/review/open-review.ts';
import { submitReview } from '../../../main/services/review/submit-review.ts';
import type { AssignmentId } from '../../../shared/domain/ids.ts';
import type { ReviewOperation } from '../../../shared/domain/review-operation.ts';
import type { Problem } from '../../../shared/lib/problem.ts';
import type { ReviewDocument } from '../../../shared/workbench-api/review-document.ts';
import { type Device, must } from './device.ts';

/** The assignment of a submission, by the submission's code. */
export const assignmentOf = ({ workspace: { db } }: Device, code: string): AssignmentId => {
  const found = listAssignments(db).find(
    ({ assignment }) => readSubmissionHead(db, assignment.submissionId)?.code === code,
  );
  if (found === undefined) throw new Error(`${code} is not on this device`);
  return found.assignment.id;
};

export const codesOf = ({ workspace: { db } }: Device): string[] =>
  listAssignments(db)
    .map(({ assignment }) => readSubmissionHead(db, assignment.submissionId)?.code ?? '?')
    .sort();

export const open = async (device: Device, code: string): Promise<ReviewDocument> =>
  must(await openReview(device.reviewDeps(), { assignmentId: assignmentOf(device, code) }));

export const edit = async (device: Device, code: string, operations: ReviewOperation[]): Promise<void> => {
  const assignmentId = assignmentOf(device, code);
  must(await applyEdits(device.reviewDeps(), { assignmentId, operations, activeSeconds: 5 }));
};

/** Scores everything and says what the policies ask for. */
export const fillIn = async (device: Device, code: string, turn = 0): Promise<void> => {
  const { microCredential } = await open(device, code);
  await edit(device, code, [
    ...microCredential.rubric.criteria.flatMap(({ id, levels }): ReviewOperation[] => [
      { op: 'score.set', criterionId: id, score: levels[turn % levels.length]?.score ?? null },
      { op: 'rationale.set', criterionId: id, text: `Seen in the recording (${turn}).` },
    ]),
    { op: 'feedback.set', criterionId: null, field: 'strength', text: 'You wait.' },
    { op: 'feedback.set', criterionId: null, field: 'nextStep', text: 'Wait longer.' },
  ]);
};

export const submit = async (device: Device, code: string): Promise<ReviewDocument> =>
  must(await submitReview(device.reviewDeps(), { assignmentId: assignmentOf(device, code) }));

export const outbox = ({ workspace: { db } }: Device) => outboxCounts(db);

export const blockedReasons = ({ workspace: { db } }: Device): string[] =>
  listBlocked(db).map(({ problem }) => (JSON.parse(problem) as Problem).code);
