import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createChangeBus } from '../../main/core/change-bus.ts';
import { createIds } from '../../main/core/ids.ts';
import type { WritableDb } from '../../main/database/connection.ts';
import { inTransaction } from '../../main/database/open.ts';
import { sealedColumn } from '../../main/database/sealed-columns.ts';
import { putSession } from '../../main/database/tables/device-account.ts';
import { addDownload } from '../../main/database/tables/downloads.ts';
import { putArtifact } from '../../main/database/tables/hub-artifacts.ts';
import { putAssignment } from '../../main/database/tables/hub-assignments.ts';
import { putMicroCredential } from '../../main/database/tables/hub-micro-credentials.ts';
import { putSubmission } from '../../main/database/tables/hub-submissions.ts';
import { asRootKey, deriveKeys } from '../../main/keys/root-key.ts';
import type { ReviewDeps } from '../../main/services/review/work.ts';
import { openWorkspace, type Workspace } from '../../main/services/workspace.ts';
import type { Annotation } from '../../shared/domain/annotation.ts';
import { annotationSchema } from '../../shared/domain/annotation.ts';
import { type Artifact, artifactSchema } from '../../shared/domain/artifact.ts';
import { type Assignment, assignmentSchema } from '../../shared/domain/assignment.ts';
import { assignmentIdSchema, criterionIdSchema, deviceIdSchema } from '../../shared/domain/ids.ts';
import type { MicroCredential } from '../../shared/domain/micro-credential.ts';
import { type ReviewOperation, reviewOperationSchema } from '../../shared/domain/review-operation.ts';
import { submissionSchema } from '../../shared/domain/submission.ts';
import { ok, type Result } from '../../shared/lib/result.ts';
import type { Notice } from '../../shared/workbench-api/notices.ts';
import { aMicroCredential } from './domain.ts';
import { tempFolder } from './temp-folder.ts';
import { createTestClock, type TestClock } from './test-clock.ts';

export const assignmentId = (n = 1) => assignmentIdSchema.parse(`assignment-${n}`);
export const criterion = (id: string) => criterionIdSchema.parse(id);
export const operation = (raw: unknown): ReviewOperation => reviewOperationSchema.parse(raw);

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** The bytes of the only artifact of submission n. */
export const evidenceBytes = (n = 1) => Buffer.from(`plan of lesson ${n}`);

export const anArtifact = (n = 1): Artifact =>
  artifactSchema.parse({
    id: `artifact-${n}`,
    submissionId: `submission-${n}`,
    slotId: 'plan',
    label: 'plan.pdf',
    mediaType: 'application/pdf',
    sha256: sha256(evidenceBytes(n).toString()),
    size: evidenceBytes(n).length,
    captionsOf: null,
    position: 0,
  });

const anAssignment = (n = 1, changes: Partial<Assignment> = {}): Assignment =>
  assignmentSchema.parse({
    id: `assignment-${n}`,
    submissionId: `submission-${n}`,
    reviewerId: 'account-1',
    kind: 'live',
    state: 'assigned',
    rubricHash: aMicroCredential().rubricHash,
    assignedAt: '2026-03-01T09:00:00.000Z',
    dueAt: new Date(Date.UTC(2026, 2, n, 9)).toISOString(),
    leaseExpiresAt: '2026-04-01T09:00:00.000Z',
    submittedAt: null,
    amendableUntil: null,
    ...changes,
  });

export const anAnnotation = (text: string, changes: Partial<Annotation> = {}): Annotation =>
  annotationSchema.parse({
    id: 'annotation-1',
    artifactId: 'artifact-1',
    artifactSha256: anArtifact().sha256,
    locator: { kind: 'whole' },
    text,
    criterionIds: ['opening'],
    createdAt: '2026-03-02T09:00:00.000Z',
    ...changes,
  });

/** Edits after which a review of `aMicroCredential` is complete. */
export const completeReview: readonly ReviewOperation[] = [
  { op: 'score.set', criterionId: 'opening', score: 3 },
  { op: 'rationale.set', criterionId: 'opening', text: 'Every question is open.' },
  { op: 'score.set', criterionId: 'probing', score: 2 },
  { op: 'rationale.set', criterionId: 'probing', text: 'Few answers are followed up.' },
  { op: 'feedback.set', criterionId: null, field: 'strength', text: 'You wait.' },
  { op: 'feedback.set', criterionId: null, field: 'nextStep', text: 'Ask why.' },
].map(operation);

export type ReviewWorkspace = {
  readonly workspace: Workspace;
  readonly deps: ReviewDeps;
  readonly clock: TestClock;
  readonly folder: string;
  readonly notices: readonly Notice[];
  readonly logged: readonly unknown[];
  /** How often sync was woken. */
  readonly wakes: () => number;
  /** Assignments whose evidence was asked for ahead of everything else. */
  readonly asked: readonly string[];
  write<T>(work: (db: WritableDb) => Result<T>): T;
  /** As the hub would send it. */
  putAssignment(n: number, changes: Partial<Assignment>, version?: number): void;
  putMicroCredential(microCredential: MicroCredential, version: number): void;
};

