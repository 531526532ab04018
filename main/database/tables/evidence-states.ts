import type { ReadableDb } from '../connection.ts';
import type { DownloadState } from './downloads.ts';

/** What lists need of one artifact: which slot it fills, and how much of its file is here. */
export type EvidenceState = {
  readonly submissionId: string;
  readonly slotId: string;
  readonly mediaType: string;
  readonly size: number;
  readonly state: DownloadState | null;
  readonly bytesHere: number | null;
  /** 1: it was taken off this computer to make room. */
  readonly evicted: number | null;
};

const QUERY = `SELECT a.submission_id AS submissionId, a.slot_id AS slotId, a.media_type AS mediaType, a.size,
    d.state, CASE WHEN d.evicted_at > 0 THEN 0 ELSE d.bytes_here END AS bytesHere, d.evicted_at > 0 AS evicted
  FROM hub_artifacts AS a
    LEFT JOIN device_downloads AS d ON d.submission_id = a.submission_id AND d.sha256 = a.sha256`;

/** Every artifact on this device: one query for a whole queue. */
export const listEvidenceStates = (db: ReadableDb): EvidenceState[] => db.prepare<EvidenceState>(QUERY).all();

export const evidenceStatesOf = (db: ReadableDb, submissionId: string): EvidenceState[] =>
  db.prepare<EvidenceState>(`${QUERY} WHERE a.submission_id = ?`).all(submissionId);
