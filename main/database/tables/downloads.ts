import { z } from 'zod';
import { evidenceManifestSchema } from '../../../shared/hub-api/evidence.ts';
import { isProblemCode, type Problem } from '../../../shared/lib/problem.ts';
import type { ReadableDb, WritableDb } from '../connection.ts';

export type DownloadState = 'waiting' | 'downloading' | 'here' | 'failed';

/** One file of one submission on its way to, or in, the vault. `bytesHere` are verified and on the disk. */
export type Download = {
  readonly submissionId: string;
  readonly sha256: string;
  readonly size: number;
  readonly state: DownloadState;
  readonly bytesHere: number;
  /** Milliseconds since 1970 when the reviewer asked for it; 0: not asked. */
  readonly wantedAt: number;
  /** Milliseconds since 1970 when it was taken off this computer to make room; 0: it was not. See evidence-room. */
  readonly evictedAt: number;
  readonly problem: Problem | null;
};

type Row = Omit<Download, 'problem'> & { readonly problem: string | null };

const COLUMNS = `submission_id AS submissionId, sha256, size, state, bytes_here AS bytesHere,
  wanted_at AS wantedAt, evicted_at AS evictedAt, problem`;

const problemSchema = z.object({
  code: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
});

const openProblem = (text: string | null): Problem | null => {
  if (text === null) return null;
  const { code, params } = problemSchema.parse(JSON.parse(text));
  if (!isProblemCode(code)) return { code: 'internal', params: { detail: code } };
  return params === undefined ? { code } : { code, params };
};

const openRow = (row: Row): Download => ({ ...row, problem: openProblem(row.problem) });

export const downloadsOf = (db: ReadableDb, submissionId: string): Download[] =>
  db
    .prepare<Row>(`SELECT ${COLUMNS} FROM device_downloads WHERE submission_id = ?`)
    .all(submissionId)
    .map(openRow);

export const readDownload = (db: ReadableDb, submissionId: string, sha256: string): Download | undefined => {
  const row = db
    .prepare<Row>(`SELECT ${COLUMNS} FROM device_downloads WHERE submission_id = ? AND sha256 = ?`)
    .get(submissionId, sha256);
  return row && openRow(row);
};

/** What was noted while the file came: see `noteProgress`. */
const progressSchema = z.object({ manifest: evidenceManifestSchema, etag: z.string().nullable() });
export type DownloadProgress = z.infer<typeof progressSchema> & { readonly partsDone: readonly number[] };

/** Undefined before the manifest is known. */
export const readProgress = (
  db: ReadableDb,
  submissionId: string,
  sha256: string,
): DownloadProgress | undefined => {
  const row = db
    .prepare<{ manifest: string | null; parts_done: string }>(
      'SELECT manifest, parts_done FROM device_downloads WHERE submission_id = ? AND sha256 = ?',
    )
    .get(submissionId, sha256);
  if (row === undefined || row.manifest === null) return undefined;
  const partsDone = z.array(z.number().int()).parse(JSON.parse(row.parts_done));
  return { ...progressSchema.parse(JSON.parse(row.manifest)), partsDone };
};

/**
 * The next file to fetch that is not in `busy` and of which not more than `most` bytes are missing: asked for last, then
 * kept offline, then due soonest, then small. The attempt before an assigned one has no due date of its own and comes
 * last. Nothing of a submission that is about to be erased, and nothing that was taken off this computer.
 */
export const nextDownload = (
  db: ReadableDb,
  busy: ReadonlySet<string>,
  most = Number.MAX_SAFE_INTEGER,
): Download | undefined => {
  const rows = db
    .prepare<Row>(
      `SELECT ${COLUMNS} FROM device_downloads d WHERE state IN ('waiting', 'downloading')
         AND evicted_at = 0 AND size - bytes_here <= ?
         AND NOT EXISTS (SELECT 1 FROM device_erasures e
           WHERE e.submission_id = d.submission_id AND e.reason <> 'withdrawn')
       ORDER BY wanted_at DESC,
         EXISTS (SELECT 1 FROM device_kept_offline k WHERE k.submission_id = d.submission_id) DESC,
         COALESCE((SELECT MIN(due_at) FROM hub_assignments a WHERE a.submission_id = d.submission_id), '9'),
         size, sha256 LIMIT ?`,
    )
    .all(most, busy.size + 1);
  const row = rows.find((one) => !busy.has(downloadKey(one)));
  return row && openRow(row);
};

export const downloadKey = ({ submissionId, sha256 }: Pick<Download, 'submissionId' | 'sha256'>): string =>
  `${submissionId} ${sha256}`;

/** A file that came with the feed. One that is known already stays as it is. */
export const addDownload = (db: WritableDb, submissionId: string, sha256: string, size: number): void => {
  db.prepare(
    `INSERT INTO device_downloads (submission_id, sha256, size, state) VALUES (?, ?, ?, 'waiting')
     ON CONFLICT DO NOTHING`,
  ).run(submissionId, sha256, size);
};

