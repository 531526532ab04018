import type { ResubmissionMode } from '../../shared/domain/policies.ts';
import type { StateChange } from '../../shared/hub-api/changes.ts';
import { sharedPlace } from '../core/shared-place.ts';
import type { ReadableDb } from '../database/open.ts';
import { findAccount } from '../database/tables/accounts.ts';
import {
  type AssignmentRecord,
  assignmentStatesOn,
  givesEvidence,
  holdsNextAttempt,
} from '../database/tables/assignments.ts';
import { findMicroCredential, type MicroCredentialRecord } from '../database/tables/micro-credentials.ts';
import {
  type ArtifactRecord,
  findSubmission,
  listArtifacts,
  type SubmissionRecord,
} from '../database/tables/submissions.ts';

type Attempt = { readonly submission: SubmissionRecord; readonly artifacts: readonly ArtifactRecord[] };

/** Everything an assignment could bring: its submission, the attempt before, and what both are judged by. */
export type SubmissionGraph = Attempt & {
  readonly microCredential: MicroCredentialRecord;
  /** One step back only; null for a first attempt. */
  readonly previous: Attempt | null;
};

export const loadGraph = async (db: ReadableDb, record: AssignmentRecord): Promise<SubmissionGraph> => {
  const microCredential = await findMicroCredential(db, record.microCredentialId);
  const submission = await findSubmission(db, record.state.submissionId);
  if (microCredential === null || submission === null) {
    throw new Error('an assignment refers to a submission or micro-credential that is not there');
  }
  const { previousSubmissionId } = submission.state;
  const previous = previousSubmissionId === null ? null : await findSubmission(db, previousSubmissionId);
  return {
    microCredential,
    submission,
    artifacts: await listArtifacts(db, submission.state.id),
    previous:
      previous === null
        ? null
        : { submission: previous, artifacts: await listArtifacts(db, previous.state.id) },
  };
};

/**
 * Whether the attempt before may stand beside a reviewer's assignment: the micro-credential says so, the reviewer has no
 * conflict of interest with the earner as of then, and has not recused from that very attempt.
 */
const mayHavePrevious = async (
  db: ReadableDb,
  readerId: string,
  mode: ResubmissionMode,
  previous: SubmissionRecord,
): Promise<boolean> => {
  if (mode === 'blind') return false;
  const reader = await findAccount(db, readerId);
  if (reader === null || sharedPlace(reader, previous) !== null) return false;
  return !(await assignmentStatesOn(db, readerId, previous.state.id)).includes('recused');
};

/** A graph as one reader gets it, what is referred to first. */
export type ReaderGraph = {
  readonly microCredential: StateChange;
  /** The attempt before and its artifacts; empty where it is not shown. */
  readonly previous: readonly StateChange[];
  readonly submission: StateChange;
  readonly artifacts: readonly StateChange[];
};

export const graphFor = async (
  db: ReadableDb,
  readerId: string,
  { microCredential, submission, artifacts, previous }: SubmissionGraph,
): Promise<ReaderGraph> => {
  const mode = microCredential.state.policies.resubmission;
  const shown = previous !== null && (await mayHavePrevious(db, readerId, mode, previous.submission));
  return {
    microCredential: microCredentialChange(microCredential),
    previous: shown ? attemptBefore(previous) : [],
    submission: shown ? submissionChange(submission) : submissionChange(withoutPast(submission)),
    artifacts: artifactChanges(artifacts),
  };
};

export const microCredentialChange = ({ state, version }: MicroCredentialRecord): StateChange => ({
  change: 'state',
  kind: 'micro-credential',
  id: state.id,
  version,
  state,
});

/** The attempt before without its own past: a reviewer sees one step back. */
const attemptBefore = ({ submission, artifacts }: Attempt): StateChange[] => [
  submissionChange(withoutPast(submission)),
  ...artifactChanges(artifacts),
];

const withoutPast = (record: SubmissionRecord): SubmissionRecord => ({
  ...record,
  state: { ...record.state, previousSubmissionId: null, priorFeedback: null },
});

const submissionChange = ({ state, version }: SubmissionRecord): StateChange => ({
  change: 'state',
  kind: 'submission',
  id: state.id,
  version,
  state,
});

/** Captions come after what they caption. */
const artifactChanges = (artifacts: readonly ArtifactRecord[]): StateChange[] => {
  const media = artifacts.filter(({ state }) => state.captionsOf === null);
  const captions = artifacts.filter(({ state }) => state.captionsOf !== null);
  return [...media, ...captions].map(({ state, version }) => ({
    change: 'state',
    kind: 'artifact',
    id: state.id,
    version,
    state,
  }));
};

/** An attempt by its names alone, whether or not anybody is given it: what to look for in a feed. */
export const namesOf = ({ submission, artifacts }: Attempt): StateChange[] => [
  submissionChange(submission),
  ...artifactChanges(artifacts),
];

/**
 * Whether a reader has a submission from an assignment that stands: one on the submission itself, or on the attempt that
 * follows it. Who has recused from it is given it by nothing.
 */
export const isStillGiven = async (
  db: ReadableDb,
  readerId: string,
  mode: ResubmissionMode,
  submission: SubmissionRecord,
): Promise<boolean> => {
  const states = await assignmentStatesOn(db, readerId, submission.state.id);
  if (states.some(givesEvidence)) return true;
  return (
    (await mayHavePrevious(db, readerId, mode, submission)) &&
    (await holdsNextAttempt(db, readerId, submission.state))
  );
};