type Options = {
  readonly folder?: string;
  readonly clock?: TestClock;
  readonly assignments?: number;
  readonly microCredential?: MicroCredential;
};

const testKeys = deriveKeys(asRootKey(new Uint8Array(32).fill(7)));

/** A real workspace in a folder of its own, with assignments 1 … n as if they had been pulled. Closed after the test. */
export const openReviewWorkspace = async (options: Options = {}): Promise<ReviewWorkspace> => {
  const { folder = join(tempFolder(), 'account'), clock = createTestClock() } = options;
  const opened = await openWorkspace({
    folder,
    keys: testKeys,
    random: (size) => randomBytes(size),
    newDeviceId: deviceIdSchema.parse('device-1'),
  });
  if (!opened.ok) throw new Error(opened.problem.code);
  const workspace = opened.value;
  onTestFinished(async () => {
    await workspace.close();
  });
  const write = <T>(work: (db: WritableDb) => Result<T>): T => {
    const written = inTransaction(workspace.db, work);
    if (!written.ok) throw new Error(written.problem.code);
    return written.value;
  };
  const notices: Notice[] = [];
  const logged: unknown[] = [];
  const asked: string[] = [];
  let wakes = 0;
  const bus = createChangeBus((error) => {
    throw error;
  });
  bus.subscribe((notice) => notices.push(notice));
  const made: ReviewWorkspace = {
    workspace,
    clock,
    folder,
    notices,
    logged,
    wakes: () => wakes,
    asked,
    write,
    deps: {
      workspace,
      downloadNow: (id) => asked.push(id),
      clock,
      bus,
      ids: createIds(clock, (size) => randomBytes(size)),
      log: (...line) => logged.push(line),
      wakeSync: () => {
        wakes += 1;
      },
    },
    putAssignment: (n, changes, version = 1) =>
      write((db) => {
        const assignment = anAssignment(n, changes);
        putAssignment(db, assignment, version, JSON.stringify(assignment));
        return ok(undefined);
      }),
    putMicroCredential: (microCredential, version) =>
      write((db) => {
        putMicroCredential(db, microCredential.id, version, JSON.stringify(microCredential));
        return ok(undefined);
      }),
  };
  await fill(made, options);
  return made;
};

const fill = async (made: ReviewWorkspace, options: Options): Promise<void> => {
  const { workspace, write } = made;
  const { assignments = 2, microCredential = aMicroCredential() } = options;
  const numbers = Array.from({ length: assignments }, (_, index) => index + 1);
  const keys = await workspace.keyring.ensureKeys(numbers.map((n) => `submission-${n}`));
  if (!keys.ok) throw new Error(keys.problem.code);
  made.putMicroCredential(microCredential, 1);
  write((db) => {
    putSession(db, {
      account: { id: anAssignment().reviewerId, account: 'rosa', name: 'Rosa', roles: ['reviewer'] },
      token: 'token-'.repeat(5),
      expiresAt: '2026-03-09T09:00:00.000Z',
      deviceSecret: Buffer.alloc(32, 5).toString('base64url'),
    });
    return ok(undefined);
  });
  for (const n of numbers) {
    const code = `WGQ-${n}`;
    const submission = submissionSchema.parse({
      id: `submission-${n}`,
      code,
      microCredentialId: microCredential.id,
      earnerCode: `E-${n}`,
      attempt: 1,
      previousSubmissionId: null,
      submittedAt: '2026-02-01T09:00:00.000Z',
      context: `Grade ${n}`,
      changeNote: '',
      priorFeedback: null,
    });
    const artifact = anArtifact(n);
    write((db) => {
      const head = { id: submission.id, code, microCredentialId: microCredential.id, version: 1 };
      putSubmission(
        db,
        head,
        sealedState(workspace, submission.id, sealedColumn.hubSubmission(submission.id), submission),
      );
      addDownload(db, artifact.submissionId, artifact.sha256, artifact.size);
      const sealed = sealedState(
        workspace,
        artifact.submissionId,
        sealedColumn.hubArtifact(artifact.id),
        artifact,
      );
      return ok(putArtifact(db, { ...artifact, version: 1 }, sealed));
    });
    made.putAssignment(n, { rubricHash: microCredential.rubricHash });
  }
};

/** As pull stores it: the JSON of the hub, sealed for its column. */
const sealedState = (
  { keyring }: Pick<Workspace, 'keyring'>,
  submissionId: string,
  column: string,
  state: unknown,
): Uint8Array => {
  const sealed = keyring.sealText(submissionId, column, JSON.stringify(state));
  if (!sealed.ok) throw new Error(sealed.problem.code);
  return sealed.value;
};
