import { type Artifact, missingEvidence } from '../../shared/domain/artifact.ts';
import type { PriorFeedback } from '../../shared/domain/feedback.ts';
import type { SubmissionId } from '../../shared/domain/ids.ts';
import type { MicroCredential } from '../../shared/domain/micro-credential.ts';
import type { Submission } from '../../shared/domain/submission.ts';
import { jsonHash } from '../core/hashing.ts';
import type { ReadableDb } from '../database/open.ts';
import { isSubmissionAssigned } from '../database/tables/assignments.ts';
import { erasedCodes } from '../database/tables/erasures.ts';
import { readersOf } from '../database/tables/feeds.ts';
import { findMicroCredential, findMicroCredentialByCode } from '../database/tables/micro-credentials.ts';
import { findSubmissionByCode, type SubmissionRecord } from '../database/tables/submissions.ts';
import { artifactsOf, type HashedEvidence } from './artifacts-of.ts';
import type { Issues } from './import-issue.ts';
import { evidenceFolder } from './read-evidence.ts';
import type { ProgramDraft } from './read-program.ts';
import { priorFeedbackFile, type SubmissionDraft, submissionsFile } from './read-submissions.ts';

type SubmissionPlan = { readonly record: SubmissionRecord; readonly artifacts: readonly Artifact[] };

export type SubmissionsPlan = {
  readonly added: readonly SubmissionPlan[];
  readonly changed: readonly SubmissionPlan[];
  readonly unchanged: number;
};

const submissionIdOf = (code: string): SubmissionId => `sub-${code}` as SubmissionId;

/** Fits submissions, evidence and earlier feedback together, and to what the hub has. */
export const planSubmissions = async (
  db: ReadableDb,
  draft: ProgramDraft,
  evidence: readonly HashedEvidence[],
  issues: Issues,
): Promise<SubmissionsPlan> => {
  const added: SubmissionPlan[] = [];
  const changed: SubmissionPlan[] = [];
  let unchanged = 0;
  reportStrays(draft, issues);
  const erased = await erasedCodes(db);
  for (const one of draft.submissions) {
    if (erased.has(one.code)) {
      issues.warn(submissionsFile, one.row, `${one.code} was erased from this hub and is not imported again`);
      unchanged += 1;
      continue;
    }
    const plan = await planOne(db, draft, one, erased, evidence, issues);
    if (plan === null) {
      issues.markBroken('submission', one.code);
      continue;
    }
    const existing = await findSubmissionByCode(db, one.code);
    if (existing === null) added.push(plan);
    else if (existing.contentHash === plan.record.contentHash) unchanged += 1;
    else if (await isFrozen(db, existing.state.id)) {
      issues.error(
        submissionsFile,
        one.row,
        `${one.code} has been assigned and is frozen, but its row, its evidence or its earlier feedback has changed. Import the new work as another attempt`,
      );
    } else changed.push({ ...plan, record: { ...plan.record, version: existing.version + 1 } });
  }
  return { added, changed, unchanged };
};

/** Assigned, or with a reviewer as the attempt before the one that is assigned. */
const isFrozen = async (db: ReadableDb, submissionId: string): Promise<boolean> =>
  (await isSubmissionAssigned(db, submissionId)) ||
  (await readersOf(db, 'submission', submissionId)).length > 0;

const planOne = async (
  db: ReadableDb,
  draft: ProgramDraft,
  one: SubmissionDraft,
  erased: ReadonlySet<string>,
  evidence: readonly HashedEvidence[],
  issues: Issues,
): Promise<SubmissionPlan | null> => {
  const errorsBefore = issues.errors.length;
  const error = (text: string) => issues.error(submissionsFile, one.row, text);
  const microCredential = await microCredentialOf(db, draft, one.microCredential);
  if (microCredential === null) {
    const known = issues.isBroken('micro-credential', one.microCredential);
    if (!known) error(`there is no micro-credential ${one.microCredential}`);
    return null;
  }
  if (one.attempt > microCredential.policies.attemptLimit) {
    error(`attempt ${one.attempt} is over the limit of ${microCredential.policies.attemptLimit}`);
  }
  const previous = one.previous === '' ? null : await earlierAttempt(db, draft, one.previous);
  const pastErased = erased.has(one.previous);
  if (one.previous !== '' && !pastErased && !issues.isBroken('submission', one.previous))
    checkPrevious(one, previous, error);
  const id = submissionIdOf(one.code);
  const artifacts = artifactsOf(one.code, id, microCredential, evidence, issues);
  for (const slot of missingEvidence(microCredential.evidenceSlots, artifacts)) {
    issues.warn(submissionsFile, one.row, `${one.code} is incomplete: nothing fills "${slot.title}"`);
  }
  const state: Submission = {
    id,
    code: one.code,
    microCredentialId: microCredential.id,
    earnerCode: one.earner,
    attempt: one.attempt,
    previousSubmissionId: one.previous === '' ? null : submissionIdOf(one.previous),
    submittedAt: one.submittedAt,
    context: one.context,
    changeNote: one.changeNote,
    priorFeedback:
      previous === null ? null : priorFeedbackOf(draft, one.previous, previous, microCredential, issues),
  };
  if (issues.errors.length > errorsBefore) return null;
  const { employer, district } = one;
  // Of the row as it is written: one whose past was erased since is not a changed one.
  const contentHash = jsonHash({ state, employer, district, artifacts });
  const kept = pastErased ? { ...state, previousSubmissionId: null, priorFeedback: null } : state;
  return { record: { state: kept, version: 1, employer, district, contentHash }, artifacts };
};

