import { ok, type Result } from '../../../shared/lib/result.ts';
import type { SupersedeState } from '../../../shared/workbench-api/sync-status.ts';
import { openEvent, readEvent } from '../../database/tables/events.ts';
import { readSupersedes } from '../../database/tables/hub-supersedes.ts';
import { requestsOn } from '../../database/tables/outbox.ts';
import type { StoredEvent } from '../../database/tables/stored-event.ts';
import type { Workspace } from '../workspace.ts';

/** How the request that a refused final count stands: as the hub says, else as this device has sent it. */
export const supersedeStateOf = (
  { db, keyring, deviceId }: Pick<Workspace, 'db' | 'keyring' | 'deviceId'>,
  { eventId, assignmentId }: Pick<StoredEvent, 'eventId' | 'assignmentId'>,
): Result<SupersedeState> => {
  const known = readSupersedes(db, keyring, assignmentId);
  if (!known.ok) return known;
  const asked = known.value.find(({ refusedEventId }) => refusedEventId === eventId);
  if (asked?.answer === null) return ok({ state: 'asked', at: asked.requestedAt, reason: '' });
  if (asked?.answer !== undefined) {
    const { granted, at, reason = '' } = asked.answer;
    return ok({ state: granted ? 'granted' : 'refused', at, reason });
  }
  const final = readEvent(db, eventId);
  for (const stored of final === undefined ? [] : requestsOn(db, final.submissionId)) {
    const request = openEvent(keyring, deviceId, stored);
    if (!request.ok) return request;
    const { type, payload, occurredAt } = request.value;
    if (type === 'review.supersede-requested' && payload.refusedEventId === eventId) {
      return ok({ state: 'asking', at: occurredAt, reason: '' });
    }
  }
  return ok({ state: 'may-ask', at: null, reason: '' });
};
