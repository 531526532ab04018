import type { Supersede } from '../../../shared/domain/assignment.ts';
import { type ReviewContent, reviewGaps } from '../../../shared/domain/review.ts';
import type { Happening } from '../../../shared/hub-api/events.ts';
import { jsonHash } from '../../core/hashing.ts';
import { insertAlert } from '../../database/tables/alerts.ts';
import { putAssignment } from '../../database/tables/assignments.ts';
import { type EventRecord, findEvent, type Verdict } from '../../database/tables/events.ts';
import { findMicroCredentialVersion } from '../../database/tables/micro-credentials.ts';
import { findCountedReview, type ReviewRecord } from '../../database/tables/reviews.ts';
import { findArtifact, findSubmission } from '../../database/tables/submissions.ts';
import { fanOutAssignment } from '../fan-out.ts';
import { readFinal } from '../refused-final.ts';
import type { Case } from './case.ts';
import { accepted, deferred, rejected } from './verdict.ts';

type Request = Extract<Happening, { type: 'review.supersede-requested' }>['payload'];

/**
 * The reviewer asks that a final of theirs that was refused as `already-finalised` count. Goes to the lead, and to every
 * device of the reviewer with the assignment. One request for each final: asked again, it is the same. Where the final
 * counts after all (a hub restored from a backup took it), there is nothing to ask.
 */
export const judgeSupersedeRequest = async (one: Case, request: Request): Promise<Verdict> => {
  const { db, assignment } = one;
  const refused = await findEvent(db, request.refusedEventId);
  const own =
    refused !== null &&
    refused.accountId === one.reviewerId &&
    refused.assignmentId === assignment.state.id &&
    refused.type === 'review.submitted';
  if (!own) return rejected('not-found');
  if (refused.result === 'deferred') return deferred('earlier-change-refused');
  if (refused.result !== 'rejected') return accepted();
  const asked = assignment.state.supersedes ?? [];
  if (asked.some(({ refusedEventId }) => refusedEventId === request.refusedEventId)) return sameAgain;
  const counted = await findCountedReview(db, assignment.state.id);
  if (refused.problem?.code !== 'already-finalised' || counted === null) return rejected('not-found');
  const content = readFinal(refused);
  const unfit = content === null ? rejected('not-found') : await whyUnfit(one, content);
  if (unfit !== null) return unfit;
  await keepRequest(one, request, refused, counted);
  return accepted();
};

const sameAgain: Verdict = { result: 'duplicate', problem: null, receipt: null, counted: false };

/** A final is refused before it is looked at. One that could never count is not put before a lead. */
const whyUnfit = async ({ db, assignment }: Case, content: ReviewContent): Promise<Verdict | null> => {
  const { microCredentialId, microCredentialVersion, state } = assignment;
  const microCredential = await findMicroCredentialVersion(db, microCredentialId, microCredentialVersion);
  if (microCredential === null)
    throw new Error('an assignment refers to a micro-credential that is not there');
  const gaps = reviewGaps(microCredential, content);
  if (gaps.length > 0) return rejected('review-incomplete', { count: gaps.length });
  const criteria = microCredential.rubric.criteria.map(({ id }) => id);
  if (jsonHash(criteria) !== jsonHash(content.criteria.map(({ criterionId }) => criterionId))) {
    return rejected('bad-request', { detail: 'the final names other criteria than the rubric has' });
  }
  for (const { artifactId } of content.annotations) {
    const artifact = await findArtifact(db, artifactId);
    if (artifact?.submissionId !== state.submissionId) {
      return rejected('bad-request', { detail: 'the final cites a file that the submission does not have' });
    }
  }
  return null;
};

const keepRequest = async (
  one: Case,
  { reason }: Request,
  refused: EventRecord,
  counted: ReviewRecord,
): Promise<void> => {
  const { db, assignment, receivedAt, newId } = one;
  const { state } = assignment;
  const submission = await findSubmission(db, state.submissionId);
  const refusedEventId = refused.eventId as Supersede['refusedEventId'];
  await insertAlert(db, {
    id: newId(),
    kind: 'supersede-request',
    urgent: false,
    assignmentId: state.id,
    submissionCode: submission?.state.code ?? '',
    reviewerId: state.reviewerId,
    codes: [],
    note: reason,
    receivedAt,
    supersede: {
      refused: {
        eventId: refusedEventId,
        contentHash: contentHashOf(refused),
        receivedAt: refused.receivedAt,
      },
      counted: { contentHash: counted.contentHash, receivedAt: counted.receivedAt },
      answer: null,
    },
  });
  const supersedes: Supersede[] = [
    ...(state.supersedes ?? []),
    { refusedEventId, requestedAt: receivedAt, answer: null },
  ];
  const asking = { ...assignment, version: assignment.version + 1, state: { ...state, supersedes } };
  await putAssignment(db, asking);
  await fanOutAssignment(db, asking);
};

const contentHashOf = ({ payload }: EventRecord): string =>
  (JSON.parse(payload) as { contentHash: string }).contentHash;