const microCredentialOf = async (
  db: ReadableDb,
  draft: ProgramDraft,
  code: string,
): Promise<MicroCredential | null> =>
  draft.microCredentials.find(({ state }) => state.code === code)?.state ??
  (await findMicroCredentialByCode(db, code))?.state ??
  null;

type EarlierAttempt = { readonly microCredential: string; readonly earner: string; readonly attempt: number };

const earlierAttempt = async (
  db: ReadableDb,
  draft: ProgramDraft,
  code: string,
): Promise<EarlierAttempt | null> => {
  const drafted = draft.submissions.find((one) => one.code === code);
  if (drafted !== undefined) return drafted;
  const stored = (await findSubmissionByCode(db, code))?.state;
  if (stored === undefined) return null;
  const microCredential = await findMicroCredential(db, stored.microCredentialId);
  return {
    microCredential: microCredential?.state.code ?? '',
    earner: stored.earnerCode,
    attempt: stored.attempt,
  };
};

const checkPrevious = (
  one: SubmissionDraft,
  previous: EarlierAttempt | null,
  error: (text: string) => void,
): void => {
  if (previous === null) error(`the earlier attempt ${one.previous} does not exist`);
  else if (previous.earner !== one.earner) error(`the earlier attempt ${one.previous} is another earner's`);
  else if (previous.microCredential !== one.microCredential) {
    error(`the earlier attempt ${one.previous} is for another micro-credential`);
  } else if (previous.attempt + 1 !== one.attempt) {
    error(`is attempt ${one.attempt}, but the earlier one, ${one.previous}, is attempt ${previous.attempt}`);
  }
};

const priorFeedbackOf = (
  draft: ProgramDraft,
  code: string,
  previous: EarlierAttempt,
  microCredential: MicroCredential,
  issues: Issues,
): PriorFeedback | null => {
  const rows = draft.priorFeedback.filter((row) => row.submission === code);
  if (rows.length === 0) return null;
  const criteria = microCredential.rubric.criteria;
  const known = rows.filter((row) => {
    const fits = row.criterion === '' || criteria.some(({ id }) => id === row.criterion);
    if (!fits) issues.error(priorFeedbackFile, row.row, `the rubric has no criterion ${row.criterion}`);
    return fits;
  });
  const overall = known.find((row) => row.criterion === '');
  return {
    attempt: previous.attempt,
    overall: {
      strength: overall?.strength ?? '',
      gap: overall?.gap ?? '',
      nextStep: overall?.nextStep ?? '',
    },
    criteria: criteria.flatMap(({ id }) =>
      known
        .filter((row) => row.criterion === id)
        .map(({ score, strength, gap, nextStep }) => ({ criterionId: id, score, strength, gap, nextStep })),
    ),
  };
};

/** Evidence and feedback that belong to no row. */
const reportStrays = (draft: ProgramDraft, issues: Issues): void => {
  const codes = new Set(draft.submissions.map(({ code }) => code));
  const folders = new Set(draft.evidence.map(({ submission }) => submission));
  for (const folder of folders) {
    if (!codes.has(folder) && !issues.isBroken('submission', folder)) {
      issues.error(`${evidenceFolder}/${folder}`, null, `${submissionsFile} has no row for this folder`);
    }
  }
  const continued = new Set(draft.submissions.map(({ previous }) => previous));
  for (const { submission, row } of draft.priorFeedback) {
    if (continued.has(submission) || issues.isBroken('submission', submission)) continue;
    if (codes.has(submission)) {
      issues.warn(priorFeedbackFile, row, `nobody sees this: no later attempt follows ${submission}`);
    } else issues.error(priorFeedbackFile, row, `there is no submission ${submission}`);
  }
};
