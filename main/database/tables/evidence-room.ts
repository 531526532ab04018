import type { ReadableDb, WritableDb } from '../connection.ts';
import { isNewOf, isOpen } from './outbox.ts';

/** Evidence never takes the last of the disk: the reviewer's own work must go on being saved. Bytes. */
export const KEEP_FREE_BYTES = 2_147_483_648;

/**
 * Bytes of evidence on this computer, unfinished files and those about to go included. On the disk it is a ten
 * thousandth more: every 256 KiB are sealed with 28 bytes.
 */
export const evidenceBytesHere = (db: ReadableDb): number =>
  db.prepare<{ bytes: number }>('SELECT COALESCE(SUM(bytes_here), 0) AS bytes FROM device_downloads').get()
    ?.bytes ?? 0;

/** A submission, and the bytes of its evidence that are here. */
export type EvidenceHere = { readonly submissionId: string; readonly bytes: number };

const isKept = 'EXISTS (SELECT 1 FROM device_kept_offline AS k WHERE k.submission_id = d.submission_id)';
const isGoing = 'EXISTS (SELECT 1 FROM device_erasures AS e WHERE e.submission_id = d.submission_id)';

/** The final counts at the hub, may be amended no more, and nothing written on it waits to be sent or was refused. */
const isUnfinished = `NOT (json_extract(a.state, '$.state') = 'submitted'
    AND COALESCE(json_extract(a.state, '$.amendableUntil'), '9') < ?
    AND COALESCE(r.amendable_until, '') < ?
    AND COALESCE(r.state, '') <> 'amending'
    AND NOT EXISTS (SELECT 1 FROM outbox AS o WHERE o.assignment_id = a.id AND o.${isOpen})
    AND NOT EXISTS (SELECT 1 FROM events AS n WHERE n.assignment_id = a.id AND ${isNewOf('n')}))`;

/**
 * What may be taken off this computer to make room: finished work that is not kept offline, the longest finished (or
 * asked for) first. Evidence of anything still to be done is never among it.
 */
export const finishedEvidence = (db: ReadableDb, now: string): EvidenceHere[] =>
  db
    .prepare<EvidenceHere>(
      `SELECT d.submission_id AS submissionId, SUM(d.bytes_here) AS bytes FROM device_downloads AS d
       WHERE d.evicted_at = 0 AND NOT ${isKept} AND NOT ${isGoing}
         AND EXISTS (SELECT 1 FROM hub_assignments AS a WHERE a.submission_id = d.submission_id)
         AND NOT EXISTS (SELECT 1 FROM hub_assignments AS a LEFT JOIN reviews AS r ON r.assignment_id = a.id
           WHERE a.submission_id = d.submission_id AND ${isUnfinished})
       GROUP BY d.submission_id HAVING SUM(d.bytes_here) > 0
       ORDER BY MAX(d.wanted_at), (SELECT MAX(json_extract(a.state, '$.submittedAt')) FROM hub_assignments AS a
           WHERE a.submission_id = d.submission_id), d.submission_id`,
    )
    .all(now, now);

/** The same of the attempt before a finished one, which nobody is assigned for its own sake. Undefined: not to be taken. */
export const unassignedEvidence = (db: ReadableDb, submissionId: string): EvidenceHere | undefined =>
  db
    .prepare<EvidenceHere>(
      `SELECT d.submission_id AS submissionId, SUM(d.bytes_here) AS bytes FROM device_downloads AS d
       WHERE d.submission_id = ? AND d.evicted_at = 0 AND NOT ${isKept} AND NOT ${isGoing}
         AND NOT EXISTS (SELECT 1 FROM hub_assignments AS a WHERE a.submission_id = d.submission_id)
       GROUP BY d.submission_id HAVING SUM(d.bytes_here) > 0`,
    )
    .get(submissionId);

/** Its files are about to be removed. They are counted as here until `noteEvicted`. */
export const beginEviction = (db: WritableDb, submissionId: string, nowMs: number): void => {
  db.prepare(
    `UPDATE device_downloads SET evicted_at = ?, state = 'waiting', manifest = NULL, parts_done = '[]', wanted_at = 0,
       problem = NULL WHERE submission_id = ?`,
  ).run(nowMs, submissionId);
};

/** Its files are gone. Where it was asked for meanwhile, they are fetched from the beginning. */
export const noteEvicted = (db: WritableDb, submissionId: string): void => {
  db.prepare(
    `UPDATE device_downloads SET state = 'waiting', manifest = NULL, parts_done = '[]', bytes_here = 0
     WHERE submission_id = ?`,
  ).run(submissionId);
};

/** Begun and not noted as done: the program died between the two. */
export const unfinishedEvictions = (db: ReadableDb): string[] =>
  db
    .prepare<{ id: string }>(
      'SELECT DISTINCT submission_id AS id FROM device_downloads WHERE evicted_at > 0 AND bytes_here > 0',
    )
    .all()
    .map(({ id }) => id);

/** Keeps its evidence on this computer: fetched before other evidence, and never taken off to make room. */
export const keepOffline = (db: WritableDb, submissionId: string, nowMs: number): void => {
  db.prepare(
    'INSERT INTO device_kept_offline (submission_id, kept_since) VALUES (?, ?) ON CONFLICT DO NOTHING',
  ).run(submissionId, nowMs);
  db.prepare('UPDATE device_downloads SET evicted_at = 0 WHERE submission_id = ? AND evicted_at > 0').run(
    submissionId,
  );
};

export const endKeepingOffline = (db: WritableDb, submissionId: string): void => {
  db.prepare('DELETE FROM device_kept_offline WHERE submission_id = ?').run(submissionId);
};

export const keptOffline = (db: ReadableDb): Set<string> =>
  new Set(
    db
      .prepare<{ id: string }>('SELECT submission_id AS id FROM device_kept_offline')
      .all()
      .map(({ id }) => id),
  );

export type EvidenceTally = { readonly files: number; readonly bytes: number; readonly bytesHere: number };

const nothing: EvidenceTally = { files: 0, bytes: 0, bytesHere: 0 };

const TALLY = `SELECT COUNT(*) AS files, COALESCE(SUM(size), 0) AS bytes,
  COALESCE(SUM(CASE WHEN evicted_at = 0 THEN bytes_here ELSE 0 END), 0) AS bytesHere FROM device_downloads`;

/** The evidence of one submission: all there is, and how much is here. */
export const evidenceOf = (db: ReadableDb, submissionId: string): EvidenceTally =>
  db.prepare<EvidenceTally>(`${TALLY} WHERE submission_id = ?`).get(submissionId) ?? nothing;

/** What is still to come, as far as it is wanted here. */
export const evidenceToCome = (db: ReadableDb): EvidenceTally =>
  db.prepare<EvidenceTally>(`${TALLY} WHERE state <> 'here' AND evicted_at = 0`).get() ?? nothing;
