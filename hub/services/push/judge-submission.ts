import type { MicroCredential } from '../../../shared/domain/micro-credential.ts';
import { type ReviewContent, reviewContent, reviewGaps } from '../../../shared/domain/review.ts';
import type { Happening } from '../../../shared/hub-api/events.ts';
import { jsonHash } from '../../core/hashing.ts';
import { instant } from '../../core/ports.ts';
import { putAssignment } from '../../database/tables/assignments.ts';
import type { Receipt, Verdict } from '../../database/tables/events.ts';
import { findMicroCredentialVersion } from '../../database/tables/micro-credentials.ts';
import { listRegisters } from '../../database/tables/review-registers.ts';
import { findCountedReview, insertCountedReview, type ReviewRecord } from '../../database/tables/reviews.ts';
import { findSubmission } from '../../database/tables/submissions.ts';
import { decisionOn } from '../decision-on.ts';
import { fanOutAssignment } from '../fan-out.ts';
import type { Case } from './case.ts';
import { accepted, duplicateOf, rejected } from './verdict.ts';

type SubmittedPayload = Extract<Happening, { type: 'review.submitted' }>['payload'];

/**
 * A final review: its hash must hold, it must equal what the hub merged from the edits, and nothing may be missing. The
 * same content again is a duplicate; other content within the grace window replaces the earlier final, which is kept.
 */
export const judgeSubmission = async (one: Case, payload: SubmittedPayload): Promise<Verdict> => {
  const { db, assignment } = one;
  if (jsonHash(rawContent(one)) !== payload.contentHash) return rejected('conflict-content-mismatch');
  const earlier = await findCountedReview(db, assignment.state.id);
  if (earlier !== null) {
    const receipt = receiptOf(earlier, assignment.state.amendableUntil);
    if (earlier.contentHash === payload.contentHash) return duplicateOf(receipt);
    if (one.receivedAt > receipt.amendableUntil) return rejected('already-finalised', undefined, receipt);
  }
  const microCredential = await findMicroCredentialVersion(
    db,
    assignment.microCredentialId,
    assignment.microCredentialVersion,
  );
  if (microCredential === null)
    throw new Error('an assignment refers to a micro-credential that is not there');
  const merged = reviewContent(
    microCredential.rubric.criteria.map(({ id }) => id),
    await listRegisters(db, assignment.state.id),
  );
  if (jsonHash(merged) !== jsonHash(payload.content)) return rejected('conflict-content-mismatch');
  const gaps = reviewGaps(microCredential, payload.content);
  if (gaps.length > 0) return rejected('review-incomplete', { count: gaps.length });
  return accepted(await keepFinal(one, payload, microCredential, earlier));
};

const rawContent = ({ rawPayload }: Case): unknown => (rawPayload as { content: unknown }).content;

const receiptOf = (review: ReviewRecord, amendableUntil: string | null): Receipt => ({
  receivedAt: review.receivedAt,
  amendableUntil: amendableUntil ?? review.receivedAt,
});

/** The window runs from the first final: amending does not make it longer. Late work is taken in and marked late. */
const keepFinal = async (
  one: Case,
  payload: SubmittedPayload,
  microCredential: MicroCredential,
  earlier: ReviewRecord | null,
): Promise<Receipt> => {
  const { db, assignment, receivedAt, event } = one;
  const submission = await findSubmission(db, assignment.state.submissionId);
  if (submission === null) throw new Error('an assignment refers to a submission that is not there');
  await insertCountedReview(db, {
    assignmentId: assignment.state.id,
    submissionId: assignment.state.submissionId,
    submissionCode: submission.state.code,
    reviewerId: assignment.state.reviewerId,
    rubricHash: assignment.state.rubricHash,
    content: rawContent(one) as ReviewContent,
    contentHash: payload.contentHash,
    decision: decisionOn(microCredential, payload.content),
    activeSeconds: payload.activeSeconds,
    receivedAt,
    counted: true,
    revision: (earlier?.revision ?? 0) + 1,
    late: receivedAt > assignment.state.dueAt,
    eventId: event.eventId,
  });
  const graceMs = microCredential.policies.graceMinutes * 60_000;
  const amendableUntil = assignment.state.amendableUntil ?? instant(Date.parse(receivedAt) + graceMs);
  const submitted = {
    ...assignment,
    version: assignment.version + 1,
    state: { ...assignment.state, state: 'submitted' as const, submittedAt: receivedAt, amendableUntil },
  };
  await putAssignment(db, submitted);
  await fanOutAssignment(db, submitted);
  return { receivedAt, amendableUntil };
};
