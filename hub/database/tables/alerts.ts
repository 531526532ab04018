import type { HubAlert } from '../../../shared/hub-api/results.ts';
import { inChunks } from '../lock-rows.ts';
import type { ReadableDb, WritableDb } from '../open.ts';

export const insertAlert = async (db: WritableDb, alert: HubAlert): Promise<void> => {
  await db
    .insertInto('alerts')
    .values({
      id: alert.id,
      kind: alert.kind,
      urgent: alert.urgent ? 1 : 0,
      assignment_id: alert.assignmentId,
      submission_code: alert.submissionCode,
      reviewer_id: alert.reviewerId,
      content: JSON.stringify({ codes: alert.codes, note: alert.note }),
      received_at: alert.receivedAt,
    })
    .execute();
};

export type AlertKey = { readonly receivedAt: string; readonly id: string };

/** Newest first; those older than `after`. */
export const listAlerts = async (
  db: ReadableDb,
  after: AlertKey | null,
  limit: number,
): Promise<HubAlert[]> => {
  const rows = await db
    .selectFrom('alerts')
    .selectAll()
    .$if(after !== null, (query) =>
      query.where((by) =>
        by(by.refTuple('received_at', 'id'), '<', by.tuple(after?.receivedAt ?? '', after?.id ?? '')),
      ),
    )
    .orderBy('received_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => {
    const { codes, note } = JSON.parse(row.content) as Pick<HubAlert, 'codes' | 'note'>;
    return {
      id: row.id,
      kind: row.kind as HubAlert['kind'],
      urgent: row.urgent === 1,
      assignmentId: row.assignment_id as HubAlert['assignmentId'],
      submissionCode: row.submission_code,
      reviewerId: row.reviewer_id as HubAlert['reviewerId'],
      codes,
      note,
      receivedAt: row.received_at,
    };
  });
};

/** How many child-safety disclosures whose words are still here were made on these assignments. */
export const countDisclosures = async (db: ReadableDb, assignmentIds: readonly string[]): Promise<number> => {
  let count = 0;
  for (const chunk of inChunks(assignmentIds, 500)) {
    const rows = await db
      .selectFrom('alerts')
      .select('id')
      .where('assignment_id', 'in', chunk)
      .where('kind', '=', 'child-safety')
      .where('content', '<>', noWords)
      .execute();
    count += rows.length;
  }
  return count;
};

const noWords = JSON.stringify({ codes: [], note: '' });

/** Empties what alerts on these assignments say. That there was one, of whom and when, stays. */
export const emptyAlerts = async (db: WritableDb, assignmentIds: readonly string[]): Promise<void> => {
  for (const chunk of inChunks(assignmentIds, 500)) {
    await db.updateTable('alerts').set({ content: noWords }).where('assignment_id', 'in', chunk).execute();
  }
};
