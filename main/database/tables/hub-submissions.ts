import { type Submission, submissionSchema } from '../../../shared/domain/submission.ts';
import { type Problem, problem } from '../../../shared/lib/problem.ts';
import { fail, ok, type Result } from '../../../shared/lib/result.ts';
import type { Keyring, SealProblem } from '../../keys/keyring.ts';
import type { ReadableDb, WritableDb } from '../connection.ts';
import { sealedColumn } from '../sealed-columns.ts';
import { KEPT_AFTER_WITHDRAWAL } from './hub-feed.ts';

type Opener = Pick<Keyring, 'openText'>;

const column = sealedColumn.hubSubmission;

/** What stands outside the sealed state: enough for lists and for naming a change. */
export type SubmissionHead = {
  readonly id: string;
  readonly code: string;
  readonly microCredentialId: string;
};

export const readSubmissionHead = (db: ReadableDb, id: string): SubmissionHead | undefined =>
  db.remembered('hub_submissions', id, () =>
    db
      .prepare<SubmissionHead>(
        'SELECT id, code, micro_credential_id AS microCredentialId FROM hub_submissions WHERE id = ?',
      )
      .get(id),
  );

/** `not-found`, or `submission-erased` when its key was destroyed. */
export const readSubmission = (db: ReadableDb, keyring: Opener, id: string): Result<Submission> => {
  const row = db
    .prepare<{ sealed_state: Uint8Array }>('SELECT sealed_state FROM hub_submissions WHERE id = ?')
    .get(id);
  if (row === undefined) return fail(problem('not-found'));
  if (row.sealed_state.length === 0) return fail(problem('submission-erased'));
  const text = keyring.openText(id, column(id), row.sealed_state);
  return text.ok ? ok(submissionSchema.parse(JSON.parse(text.value))) : fail(problemOfSeal(text.problem));
};

/** The attempt before a submission, as the hub shows it; null when there is none, or the submission cannot be read. */
export const previousSubmissionId = (
  db: ReadableDb,
  keyring: Opener,
  id: string,
): Submission['previousSubmissionId'] => {
  const submission = readSubmission(db, keyring, id);
  return submission.ok ? submission.value.previousSubmissionId : null;
};

/** Its text and files were erased on this computer while the hub still counts it: a recusal it has not heard of. */
export const isDarkened = (db: ReadableDb, id: string): boolean =>
  db
    .prepare<{ one: number }>("SELECT 1 AS one FROM hub_submissions WHERE id = ? AND sealed_state = x''")
    .get(id) !== undefined;

export const darkenedSubmissions = (db: ReadableDb): Set<string> =>
  new Set(
    db
      .prepare<{ id: string }>("SELECT id FROM hub_submissions WHERE sealed_state = x''")
      .all()
      .map(({ id }) => id),
  );

/**
 * Whether something is assigned that was erased here as the attempt before another, which the reviewer has recused from:
 * the hub believes that it is here, and sends it again only when asked for everything.
 */
export const lacksAssigned = (db: ReadableDb): boolean =>
  db
    .prepare<{ one: number }>(
      `SELECT 1 AS one FROM hub_submissions s JOIN hub_assignments a ON a.submission_id = s.id
       WHERE s.sealed_state = x'' AND s.version <> ? AND a.version <> ?
         AND NOT EXISTS (SELECT 1 FROM reviews r WHERE r.submission_id = s.id AND r.state = 'recused') LIMIT 1`,
    )
    .get(KEPT_AFTER_WITHDRAWAL, KEPT_AFTER_WITHDRAWAL) !== undefined;

/** Every submission here whose key is here: one query for a whole queue. */
export const listSubmissions = (db: ReadableDb, keyring: Opener): Submission[] => {
  const rows = db
    .prepare<{ id: string; sealed_state: Uint8Array }>('SELECT id, sealed_state FROM hub_submissions')
    .all();
  return rows.flatMap(({ id, sealed_state }) => {
    const text = keyring.openText(id, column(id), sealed_state);
    return text.ok ? [submissionSchema.parse(JSON.parse(text.value))] : [];
  });
};

/** The version that counts in the feed's digest; 0 for a kept one, undefined when there is none. */
export const submissionVersion = (db: ReadableDb, id: string): number | undefined =>
  db.prepare<{ version: number }>('SELECT version FROM hub_submissions WHERE id = ?').get(id)?.version;

/** `sealed`: the JSON as the hub sent it, or nothing where the reviewer has recused and the hub does not know yet. */
export const putSubmission = (
  db: WritableDb,
  head: SubmissionHead & { readonly version: number },
  sealed: Uint8Array,
): void => {
  const { id, code, microCredentialId, version } = head;
  db.prepare(
    `INSERT INTO hub_submissions (id, version, micro_credential_id, code, sealed_state) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET version = excluded.version, code = excluded.code,
       micro_credential_id = excluded.micro_credential_id, sealed_state = excluded.sealed_state`,
  ).run(id, version, microCredentialId, code, sealed);
};

export const keepSubmission = (db: WritableDb, id: string): void => {
  db.prepare('UPDATE hub_submissions SET version = ? WHERE id = ?').run(KEPT_AFTER_WITHDRAWAL, id);
};

export const removeSubmission = (db: WritableDb, id: string): void => {
  db.prepare('DELETE FROM hub_submissions WHERE id = ?').run(id);
};

/** Empties what was sealed, and removes the row if it has left the feed. One that counts in the digest stays. */
export const darkenSubmission = (db: WritableDb, id: string): void => {
  db.prepare('DELETE FROM hub_submissions WHERE id = ? AND version = ?').run(id, KEPT_AFTER_WITHDRAWAL);
  db.prepare("UPDATE hub_submissions SET sealed_state = x'' WHERE id = ?").run(id);
};

export const liveSubmissions = (db: ReadableDb): { readonly id: string; readonly version: number }[] =>
  db
    .prepare<{ id: string; version: number }>('SELECT id, version FROM hub_submissions WHERE version <> ?')
    .all(KEPT_AFTER_WITHDRAWAL);

/** A sealed value that does not open: its key is gone (the erasure), or the database was altered. */
export const problemOfSeal = ({ code }: SealProblem): Problem =>
  problem(code === 'submission-key-missing' ? 'submission-erased' : 'database-damaged');
