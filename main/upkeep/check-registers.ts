import { deviceOf } from '../../shared/domain/hybrid-clock.ts';
import { stampedOperationSchema } from '../../shared/domain/review-operation.ts';
import { canonicalJson, type Json } from '../../shared/lib/canonical-json.ts';
import type { ReadableDb } from '../database/connection.ts';
import { type Sealer, sealedColumn } from '../database/sealed-columns.ts';
import { readIdentity } from '../database/tables/device-identity.ts';
import { listReviews } from '../database/tables/reviews.ts';
import { everyRegister, type RegisterRow, submissionCodes } from '../database/tables/whole-workspace.ts';
import type { LoggedEdit } from './check-log.ts';
import type { Finding } from './findings.ts';

export type RegisterCheck = {
  readonly findings: readonly Finding[];
  readonly registers: number;
  /** Submissions with a register that nothing readable in the log explains. */
  readonly unexplained: ReadonlySet<string>;
};

/**
 * The reviewer's registers against the event log: each stands as an edit wrote it, and the latest edit under each key
 * stands. A register with another device's stamp was taken over from there, and is not in this log.
 */
export const checkRegisters = (
  db: ReadableDb,
  sealer: Sealer,
  edits: readonly LoggedEdit[],
  place: string,
): RegisterCheck => {
  const rows = everyRegister(db);
  const written = new Map<string, string>();
  for (const { event, operation } of edits) {
    if (operation !== null)
      written.set(slot(event.assignmentId, operation.key, operation.stamp), operation.text);
  }
  const codes = submissionCodes(db);
  const own = readIdentity(db)?.deviceId;
  const findings: Finding[] = [];
  const unexplained = new Set<string>();
  let takenOver = 0;
  for (const row of rows) {
    const params = { submission: codeOf(codes, row.submissionId), key: row.key };
    const text = openRegister(sealer, row);
    if (text === null) {
      findings.push({ code: 'register-unreadable', place, params });
      continue;
    }
    const logged = written.get(slot(row.assignmentId, row.key, row.stamp));
    if (logged === text) continue;
    if (logged === undefined && deviceOf(row.stamp) !== own) takenOver += 1;
    else {
      findings.push({ code: 'register-differs', place, params });
      if (row.submissionId !== null) unexplained.add(row.submissionId);
    }
  }
  findings.push(...missingRegisters(db, rows, edits, codes, place));
  if (takenOver > 0) findings.push({ code: 'registers-taken-over', place, params: { count: takenOver } });
  return { findings, registers: rows.length, unexplained };
};

/** Edits that should stand: of a review that goes on, on the rubric it goes on with. */
const missingRegisters = (
  db: ReadableDb,
  rows: readonly RegisterRow[],
  edits: readonly LoggedEdit[],
  codes: ReadonlyMap<string, string>,
  place: string,
): Finding[] => {
  const reviews = new Map<string, { readonly rubricHash: string; readonly submissionId: string }>(
    listReviews(db).flatMap((review) => (review.state === 'recused' ? [] : [[review.assignmentId, review]])),
  );
  const standing = new Map(rows.map(({ assignmentId, key, stamp }) => [slot(assignmentId, key, ''), stamp]));
  const latest = new Map<string, { assignmentId: string; key: string; stamp: string }>();
  for (const { event, operation } of edits) {
    const review = reviews.get(event.assignmentId);
    if (operation === null || review === undefined || review.rubricHash !== event.rubricHash) continue;
    const name = slot(event.assignmentId, operation.key, '');
    const before = latest.get(name);
    if (before === undefined || before.stamp < operation.stamp) {
      latest.set(name, { assignmentId: event.assignmentId, key: operation.key, stamp: operation.stamp });
    }
  }
  return [...latest].flatMap(([name, { assignmentId, key, stamp }]): Finding[] => {
    if ((standing.get(name) ?? '') >= stamp) return [];
    const submission = codeOf(codes, reviews.get(assignmentId)?.submissionId ?? null);
    return [{ code: 'register-missing', place, params: { submission, key } }];
  });
};

const openRegister = (
  sealer: Sealer,
  { assignmentId, key, submissionId, eventId, sealed }: RegisterRow,
): string | null => {
  if (submissionId === null || sealed === null) return null;
  const column =
    eventId === null ? sealedColumn.register(assignmentId, key) : sealedColumn.eventPayload(eventId);
  const text = sealer.openText(submissionId, column, sealed);
  const parsed = text.ok ? stampedOperationSchema.safeParse(JSON.parse(text.value)) : null;
  return parsed?.success ? canonicalJson(parsed.data as Json) : null;
};

const slot = (assignmentId: string, key: string, stamp: string): string =>
  JSON.stringify([assignmentId, key, stamp]);

/** The code a reviewer knows a submission by; its id where the row is gone. */
export const codeOf = (codes: ReadonlyMap<string, string>, submissionId: string | null): string =>
  submissionId === null ? 'an unknown submission' : (codes.get(submissionId) ?? submissionId);
