import { expect } from 'vitest';
import { eventsSince } from '../../../main/database/tables/events-since.ts';
import { hubReviewsPageSchema } from '../../../shared/hub-api/results.ts';
import type { TestHub } from '../../helpers/hub/start-test-hub.ts';
import type { Device } from './device.ts';
import { outbox } from './review.ts';

/** The reviews that count at the hub, as their issuer sees them. */
export const reviewsAt = async (hub: TestHub) => {
  const { request } = await hub.signIn('ivo.marsh');
  const { items } = hubReviewsPageSchema.parse(await (await request('/v1/reviews')).json());
  return items.map(({ submissionCode, revision, content }) => ({ submissionCode, revision, content }));
};

const numbersAt = async (hub: TestHub, deviceId: string): Promise<string[]> => {
  const rows = await hub.deps.database.kysely
    .selectFrom('events')
    .select(['device_seq', 'event_id'])
    .where('device_id', '=', deviceId)
    .orderBy('device_seq')
    .execute();
  return rows.map(({ device_seq, event_id }) => `${device_seq} ${event_id}`);
};

/** Everything that was written on this device is at the hub, each change once under its own number, and nothing waits. */
export const expectExactlyOnce = async (hub: TestHub, device: Device): Promise<void> => {
  const written = eventsSince(device.workspace.db, 1, 10_000);
  expect(written.length).toBeGreaterThan(0);
  expect(await numbersAt(hub, device.workspace.deviceId)).toEqual(
    written.map(({ deviceSeq, eventId }) => `${deviceSeq} ${eventId}`),
  );
  expect(outbox(device)).toEqual({ pending: 0, sending: 0, blocked: 0, delivered: written.length });
};