export const removeDownload = (db: WritableDb, submissionId: string, sha256: string): void => {
  db.prepare('DELETE FROM device_downloads WHERE submission_id = ? AND sha256 = ?').run(submissionId, sha256);
};

export const removeDownloadsOf = (db: WritableDb, submissionId: string): void => {
  db.prepare('DELETE FROM device_downloads WHERE submission_id = ?').run(submissionId);
  db.prepare('DELETE FROM device_kept_offline WHERE submission_id = ?').run(submissionId);
};

/** What is on the disk now. Write it only after the vault has said that the parts are there. */
export const noteProgress = (
  db: WritableDb,
  { submissionId, sha256 }: Pick<Download, 'submissionId' | 'sha256'>,
  { manifest, etag, partsDone }: DownloadProgress,
  bytesHere: number,
): void => {
  db.prepare(
    `UPDATE device_downloads SET state = 'downloading', manifest = ?, parts_done = ?, bytes_here = ?, problem = NULL
     WHERE submission_id = ? AND sha256 = ?`,
  ).run(JSON.stringify({ manifest, etag }), JSON.stringify(partsDone), bytesHere, submissionId, sha256);
};

export const noteHere = (
  db: WritableDb,
  { submissionId, sha256 }: Pick<Download, 'submissionId' | 'sha256'>,
): void => {
  db.prepare(
    `UPDATE device_downloads SET state = 'here', bytes_here = size, problem = NULL, parts_done = '[]'
     WHERE submission_id = ? AND sha256 = ?`,
  ).run(submissionId, sha256);
};

/** Nothing of the file is here (any more): it is fetched from the beginning. */
export const noteRestart = (
  db: WritableDb,
  { submissionId, sha256 }: Pick<Download, 'submissionId' | 'sha256'>,
): void => {
  db.prepare(
    `UPDATE device_downloads SET state = 'waiting', manifest = NULL, parts_done = '[]', bytes_here = 0
     WHERE submission_id = ? AND sha256 = ?`,
  ).run(submissionId, sha256);
};

export const noteFailed = (
  db: WritableDb,
  { submissionId, sha256 }: Pick<Download, 'submissionId' | 'sha256'>,
  { code, params }: Problem,
): void => {
  db.prepare(
    `UPDATE device_downloads SET state = 'failed', problem = ? WHERE submission_id = ? AND sha256 = ?`,
  ).run(JSON.stringify({ code, params }), submissionId, sha256);
};

/** Failed files get another chance; of one submission, or of all. */
export const retryFailed = (db: WritableDb, submissionId?: string): void => {
  db.prepare(
    `UPDATE device_downloads SET state = 'waiting' WHERE state = 'failed' AND submission_id = COALESCE(?, submission_id)`,
  ).run(submissionId ?? null);
};

/** The reviewer asked for the evidence of a submission: ahead of everything else, also what was taken off before. */
export const wantNow = (db: WritableDb, submissionId: string, nowMs: number): void => {
  db.prepare(
    `UPDATE device_downloads SET wanted_at = ?, evicted_at = 0 WHERE submission_id = ? AND state <> 'here'`,
  ).run(nowMs, submissionId);
};

export type DownloadCounts = {
  readonly files: number;
  readonly filesHere: number;
  readonly bytes: number;
  readonly bytesHere: number;
  readonly failed: number;
};

const KEPT_COUNTS = `SELECT files, files_here AS filesHere, bytes, bytes_here AS bytesHere, failed
  FROM device_download_counts`;

const COUNTS = `SELECT COUNT(*) AS files, COALESCE(SUM(state = 'here'), 0) AS filesHere,
  COALESCE(SUM(size), 0) AS bytes, COALESCE(SUM(bytes_here), 0) AS bytesHere,
  COALESCE(SUM(state = 'failed'), 0) AS failed FROM device_downloads WHERE evicted_at = 0`;

const NO_DOWNLOADS: DownloadCounts = { files: 0, filesHere: 0, bytes: 0, bytesHere: 0, failed: 0 };

/** What is wanted on this computer, and what of it is here. */
export const countDownloads = (db: ReadableDb): DownloadCounts =>
  db.prepare<DownloadCounts>(KEPT_COUNTS).get() ?? db.prepare<DownloadCounts>(COUNTS).get() ?? NO_DOWNLOADS;

/** Counts all files, so that nobody has to until files come or go. */
export const keepDownloadCounts = (db: WritableDb): void => {
  if (db.prepare(KEPT_COUNTS).get() !== undefined) return;
  db.prepare(
    `INSERT INTO device_download_counts (one, files, files_here, bytes, bytes_here, failed) SELECT 1, * FROM (${COUNTS})`,
  ).run();
};
