import type { AssignmentState } from '../../../shared/domain/assignment.ts';
import { assertNever } from '../../../shared/lib/assert-never.ts';
import { insertAlert } from '../../database/tables/alerts.ts';
import { putAssignment } from '../../database/tables/assignments.ts';
import type { Verdict } from '../../database/tables/events.ts';
import { findSubmission } from '../../database/tables/submissions.ts';
import { fanOutAssignment, fanOutRemoval } from '../fan-out.ts';
import { amendRefusal, type Case, type Hearing, markOpened } from './case.ts';
import { judgeEdit } from './judge-edit.ts';
import { judgeErasureReceipt } from './judge-erasure-receipt.ts';
import { judgeSubmission } from './judge-submission.ts';
import { judgeSupersedeRequest } from './judge-supersede-request.ts';
import { accepted, deferred, rejected } from './verdict.ts';

/**
 * Judges one event and writes its effects. Somebody else's assignment is as unknown as one that does not exist. What
 * nothing can save is refused at once, also where earlier work waits: a workbench would hear of it one change at a time.
 * A child's safety, the receipt of an erasure and a request about a refused final never wait.
 */
export const judgeEvent = async (hearing: Hearing): Promise<Verdict> => {
  if (hearing.event.type === 'erasure.carried-out')
    return judgeErasureReceipt(hearing, hearing.event.payload);
  const { assignment, erased } = hearing.held;
  if (assignment === null || assignment.state.reviewerId !== hearing.reviewerId) return rejected('not-found');
  const one: Case = { ...hearing, assignment };
  if (erased) return judgeErased(one);
  if (hearing.event.type === 'alert.child-safety') return judgeChildSafety(one);
  const refusal = refusalByState(assignment.state.state) ?? refusalByRubric(one);
  if (refusal !== null) return refusal;
  if (hearing.event.type === 'review.supersede-requested')
    return judgeSupersedeRequest(one, hearing.event.payload);
  return hearing.waits ? deferred('earlier-change-refused') : judgeByType(one);
};

/**
 * Nothing of an event on an erased submission is kept. That a child's safety was at stake still reaches the lead, without
 * a word of it, so that somebody asks the reviewer.
 */
const judgeErased = async (one: Case): Promise<Verdict> => {
  if (one.event.type === 'alert.child-safety') await raiseAlert(one, 'child-safety', [], '');
  return rejected('submission-erased');
};

const refusalByState = (state: AssignmentState): Verdict | null => {
  if (state === 'withdrawn') return rejected('assignment-withdrawn');
  if (state === 'recused' || state === 'set-aside') return rejected('assignment-closed', { state });
  return null;
};

/** Only what speaks of criteria depends on the rubric; opening, recusing and setting aside do not. */
const refusalByRubric = ({ event, assignment }: Case): Verdict | null => {
  const scored =
    event.type === 'review.edited' || event.type === 'review.submitted' || event.type === 'review.reopened';
  return scored && event.rubricHash !== assignment.state.rubricHash
    ? rejected('rubric-version-conflict')
    : null;
};

const judgeByType = async (one: Case): Promise<Verdict> => {
  const { event } = one;
  switch (event.type) {
    case 'assignment.opened':
      await markOpened(one);
      return accepted();
    case 'review.edited':
      return judgeEdit(one, event.payload);
    case 'review.submitted':
      return judgeSubmission(one, event.payload);
    case 'review.reopened':
      return amendRefusal(one) ?? accepted();
    case 'assignment.recused':
      return judgeClosing(one, 'recused', [event.payload.reason], event.payload.note);
    case 'review.set-aside':
      return judgeClosing(one, 'set-aside', event.payload.codes, event.payload.note);
    case 'review.supersede-requested':
      return judgeSupersedeRequest(one, event.payload);
    case 'alert.child-safety':
      return judgeChildSafety(one);
    case 'erasure.carried-out':
      return judgeErasureReceipt(one, event.payload);
    default:
      return assertNever(event);
  }
};

/** Recusal takes the work off the device; setting aside leaves it there, closed. Both go to the lead. */
const judgeClosing = async (
  one: Case,
  state: 'recused' | 'set-aside',
  codes: readonly string[],
  note: string,
): Promise<Verdict> => {
  const { db, assignment } = one;
  if (assignment.state.state === 'submitted') return rejected('assignment-closed', { state: 'submitted' });
  const closed = { ...assignment, version: assignment.version + 1, state: { ...assignment.state, state } };
  await putAssignment(db, closed);
  await raiseAlert(one, state, codes, note);
  if (state === 'recused') await fanOutRemoval(db, closed, 'recused');
  else await fanOutAssignment(db, closed);
  return accepted();
};

/** A child's safety comes before the state of any paperwork: taken in whatever became of the assignment. */
const judgeChildSafety = async (one: Case): Promise<Verdict> => {
  const note = one.event.type === 'alert.child-safety' ? one.event.payload.note : '';
  await raiseAlert(one, 'child-safety', [], note);
  return accepted();
};

const raiseAlert = async (
  { db, assignment, receivedAt, newId }: Case,
  kind: 'recused' | 'set-aside' | 'child-safety',
  codes: readonly string[],
  note: string,
): Promise<void> => {
  const submission = await findSubmission(db, assignment.state.submissionId);
  await insertAlert(db, {
    id: newId(),
    kind,
    urgent: kind === 'child-safety',
    assignmentId: assignment.state.id,
    submissionCode: submission?.state.code ?? '',
    reviewerId: assignment.state.reviewerId,
    codes: [...codes],
    note,
    receivedAt,
  });
};
