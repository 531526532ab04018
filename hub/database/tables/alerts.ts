import type { Supersede } from '../../../shared/domain/assignment.ts';
import type { HubAlert } from '../../../shared/hub-api/results.ts';
import { inChunks } from '../lock-rows.ts';
import type { ReadableDb, WritableDb } from '../open.ts';
import type { HubTables } from '../schema.ts';

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
      content: JSON.stringify({ codes: alert.codes, note: alert.note, ...finalsOf(alert) }),
      received_at: alert.receivedAt,
    })
    .execute();
};

/** Which finals a request is about. Its answer stands on the assignment alone. */
const finalsOf = ({ supersede }: HubAlert) =>
  supersede === undefined ? {} : { supersede: { refused: supersede.refused, counted: supersede.counted } };

export type AlertKey = { readonly receivedAt: string; readonly id: string };

const alertRows = (db: ReadableDb) =>
  db
    .selectFrom('alerts')
    .leftJoin('assignments', 'assignments.id', 'alerts.assignment_id')
    .selectAll('alerts')
    .select('assignments.supersedes');

/** Newest first; those older than `after`. `requests`: those that a refused final count among them. */
export const listAlerts = async (
  db: ReadableDb,
  after: AlertKey | null,
  limit: number,
  requests: boolean,
): Promise<HubAlert[]> => {
  const rows = await alertRows(db)
    .$if(!requests, (query) => query.where('alerts.kind', '<>', 'supersede-request'))
    .$if(after !== null, (query) =>
      query.where((by) =>
        by(
          by.refTuple('alerts.received_at', 'alerts.id'),
          '<',
          by.tuple(after?.receivedAt ?? '', after?.id ?? ''),
        ),
      ),
    )
    .orderBy('alerts.received_at', 'desc')
    .orderBy('alerts.id', 'desc')
    .limit(limit)
    .execute();
  return rows.map(toAlert);
};

/** An alert by its id; null when there is none. */
export const findAlert = async (db: ReadableDb, id: string): Promise<HubAlert | null> => {
  const row = await alertRows(db).where('alerts.id', '=', id).executeTakeFirst();
  return row === undefined ? null : toAlert(row);
};

/** An open request with the names that people know. */
export type OpenRequest = HubAlert & {
  readonly supersede: NonNullable<HubAlert['supersede']>;
  readonly account: string;
  readonly reviewer: string;
};

/** Requests on reviews that still count and that nobody has answered, oldest first. */
export const listOpenRequests = async (db: ReadableDb): Promise<OpenRequest[]> => {
  const rows = await alertRows(db)
    .innerJoin('accounts', 'accounts.id', 'alerts.reviewer_id')
    .select(['accounts.account', 'accounts.name'])
    .where('alerts.kind', '=', 'supersede-request')
    .where('assignments.state', '=', 'submitted')
    .orderBy('alerts.received_at')
    .orderBy('alerts.id')
    .execute();
  return rows.flatMap((row) => {
    const alert = toAlert(row);
    const { supersede } = alert;
    return supersede?.answer === null
      ? [{ ...alert, supersede, account: row.account, reviewer: row.name }]
      : [];
  });
};

/** The requests on these assignments that were asked for these finals, by the event of the final. */
export const requestIdsOn = async (
  db: ReadableDb,
  assignmentIds: readonly string[],
): Promise<ReadonlyMap<string, string>> => {
  const ids = new Map<string, string>();
  for (const chunk of inChunks(assignmentIds, 500)) {
    const rows = await alertRows(db)
      .where('alerts.assignment_id', 'in', chunk)
      .where('alerts.kind', '=', 'supersede-request')
      .execute();
    for (const { id, supersede } of rows.map(toAlert)) {
      if (supersede?.answer?.granted) ids.set(supersede.refused.eventId, id);
    }
  }
  return ids;
};

type AlertRow = HubTables['alerts'] & { readonly supersedes: string | null };
type AlertContent = Pick<HubAlert, 'codes' | 'note'> & {
  readonly supersede?: Omit<NonNullable<HubAlert['supersede']>, 'answer'>;
};

const toAlert = (row: AlertRow): HubAlert => {
  const { codes, note, supersede } = JSON.parse(row.content) as AlertContent;
  const asked = row.supersedes === null ? [] : (JSON.parse(row.supersedes) as Supersede[]);
  const answer =
    asked.find(({ refusedEventId }) => refusedEventId === supersede?.refused.eventId)?.answer ?? null;
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
    ...(supersede === undefined ? {} : { supersede: { ...supersede, answer } }),
  };
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
