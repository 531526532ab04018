import type { HubErasure } from '../../../shared/hub-api/results.ts';
import { keptQuery } from '../kept-query.ts';
import type { ReadableDb, WritableDb } from '../open.ts';
import type { HubTables } from '../schema.ts';

/** One erasure without what its devices say of it. */
export type ErasureRecord = Omit<HubErasure, 'devices'>;

/** The erasure of a submission that holds here; null: the submission is there, or was never here. */
export const findErasureOf = async (db: ReadableDb, submissionId: string): Promise<ErasureRecord | null> => {
  const row = await erasureOf.first(db, submissionId);
  return row === undefined ? null : toRecord(row);
};

const erasureOf = keptQuery((db, submissionId: string) =>
  db.selectFrom('erasures').selectAll().where('submission_id', '=', submissionId).where('undone', '=', 0),
);

/** An erasure by its own id, also one that this hub only heard of. */
export const findErasure = async (db: ReadableDb, id: string): Promise<ErasureRecord | null> => {
  const row = await db.selectFrom('erasures').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : toRecord(row);
};

/** The codes of all erased submissions: an import leaves them alone. */
export const erasedCodes = async (db: ReadableDb): Promise<ReadonlySet<string>> => {
  const rows = await codesOfErased.all(db);
  return new Set(rows.map((row) => row.submission_code));
};

const codesOfErased = keptQuery((db) =>
  db.selectFrom('erasures').select('submission_code').where('undone', '=', 0),
);

/** Replaces what a device said of an erasure that this hub had forgotten. */
export const insertErasure = async (
  db: WritableDb,
  record: ErasureRecord,
  readers: readonly string[],
): Promise<void> => {
  await db
    .deleteFrom('erasures')
    .where('submission_id', '=', record.submissionId)
    .where('undone', '=', 1)
    .execute();
  await db
    .insertInto('erasures')
    .values({
      id: record.id,
      submission_id: record.submissionId,
      submission_code: record.submissionCode,
      erased_at: record.erasedAt,
      erased_by: record.erasedBy,
      evidence_files: record.evidenceFiles,
      reviews: record.reviews,
      undone: record.undone ? 1 : 0,
    })
    .execute();
  for (const reader of readers) {
    await db.insertInto('erasure_readers').values({ erasure_id: record.id, reader_id: reader }).execute();
  }
};

/** Whether an account was given the submission at any time: what an erasure went to, or would go to. */
export const wasReader = async (
  db: ReadableDb,
  accountId: string,
  { id, submissionId }: { readonly id: string; readonly submissionId: string },
): Promise<boolean> => {
  const told = await db
    .selectFrom('erasure_readers')
    .select('reader_id')
    .where('erasure_id', '=', id)
    .where('reader_id', '=', accountId)
    .executeTakeFirst();
  if (told !== undefined) return true;
  const entry = await db
    .selectFrom('feed_entries')
    .select('seq')
    .where('reader_id', '=', accountId)
    .where('kind', '=', 'submission')
    .where('entity_id', '=', submissionId)
    .limit(1)
    .executeTakeFirst();
  return entry !== undefined;
};

export type ErasureReceipt = {
  readonly erasureId: string;
  readonly accountId: string;
  readonly deviceId: string;
  readonly eventId: string;
  readonly receivedAt: string;
};

/** One receipt for each device; a second one changes nothing. */
export const insertReceipt = async (db: WritableDb, receipt: ErasureReceipt): Promise<void> => {
  await db
    .insertInto('erasure_receipts')
    .values({
      erasure_id: receipt.erasureId,
      account_id: receipt.accountId,
      device_id: receipt.deviceId,
      event_id: receipt.eventId,
      received_at: receipt.receivedAt,
    })
    .onConflict((conflict) => conflict.columns(['erasure_id', 'account_id', 'device_id']).doNothing())
    .execute();
};

