import type { Assignment } from '../../../shared/domain/assignment.ts';
import type { MicroCredential } from '../../../shared/domain/micro-credential.ts';
import type { HubReview } from '../../../shared/hub-api/results.ts';
import { inChunks } from '../lock-rows.ts';
import type { ReadableDb, WritableDb } from '../open.ts';
import type { HubTables } from '../schema.ts';

/** `late`: received after the due date, on hub time. */
export type ReviewRecord = HubReview & { readonly late: boolean; readonly eventId: string };

export const findCountedReview = async (
  db: ReadableDb,
  assignmentId: string,
): Promise<ReviewRecord | null> => {
  const row = await db
    .selectFrom('reviews')
    .selectAll()
    .where('assignment_id', '=', assignmentId)
    .where('counted', '=', 1)
    .executeTakeFirst();
  return row === undefined ? null : toRecord(row);
};

/** Adds a final review that counts from now on; an earlier one is kept and no longer counts. */
export const insertCountedReview = async (db: WritableDb, record: ReviewRecord): Promise<void> => {
  await db
    .updateTable('reviews')
    .set({ counted: 0 })
    .where('assignment_id', '=', record.assignmentId)
    .where('counted', '=', 1)
    .execute();
  await db
    .insertInto('reviews')
    .values({
      assignment_id: record.assignmentId,
      revision: record.revision,
      submission_id: record.submissionId,
      submission_code: record.submissionCode,
      reviewer_id: record.reviewerId,
      rubric_hash: record.rubricHash,
      content: JSON.stringify(record.content),
      content_hash: record.contentHash,
      decision: record.decision,
      active_seconds: record.activeSeconds,
      received_at: record.receivedAt,
      late: record.late ? 1 : 0,
      counted: 1,
      event_id: record.eventId,
    })
    .execute();
};

export type ReviewKey = { readonly receivedAt: string; readonly assignmentId: string };

/** Reviews that count, by the time the hub received them; those after `after`. */
export const listCountedReviews = async (
  db: ReadableDb,
  after: ReviewKey | null,
  limit: number,
): Promise<ReviewRecord[]> => {
  const rows = await db
    .selectFrom('reviews')
    .selectAll()
    .where('counted', '=', 1)
    .$if(after !== null, (query) =>
      query.where((by) =>
        by(
          by.refTuple('received_at', 'assignment_id'),
          '>',
          by.tuple(after?.receivedAt ?? '', after?.assignmentId ?? ''),
        ),
      ),
    )
    .orderBy('received_at')
    .orderBy('assignment_id')
    .limit(limit)
    .execute();
  return rows.map(toRecord);
};

/** What a review says in scores, with the names that people know. */
export type RatedReview = ReviewKey & {
  readonly submissionCode: string;
  readonly account: string;
  readonly content: HubReview['content'];
};

type RatedOn = {
  readonly microCredential: Pick<MicroCredential, 'id' | 'rubricHash'>;
  readonly kind: Assignment['kind'];
};

const countedOn = (db: ReadableDb, { microCredential, kind }: RatedOn) =>
  db
    .selectFrom('reviews')
    .innerJoin('assignments', 'assignments.id', 'reviews.assignment_id')
    .innerJoin('accounts', 'accounts.id', 'reviews.reviewer_id')
    .where('reviews.counted', '=', 1)
    .where('assignments.micro_credential_id', '=', microCredential.id)
    .where('assignments.kind', '=', kind);

/** Reviews that count on the present rubric, by the time the hub received them; those after `after`. */
export const listRatedReviews = async (
  db: ReadableDb,
  on: RatedOn,
  after: ReviewKey | null,
  limit: number,
): Promise<RatedReview[]> => {
  const rows = await countedOn(db, on)
    .select([
      'reviews.assignment_id',
      'reviews.received_at',
      'reviews.submission_code',
      'reviews.content',
      'accounts.account',
    ])
    .where('reviews.rubric_hash', '=', on.microCredential.rubricHash)
    .$if(after !== null, (query) =>
      query.where((by) =>
        by(
          by.refTuple('reviews.received_at', 'reviews.assignment_id'),
          '>',
          by.tuple(after?.receivedAt ?? '', after?.assignmentId ?? ''),
        ),
      ),
    )
    .orderBy('reviews.received_at')
    .orderBy('reviews.assignment_id')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    assignmentId: row.assignment_id,
    receivedAt: row.received_at,
    submissionCode: row.submission_code,
    account: row.account,
    content: JSON.parse(row.content) as HubReview['content'],
  }));
};

export const countReviewsOnOtherRubrics = async (db: ReadableDb, on: RatedOn): Promise<number> => {
  const { count } = await countedOn(db, on)
    .where('reviews.rubric_hash', '!=', on.microCredential.rubricHash)
    .select((by) => by.fn.countAll().as('count'))
    .executeTakeFirstOrThrow();
  return Number(count);
};

/** Removes every final of these assignments. Value: how many there were. */
export const deleteReviews = async (db: WritableDb, assignmentIds: readonly string[]): Promise<number> => {
  let removed = 0;
  for (const chunk of inChunks(assignmentIds, 500)) {
    const results = await db.deleteFrom('reviews').where('assignment_id', 'in', chunk).execute();
    removed += results.reduce((sum, { numDeletedRows }) => sum + Number(numDeletedRows), 0);
  }
  return removed;
};

const toRecord = (row: HubTables['reviews']): ReviewRecord => ({
  assignmentId: row.assignment_id as HubReview['assignmentId'],
  submissionId: row.submission_id as HubReview['submissionId'],
  submissionCode: row.submission_code,
  reviewerId: row.reviewer_id as HubReview['reviewerId'],
  rubricHash: row.rubric_hash,
  content: JSON.parse(row.content) as HubReview['content'],
  contentHash: row.content_hash,
  decision: row.decision as HubReview['decision'],
  activeSeconds: row.active_seconds,
  receivedAt: row.received_at,
  counted: row.counted === 1,
  revision: row.revision,
  late: row.late === 1,
  eventId: row.event_id,
});
