import type { AssignmentId } from '../../shared/domain/ids.ts';
import { derivedId } from '../core/hashing.ts';
import { instant } from '../core/ports.ts';
import { sharedPlace } from '../core/shared-place.ts';
import type { ReadableDb } from '../database/open.ts';
import { findAccountByName } from '../database/tables/accounts.ts';
import { type AssignmentRecord, findAssignment } from '../database/tables/assignments.ts';
import { erasedCodes } from '../database/tables/erasures.ts';
import { findMicroCredential } from '../database/tables/micro-credentials.ts';
import {
  findSubmission,
  findSubmissionByCode,
  type SubmissionRecord,
} from '../database/tables/submissions.ts';
import type { Issues } from './import-issue.ts';
import type { MicroCredentialsPlan } from './plan-micro-credentials.ts';
import type { PeoplePlan } from './plan-people.ts';
import type { SubmissionsPlan } from './plan-submissions.ts';
import { type AssignmentDraft, assignmentsFile } from './read-assignments.ts';

export type AssignmentsPlan = {
  readonly added: readonly AssignmentRecord[];
  readonly changed: readonly AssignmentRecord[];
  readonly withdrawn: readonly string[];
  readonly unchanged: number;
};

/** What the rest of the folder brings; it goes before what the hub has. */
export type PlannedBefore = {
  readonly people: PeoplePlan;
  readonly microCredentials: MicroCredentialsPlan;
  readonly submissions: SubmissionsPlan;
};

/** How long after its due date a lease lasts, in days: late work is taken in and marked late. */
const leaseDays = 14;

export const planAssignments = async (
  db: ReadableDb,
  drafts: readonly AssignmentDraft[],
  before: PlannedBefore,
  now: number,
  issues: Issues,
): Promise<AssignmentsPlan> => {
  const added: AssignmentRecord[] = [];
  const changed: AssignmentRecord[] = [];
  const withdrawn: string[] = [];
  const erased = await erasedCodes(db);
  for (const draft of drafts) {
    if (erased.has(draft.submission)) continue;
    const fresh = await assignmentOf(db, draft, before, now, issues);
    if (fresh === null) continue;
    const existing = await findAssignment(db, fresh.state.id);
    if (draft.withdrawn) {
      const gone = existing === null || ['withdrawn', 'recused'].includes(existing.state.state);
      if (!gone) withdrawn.push(fresh.state.id);
    } else if (existing === null) added.push(fresh);
    else if (isMoved(draft, existing)) changed.push(moved(existing, fresh));
  }
  const touched = added.length + changed.length + withdrawn.length;
  return { added, changed, withdrawn, unchanged: drafts.length - touched };
};

/** Only a due date written as such moves what is there: "+5d" counts from the import that made the assignment. */
const isMoved = (draft: AssignmentDraft, existing: AssignmentRecord): boolean =>
  draft.due.kind === 'at' &&
  ['assigned', 'opened'].includes(existing.state.state) &&
  Date.parse(existing.state.dueAt) !== draft.due.ms;

const moved = (existing: AssignmentRecord, fresh: AssignmentRecord): AssignmentRecord => ({
  ...existing,
  version: existing.version + 1,
  state: { ...existing.state, dueAt: fresh.state.dueAt, leaseExpiresAt: fresh.state.leaseExpiresAt },
});

const assignmentOf = async (
  db: ReadableDb,
  draft: AssignmentDraft,
  before: PlannedBefore,
  now: number,
  issues: Issues,
): Promise<AssignmentRecord | null> => {
  const error = (text: string): null => {
    issues.error(assignmentsFile, draft.row, text);
    return null;
  };
  if (issues.isBroken('account', draft.reviewer) || issues.isBroken('submission', draft.submission))
    return null;
  const reviewer = await reviewerOf(db, before.people, draft.reviewer);
  const submission = await submissionOf(db, before.submissions, draft.submission);
  if (reviewer === null) return error(`there is no account ${draft.reviewer}`);
  if (submission === null) return error(`there is no submission ${draft.submission}`);
  if (!reviewer.roles.includes('reviewer')) return error(`${draft.reviewer} is not a reviewer`);
  const shared = sharedPlace(reviewer, submission);
  if (shared !== null && !draft.withdrawn) {
    return error(
      `${draft.reviewer} may not review ${draft.submission}: the same ${shared} as the earner. Rule: conflict of interest by employer or district`,
    );
  }
  const microCredential = await microCredentialOf(db, before, submission.state.microCredentialId);
  if (microCredential === null) return error(`there is no micro-credential for ${draft.submission}`);
  const informed = microCredential.state.policies.resubmission === 'informed' && !draft.withdrawn;
  const earlier = informed ? await earlierOf(db, before.submissions, submission) : null;
  const sharedBefore = earlier === null ? null : sharedPlace(reviewer, earlier);
  if (earlier !== null && sharedBefore !== null) {
    return error(
      `${draft.reviewer} may not review ${draft.submission}: the earlier attempt ${earlier.state.code} is shown beside it, and there the earner had the same ${sharedBefore}. Rule: conflict of interest by employer or district`,
    );
  }
  const due = draft.due.kind === 'at' ? draft.due.ms : now + draft.due.ms;
  return {
    state: {
      id: derivedId('asg', draft.submission, draft.reviewer) as AssignmentId,
      submissionId: submission.state.id,
      reviewerId: reviewer.id,
      kind: draft.kind,
      state: 'assigned',
      rubricHash: microCredential.state.rubricHash,
      assignedAt: instant(now),
      dueAt: instant(due),
      leaseExpiresAt: instant(due + leaseDays * 86_400_000),
      submittedAt: null,
      amendableUntil: null,
    },
    version: 1,
    microCredentialId: microCredential.state.id,
    microCredentialVersion: microCredential.version,
  };
};

const reviewerOf = async (db: ReadableDb, people: PeoplePlan, account: string) =>
  [...people.added.map(({ record }) => record), ...people.changed].find((one) => one.account === account) ??
  (await findAccountByName(db, account));

const submissionOf = async (db: ReadableDb, submissions: SubmissionsPlan, code: string) =>
  [...submissions.added, ...submissions.changed].find(({ record }) => record.state.code === code)?.record ??
  (await findSubmissionByCode(db, code));

/** The attempt before, whose evidence goes to the reviewer too; null for a first attempt. */
const earlierOf = async (db: ReadableDb, submissions: SubmissionsPlan, { state }: SubmissionRecord) => {
  const id = state.previousSubmissionId;
  if (id === null) return null;
  const planned = [...submissions.added, ...submissions.changed].find(({ record }) => record.state.id === id);
  return planned?.record ?? (await findSubmission(db, id));
};

const microCredentialOf = async (db: ReadableDb, { microCredentials }: PlannedBefore, id: string) => {
  const added = microCredentials.added.find((state) => state.id === id);
  if (added !== undefined) return { state: added, version: 1 };
  return microCredentials.revised.find(({ state }) => state.id === id) ?? (await findMicroCredential(db, id));
};
