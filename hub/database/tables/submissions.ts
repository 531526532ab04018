import type { Artifact } from '../../../shared/domain/artifact.ts';
import type { Submission } from '../../../shared/domain/submission.ts';
import type { ReadableDb, WritableDb } from '../open.ts';

/** A submission with what reviewers never see: where its earner works, and the hash of all its content. */
export type SubmissionRecord = {
  readonly state: Submission;
  readonly version: number;
  readonly employer: string;
  readonly district: string;
  readonly contentHash: string;
};

export type ArtifactRecord = { readonly state: Artifact; readonly version: number };

export const findSubmission = async (db: ReadableDb, id: string): Promise<SubmissionRecord | null> => {
  const row = await db.selectFrom('submissions').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : toRecord(row);
};

export const findSubmissionByCode = async (
  db: ReadableDb,
  code: string,
): Promise<SubmissionRecord | null> => {
  const row = await db.selectFrom('submissions').selectAll().where('code', '=', code).executeTakeFirst();
  return row === undefined ? null : toRecord(row);
};

export const putSubmission = async (db: WritableDb, record: SubmissionRecord): Promise<void> => {
  const { state } = record;
  const values = {
    code: state.code,
    micro_credential_id: state.microCredentialId,
    earner: state.earnerCode,
    attempt: state.attempt,
    employer: record.employer,
    district: record.district,
    content_hash: record.contentHash,
    version: record.version,
    state: JSON.stringify(state),
  };
  await db
    .insertInto('submissions')
    .values({ id: state.id, ...values })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(values))
    .execute();
};

export const listArtifacts = async (db: ReadableDb, submissionId: string): Promise<ArtifactRecord[]> => {
  const rows = await db
    .selectFrom('artifacts')
    .select(['version', 'state'])
    .where('submission_id', '=', submissionId)
    .orderBy('id')
    .execute();
  return rows.map((row) => ({ version: row.version, state: JSON.parse(row.state) as Artifact }));
};

export const findArtifact = async (db: ReadableDb, id: string): Promise<Artifact | null> => {
  const row = await db.selectFrom('artifacts').select('state').where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : (JSON.parse(row.state) as Artifact);
};

/** Replaces all artifacts of a submission that nobody has been assigned yet. */
export const replaceArtifacts = async (
  db: WritableDb,
  submissionId: string,
  artifacts: readonly ArtifactRecord[],
): Promise<void> => {
  await db.deleteFrom('artifacts').where('submission_id', '=', submissionId).execute();
  for (const { state, version } of artifacts) {
    await db
      .insertInto('artifacts')
      .values({
        id: state.id,
        submission_id: submissionId,
        sha256: state.sha256,
        version,
        state: JSON.stringify(state),
      })
      .execute();
  }
};

/** The attempts that name this one as the attempt before. */
export const listNextAttempts = async (
  db: ReadableDb,
  { id, microCredentialId, attempt }: Submission,
): Promise<SubmissionRecord[]> => {
  const rows = await db
    .selectFrom('submissions')
    .selectAll()
    .where('micro_credential_id', '=', microCredentialId)
    .where('attempt', '=', attempt + 1)
    .orderBy('id')
    .execute();
  return rows.map(toRecord).filter(({ state }) => state.previousSubmissionId === id);
};

/** Leaves of a submission what assignments refer to: its id, code and attempt. Nothing anybody wrote, made or is. */
export const emptySubmission = async (
  db: WritableDb,
  { state, version }: SubmissionRecord,
  erasedAt: string,
): Promise<void> => {
  const { id, code, microCredentialId, attempt } = state;
  const empty: Submission = {
    id,
    code,
    microCredentialId,
    earnerCode: 'erased',
    attempt,
    previousSubmissionId: null,
    submittedAt: erasedAt,
    context: '',
    changeNote: '',
    priorFeedback: null,
  };
  await replaceArtifacts(db, id, []);
  const nowhere = { employer: '', district: '', contentHash: '' };
  await putSubmission(db, { state: empty, version: version + 1, ...nowhere });
};

type SubmissionRow = {
  version: number;
  employer: string;
  district: string;
  content_hash: string;
  state: string;
};

const toRecord = (row: SubmissionRow): SubmissionRecord => ({
  state: JSON.parse(row.state) as Submission,
  version: row.version,
  employer: row.employer,
  district: row.district,
  contentHash: row.content_hash,
});
