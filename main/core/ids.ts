import { v7 } from 'uuid';
import { type EventId, eventIdSchema } from '../../shared/domain/ids.ts';
import type { Clock, RandomBytes } from './ports.ts';

/** New identifiers, in time order as far as the clock goes (UUID version 7, RFC 9562). */
export type Ids = { eventId(): EventId };

export const createIds = (clock: Clock, random: RandomBytes): Ids => ({
  eventId: () => eventIdSchema.parse(v7({ msecs: Math.max(0, Math.trunc(clock.now())), random: random(16) })),
});
