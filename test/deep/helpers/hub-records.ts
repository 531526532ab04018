import { join } from 'node:path';
import { openSqlite } from '../../../hub/database/open.ts';
import { canonicalJson, type Json } from '../../../shared/lib/canonical-json.ts';
import { type LoggedChange, LostWork } from './ledger.ts';

type Row = {
  readonly device_seq: number;
  readonly event_id: string;
  readonly assignment_id: string;
  readonly type: string;
  readonly payload: string;
  readonly result: string;
};

type Final = { readonly content: string; readonly counted: number };

type Records = { readonly rows: readonly Row[]; readonly finals: ReadonlyMap<string, readonly Final[]> };

/** What a hub has of one device, read from its database while it runs: another connection sees what is committed. */
const readHub = async (data: string, deviceId: string): Promise<Records> => {
  const hub = openSqlite(join(data, 'hub.sqlite'));
  try {
    return await hub.read(async (db) => {
      const rows = await db
        .selectFrom('events')
        .select(['device_seq', 'event_id', 'assignment_id', 'type', 'payload', 'result'])
        .where('device_id', '=', deviceId)
        .orderBy('device_seq')
        .execute();
      const finals = new Map<string, Final[]>();
      for (const id of new Set(rows.map((row) => row.assignment_id))) {
        const reviews = db
          .selectFrom('reviews')
          .select(['content', 'counted'])
          .where('assignment_id', '=', id);
        finals.set(id, await reviews.orderBy('revision').execute());
      }
      return { rows, finals };
    });
  } finally {
    await hub.close();
  }
};

const checkRow = (row: Row | undefined, event: LoggedChange): void => {
  const name = `event ${event.deviceSeq} (${event.type})`;
  if (row === undefined) throw new LostWork(`${name} never reached the hub`);
  if (row.device_seq !== event.deviceSeq || row.event_id !== event.eventId) {
    throw new LostWork(`${name}: the hub has ${row.event_id} under number ${row.device_seq}`);
  }
  if (row.result !== 'accepted') throw new LostWork(`${name}: the hub says ${row.result}`);
  if (canonicalJson(JSON.parse(row.payload) as Json) !== canonicalJson(event.payload)) {
    throw new LostWork(`${name}: the hub has another content`);
  }
};

/**
 * Holds the hub's records against the device's own log: each event once, in order, accepted, with the same content; each
 * final once, the last of them counted. Throws with what differs. Value: how many events.
 */
export const compareWithHub = async (
  data: string,
  deviceId: string,
  log: readonly LoggedChange[],
): Promise<number> => {
  const { rows, finals } = await readHub(data, deviceId);
  if (rows.length !== log.length) {
    throw new LostWork(`the hub has ${rows.length} events of this device, which wrote ${log.length}`);
  }
  for (const [at, event] of log.entries()) checkRow(rows[at], event);
  for (const [assignmentId, stored] of finals) {
    const submitted = log.filter(
      (one) => one.assignmentId === assignmentId && one.type === 'review.submitted',
    );
    const texts = submitted.map(({ payload }) => canonicalJson((payload as { content: Json }).content));
    const kept = stored.map(({ content }) => canonicalJson(JSON.parse(content) as Json));
    if (canonicalJson(texts) !== canonicalJson(kept)) {
      throw new LostWork(
        `${assignmentId}: ${texts.length} finals were submitted, the hub has ${kept.length} others`,
      );
    }
    const counted = stored.map((one) => one.counted === 1);
    if (counted.some((counts, at) => counts !== (at === stored.length - 1))) {
      throw new LostWork(`${assignmentId}: not the last final alone counts`);
    }
  }
  return log.length;
};
