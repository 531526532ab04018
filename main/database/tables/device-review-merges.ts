import type { CriterionId } from '../../../shared/domain/ids.ts';
import { scoredCriteria } from '../../../shared/domain/review.ts';
import type { StampedOperation } from '../../../shared/domain/review-operation.ts';
import type { Result } from '../../../shared/lib/result.ts';
import type { ReadableDb, WritableDb } from '../connection.ts';
import type { Sealer } from '../sealed-columns.ts';
import { hasOperations, type OpenedOperations, readScoringOperations } from './review-registers.ts';

/** What lists show of a review without opening it: how many criteria have a score or a condition, and whether there is any edit. */
export type ReviewMerge = {
  readonly scored: number;
  readonly edited: boolean;
  /** How often a pull has changed the review: two equal numbers mean that nothing came from elsewhere in between. */
  readonly arrivals: number;
};

type Row = { readonly scored: number; readonly edited: number; readonly arrivals: number };

const COLUMNS = 'scored, edited, arrivals';
const SELECT_ONE = `SELECT ${COLUMNS} FROM device_review_merges WHERE assignment_id = ?`;

const toMerge = ({ scored, edited, arrivals }: Row): ReviewMerge => ({
  scored,
  edited: edited === 1,
  arrivals,
});

export const readMerge = (db: ReadableDb, assignmentId: string): ReviewMerge =>
  db.remembered('device_review_merges', assignmentId, () =>
    toMerge(db.prepare<Row>(SELECT_ONE).get(assignmentId) ?? { scored: 0, edited: 0, arrivals: 0 }),
  );

export const listMerges = (db: ReadableDb): ReadonlyMap<string, ReviewMerge> => {
  const rows = db
    .prepare<Row & { id: string }>(`SELECT assignment_id AS id, ${COLUMNS} FROM device_review_merges`)
    .all();
  return new Map(rows.map(({ id, ...row }) => [id, toMerge(row)]));
};

/**
 * Counts anew after an edit or a pull, in its transaction. `arrived`: a pull has changed what the review says. `known`:
 * operations that need not be opened again. Value: the operations that were counted.
 */
export const refreshMerge = (
  db: WritableDb,
  sealer: Sealer,
  place: { readonly assignmentId: string; readonly submissionId: string },
  criterionIds: readonly CriterionId[],
  { arrived, known }: { readonly arrived: boolean; readonly known?: Readonly<OpenedOperations> },
): Result<readonly StampedOperation[]> => {
  const { assignmentId } = place;
  const edited = hasOperations(db, assignmentId);
  const scoring = edited ? readScoringOperations(db, sealer, place, known) : nothing;
  if (!scoring.ok) return scoring;
  const scored = scoredCriteria(criterionIds, scoring.value);
  db.prepare(
    `INSERT INTO device_review_merges (assignment_id, ${COLUMNS}) VALUES (?, ?, ?, ?)
     ON CONFLICT (assignment_id) DO UPDATE SET scored = excluded.scored, edited = excluded.edited,
       arrivals = arrivals + excluded.arrivals
     WHERE scored <> excluded.scored OR edited <> excluded.edited OR excluded.arrivals > 0`,
  ).run(assignmentId, scored, edited ? 1 : 0, arrived ? 1 : 0);
  return scoring;
};

const nothing: Result<readonly StampedOperation[]> = { ok: true, value: [] };

/** The review was handed back: nothing of it is counted any more. */
export const clearMerge = (db: WritableDb, assignmentId: string): void => {
  db.prepare('DELETE FROM device_review_merges WHERE assignment_id = ?').run(assignmentId);
};
