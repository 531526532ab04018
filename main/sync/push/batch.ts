import type { DeviceId } from '../../../shared/domain/ids.ts';
import { wireLimits } from '../../../shared/hub-api/protocol-version.ts';
import { type Problem, problem } from '../../../shared/lib/problem.ts';
import type { Sealer } from '../../database/sealed-columns.ts';
import { openEvent } from '../../database/tables/events.ts';
import type { LoggedEvent } from '../../database/tables/events-since.ts';
import type { StoredEvent } from '../../database/tables/stored-event.ts';

/** Events of one request, with the rows they came from. */
export type Batch = {
  readonly rows: StoredEvent[];
  readonly events: unknown[];
  /** Rows whose payload can no longer be read, as a rule because its key was destroyed. They are not sent. */
  readonly unreadable: { readonly row: StoredEvent; readonly reason: Problem }[];
};

/** `{"events":[]}` around the events, in bytes. */
const ENVELOPE_BYTES = 13;

/** As many events, in order, as fit into one request; a single event that is too large goes alone. */
export const openBatch = (
  sealer: Sealer,
  deviceId: DeviceId,
  candidates: readonly StoredEvent[],
  limit: number,
): Batch => {
  const batch: Batch = { rows: [], events: [], unreadable: [] };
  let bytes = ENVELOPE_BYTES;
  for (const row of candidates) {
    if (batch.rows.length >= limit) break;
    const event = openEvent(sealer, deviceId, row);
    if (!event.ok) {
      const erased = event.problem.code === 'submission-key-missing';
      batch.unreadable.push({ row, reason: problem(erased ? 'submission-erased' : 'database-damaged') });
      continue;
    }
    bytes += sizeOf(event.value) + 1;
    if (bytes > wireLimits.pushBytes && batch.rows.length > 0) break;
    batch.rows.push(row);
    batch.events.push(event.value);
  }
  return batch;
};

/**
 * What the hub is sent when it misses a number: the events themselves, and for those that cannot or must not be sent
 * any more, their number with nothing in it. The hub refuses such a one alone and goes on counting.
 */
export const openMissing = (
  sealer: Sealer,
  deviceId: DeviceId,
  missing: readonly LoggedEvent[],
): Pick<Batch, 'rows' | 'events'> => {
  const batch: Pick<Batch, 'rows' | 'events'> = { rows: [], events: [] };
  let bytes = ENVELOPE_BYTES;
  for (const row of missing) {
    const event = row.inOutbox ? openEvent(sealer, deviceId, row) : undefined;
    const sendable = event?.ok && sizeOf(event.value) + ENVELOPE_BYTES <= wireLimits.pushBytes;
    const sent = sendable ? event.value : numberAlone(deviceId, row);
    bytes += sizeOf(sent) + 1;
    if (bytes > wireLimits.pushBytes) break;
    batch.events.push(sent);
    if (sendable) batch.rows.push(row);
  }
  return batch;
};

const numberAlone = (deviceId: DeviceId, { eventId, deviceSeq, assignmentId }: LoggedEvent) => ({
  eventId,
  deviceId,
  deviceSeq,
  assignmentId,
  type: 'withdrawn',
  payload: null,
});

const sizeOf = (event: unknown): number => Buffer.byteLength(JSON.stringify(event), 'utf8');