/** Erasures that a device had to carry out and has not answered, at most `limit`: their orders stand in its reader's feed. */
export const unansweredErasures = async (
  db: ReadableDb,
  device: { readonly accountId: string; readonly id: string; readonly registeredAt: string },
  limit: number,
): Promise<HubErasure['id'][]> => {
  const rows = await db
    .selectFrom('erasure_readers')
    .innerJoin('erasures', 'erasures.id', 'erasure_readers.erasure_id')
    .leftJoin('erasure_receipts', (join) =>
      join
        .onRef('erasure_receipts.erasure_id', '=', 'erasures.id')
        .on('erasure_receipts.account_id', '=', device.accountId)
        .on('erasure_receipts.device_id', '=', device.id),
    )
    .select('erasures.id')
    .where('erasure_readers.reader_id', '=', device.accountId)
    .where('erasures.undone', '=', 0)
    .where('erasures.erased_at', '>=', device.registeredAt)
    .where('erasure_receipts.event_id', 'is', null)
    .orderBy('erasures.id')
    .limit(limit)
    .execute();
  return rows.map((row) => row.id as HubErasure['id']);
};

export type ErasureKey = { readonly erasedAt: string; readonly id: string };

/** Newest first; those older than `after`. */
export const listErasures = async (
  db: ReadableDb,
  after: ErasureKey | null,
  limit: number,
): Promise<HubErasure[]> => {
  const rows = await db
    .selectFrom('erasures')
    .selectAll()
    .$if(after !== null, (query) =>
      query.where((by) =>
        by(by.refTuple('erased_at', 'id'), '<', by.tuple(after?.erasedAt ?? '', after?.id ?? '')),
      ),
    )
    .orderBy('erased_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  const found: HubErasure[] = [];
  for (const row of rows) found.push(await withDevices(db, toRecord(row)));
  return found;
};

/**
 * The devices that had to carry an erasure out (those its readers had signed in on by then) and those that have, by
 * reviewer and name.
 */
export const withDevices = async (db: ReadableDb, record: ErasureRecord): Promise<HubErasure> => {
  const rows = await db
    .selectFrom('devices')
    .innerJoin('accounts', 'accounts.id', 'devices.account_id')
    .leftJoin('erasure_readers', (join) =>
      join
        .onRef('erasure_readers.reader_id', '=', 'devices.account_id')
        .on('erasure_readers.erasure_id', '=', record.id),
    )
    .leftJoin('erasure_receipts', (join) =>
      join
        .onRef('erasure_receipts.account_id', '=', 'devices.account_id')
        .onRef('erasure_receipts.device_id', '=', 'devices.id')
        .on('erasure_receipts.erasure_id', '=', record.id),
    )
    .select(['devices.account_id', 'devices.id', 'devices.name', 'accounts.name as reviewer'])
    .select(['erasure_receipts.received_at', 'devices.revoked_at', 'devices.shredded_at'])
    .where((by) =>
      by.or([
        by('erasure_receipts.received_at', 'is not', null),
        by.and([
          by('erasure_readers.reader_id', 'is not', null),
          by('devices.registered_at', '<=', record.erasedAt),
        ]),
      ]),
    )
    .orderBy('accounts.name')
    .orderBy('devices.account_id')
    .orderBy('devices.name')
    .orderBy('devices.id')
    .execute();
  return {
    ...record,
    devices: rows.map((row) => ({
      reviewerId: row.account_id as HubErasure['devices'][number]['reviewerId'],
      reviewer: row.reviewer,
      deviceId: row.id as HubErasure['devices'][number]['deviceId'],
      device: row.name,
      receivedAt: row.received_at,
      revokedAt: row.revoked_at,
      shreddedAt: row.shredded_at,
    })),
  };
};

const toRecord = (row: HubTables['erasures']): ErasureRecord => ({
  id: row.id as ErasureRecord['id'],
  submissionId: row.submission_id as ErasureRecord['submissionId'],
  submissionCode: row.submission_code,
  erasedAt: row.erased_at,
  erasedBy: row.erased_by,
  evidenceFiles: row.evidence_files,
  reviews: row.reviews,
  undone: row.undone === 1,
});
