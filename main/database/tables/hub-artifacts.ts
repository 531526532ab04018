import { type Artifact, artifactSchema } from '../../../shared/domain/artifact.ts';
import { problem } from '../../../shared/lib/problem.ts';
import { fail, ok, type Result } from '../../../shared/lib/result.ts';
import type { Keyring } from '../../keys/keyring.ts';
import type { ReadableDb, WritableDb } from '../connection.ts';
import { sealedColumn } from '../sealed-columns.ts';
import { KEPT_AFTER_WITHDRAWAL } from './hub-feed.ts';
import { problemOfSeal } from './hub-submissions.ts';

const column = sealedColumn.hubArtifact;

/** What stands outside the sealed state: enough to find, count and check a file. */
export type ArtifactHead = {
  readonly id: string;
  readonly submissionId: string;
  readonly sha256: string;
  readonly size: number;
  readonly mediaType: string;
  readonly slotId: string;
};

const HEAD = `id, submission_id AS submissionId, sha256, size, media_type AS mediaType, slot_id AS slotId`;

export const readArtifactHead = (db: ReadableDb, id: string): ArtifactHead | undefined =>
  db.prepare<ArtifactHead>(`SELECT ${HEAD} FROM hub_artifacts WHERE id = ?`).get(id);

export const artifactHeadsOf = (db: ReadableDb, submissionId: string): ArtifactHead[] =>
  db.prepare<ArtifactHead>(`SELECT ${HEAD} FROM hub_artifacts WHERE submission_id = ?`).all(submissionId);

type SealedRow = { readonly id: string; readonly submission_id: string; readonly sealed_state: Uint8Array };

/** `not-found`, or `submission-erased` when the key was destroyed. */
export const readArtifact = (
  db: ReadableDb,
  keyring: Pick<Keyring, 'openText'>,
  id: string,
): Result<Artifact> => {
  const row = db
    .prepare<SealedRow>('SELECT id, submission_id, sealed_state FROM hub_artifacts WHERE id = ?')
    .get(id);
  return row === undefined ? fail(problem('not-found')) : openRow(keyring, row);
};

/** The artifacts of a submission, by slot position as the issuer ordered them. */
export const readArtifactsOf = (
  db: ReadableDb,
  keyring: Pick<Keyring, 'openText'>,
  submissionId: string,
): Result<Artifact[]> => {
  const rows = db
    .prepare<SealedRow>('SELECT id, submission_id, sealed_state FROM hub_artifacts WHERE submission_id = ?')
    .all(submissionId);
  const artifacts: Artifact[] = [];
  for (const row of rows) {
    const artifact = openRow(keyring, row);
    if (!artifact.ok) return artifact;
    artifacts.push(artifact.value);
  }
  return ok(artifacts.sort((a, b) => a.position - b.position || (a.id < b.id ? -1 : 1)));
};

/** The version that counts in the feed's digest; 0 for a kept one, undefined when there is none. */
export const artifactVersion = (db: ReadableDb, id: string): number | undefined =>
  db.prepare<{ version: number }>('SELECT version FROM hub_artifacts WHERE id = ?').get(id)?.version;

/** `sealed`: the JSON as the hub sent it, or nothing. */
export const putArtifact = (
  db: WritableDb,
  head: ArtifactHead & { readonly version: number },
  sealed: Uint8Array,
): void => {
  const { id, submissionId, sha256, size, mediaType, slotId, version } = head;
  db.prepare(
    `INSERT INTO hub_artifacts (id, version, submission_id, sha256, size, media_type, slot_id, sealed_state)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET version = excluded.version, submission_id = excluded.submission_id,
       sha256 = excluded.sha256, size = excluded.size, media_type = excluded.media_type,
       slot_id = excluded.slot_id, sealed_state = excluded.sealed_state`,
  ).run(id, version, submissionId, sha256, size, mediaType, slotId, sealed);
};

export const keepArtifact = (db: WritableDb, id: string): void => {
  db.prepare('UPDATE hub_artifacts SET version = ? WHERE id = ?').run(KEPT_AFTER_WITHDRAWAL, id);
};

export const removeArtifact = (db: WritableDb, id: string): void => {
  db.prepare('DELETE FROM hub_artifacts WHERE id = ?').run(id);
};

export const removeArtifactsOf = (db: WritableDb, submissionId: string): void => {
  db.prepare('DELETE FROM hub_artifacts WHERE submission_id = ?').run(submissionId);
};

/** Empties what was sealed, and removes rows that have left the feed. Those that count in the digest stay. */
export const darkenArtifactsOf = (db: WritableDb, submissionId: string): void => {
  db.prepare('DELETE FROM hub_artifacts WHERE submission_id = ? AND version = ?').run(
    submissionId,
    KEPT_AFTER_WITHDRAWAL,
  );
  db.prepare("UPDATE hub_artifacts SET sealed_state = x'' WHERE submission_id = ?").run(submissionId);
};

/** Whether any artifact of the submission, kept ones included, still is this file. */
export const fileInUse = (db: ReadableDb, submissionId: string, sha256: string): boolean =>
  db
    .prepare<{ one: number }>('SELECT 1 AS one FROM hub_artifacts WHERE submission_id = ? AND sha256 = ?')
    .get(submissionId, sha256) !== undefined;

export const liveArtifacts = (db: ReadableDb): { readonly id: string; readonly version: number }[] =>
  db
    .prepare<{ id: string; version: number }>('SELECT id, version FROM hub_artifacts WHERE version <> ?')
    .all(KEPT_AFTER_WITHDRAWAL);

const openRow = (keyring: Pick<Keyring, 'openText'>, row: SealedRow): Result<Artifact> => {
  if (row.sealed_state.length === 0) return fail(problem('submission-erased'));
  const text = keyring.openText(row.submission_id, column(row.id), row.sealed_state);
  return text.ok ? ok(artifactSchema.parse(JSON.parse(text.value))) : fail(problemOfSeal(text.problem));
};
