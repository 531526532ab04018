import type { StampedOperation } from '../../../shared/domain/review-operation.ts';
import { type ReviewRegister, reviewRegisterSchema } from '../../../shared/domain/review-register.ts';
import { ok, type Result } from '../../../shared/lib/result.ts';
import type { ReadableDb, WritableDb } from '../connection.ts';
import { openJson, type Sealer, sealedColumn } from '../sealed-columns.ts';
import { KEPT_AFTER_WITHDRAWAL } from './hub-feed.ts';

/*
 * What stands in a review at the hub, as the feed said. It is read merged with the reviewer's own registers: see
 * review-registers.ts.
 */

/** The version that counts in the feed's digest; 0 for a kept one, undefined when there is none. */
export const registerVersion = (db: ReadableDb, id: string): number | undefined =>
  db.prepare<{ version: number }>('SELECT version FROM hub_review_registers WHERE id = ?').get(id)?.version;

type Place = { readonly assignmentId: string; readonly key: string };

export const placeOfRegister = (db: ReadableDb, id: string): Place | undefined =>
  db
    .prepare<Place>('SELECT assignment_id AS assignmentId, key FROM hub_review_registers WHERE id = ?')
    .get(id);

/** What stands outside of the seal. */
export type RegisterHead = Place &
  Pick<ReviewRegister, 'submissionId' | 'stamp' | 'receivedAt'> & { readonly id: string };

/** `sealed`: the JSON as the hub sent it, or nothing where the reviewer has recused and the hub does not know yet. */
export const putRegister = (
  db: WritableDb,
  head: RegisterHead & { readonly version: number },
  sealed: Uint8Array,
): void => {
  const { id, version, assignmentId, submissionId, key, stamp, receivedAt } = head;
  db.prepare(
    `INSERT INTO hub_review_registers (id, version, assignment_id, submission_id, key, stamp, received_at,
       sealed_state) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET version = excluded.version, assignment_id = excluded.assignment_id,
       submission_id = excluded.submission_id, key = excluded.key, stamp = excluded.stamp,
       received_at = excluded.received_at, sealed_state = excluded.sealed_state`,
  ).run(id, version, assignmentId, submissionId, key, stamp, receivedAt, sealed);
};

export const keepRegister = (db: WritableDb, id: string): void => {
  db.prepare('UPDATE hub_review_registers SET version = ? WHERE id = ?').run(KEPT_AFTER_WITHDRAWAL, id);
};

export const removeRegister = (db: WritableDb, id: string): void => {
  db.prepare('DELETE FROM hub_review_registers WHERE id = ?').run(id);
};

/**
 * Those that left the feed stay readable only beside an assignment that did too: a review that goes on starts anew.
 * Value: the assignments that lost any.
 */
export const removeLoneRegisters = (db: WritableDb): string[] => {
  // The version stands in the text: a partial index does not serve a bound value.
  const lone = `version = ${KEPT_AFTER_WITHDRAWAL} AND NOT EXISTS (
    SELECT 1 FROM hub_assignments a
    WHERE a.id = hub_review_registers.assignment_id AND a.version = ${KEPT_AFTER_WITHDRAWAL})`;
  const losing = db
    .prepare<{ id: string }>(`SELECT DISTINCT assignment_id AS id FROM hub_review_registers WHERE ${lone}`)
    .all();
  db.prepare(`DELETE FROM hub_review_registers WHERE ${lone}`).run();
  return losing.map(({ id }) => id);
};

/** Empties what was sealed, and removes rows that have left the feed. Those that count in the digest stay. */
export const darkenRegistersOf = (db: WritableDb, submissionId: string): void => {
  db.prepare('DELETE FROM hub_review_registers WHERE submission_id = ? AND version = ?').run(
    submissionId,
    KEPT_AFTER_WITHDRAWAL,
  );
  db.prepare("UPDATE hub_review_registers SET sealed_state = x'' WHERE submission_id = ?").run(submissionId);
};

export const liveRegisters = (db: ReadableDb): { readonly id: string; readonly version: number }[] =>
  db
    .prepare<{ id: string; version: number }>(
      'SELECT id, version FROM hub_review_registers WHERE version <> ?',
    )
    .all(KEPT_AFTER_WITHDRAWAL);

/** Edits that stand and that the hub received after a moment. */
export const countReceivedAfter = (db: ReadableDb, assignmentId: string, instant: string): number =>
  db
    .prepare<{ n: number }>(
      'SELECT COUNT(*) AS n FROM hub_review_registers WHERE assignment_id = ? AND received_at > ?',
    )
    .get(assignmentId, instant)?.n ?? 0;

/** What stands at the hub, without what was written here. Rows whose words are gone are left out. */
export const readHubOperations = (
  db: ReadableDb,
  sealer: Sealer,
  assignmentId: string,
): Result<StampedOperation[]> => {
  const rows = db
    .prepare<{ id: string; submissionId: string; sealed: Uint8Array }>(
      `SELECT id, submission_id AS submissionId, sealed_state AS sealed FROM hub_review_registers
       WHERE assignment_id = ? AND sealed_state <> x''`,
    )
    .all(assignmentId);
  const found: StampedOperation[] = [];
  for (const { id, submissionId, sealed } of rows) {
    const opened = openJson(sealer, submissionId, sealedColumn.hubRegister(id), sealed, reviewRegisterSchema);
    if (!opened.ok) return opened;
    found.push(opened.value);
  }
  return ok(found);
};

/** What the hub says of these keys of a review: who wrote them, when it received them. Keys it does not have are left out. */
export const readRegisters = (
  db: ReadableDb,
  sealer: Sealer,
  assignmentId: string,
  keys: readonly string[],
): Result<ReadonlyMap<string, ReviewRegister>> => {
  const found = new Map<string, ReviewRegister>();
  const find = db.prepare<{ id: string; submissionId: string; sealed: Uint8Array }>(
    `SELECT id, submission_id AS submissionId, sealed_state AS sealed FROM hub_review_registers
     WHERE assignment_id = ? AND key = ? AND sealed_state <> x'' ORDER BY stamp DESC LIMIT 1`,
  );
  for (const key of keys) {
    const row = find.get(assignmentId, key);
    if (row === undefined) continue;
    const column = sealedColumn.hubRegister(row.id);
    const opened = openJson(sealer, row.submissionId, column, row.sealed, reviewRegisterSchema);
    if (!opened.ok) return opened;
    found.set(key, opened.value);
  }
  return ok(found);
};
