import { v7 } from 'uuid';
import type { EventId } from '../../shared/domain/ids.ts';
import { drawnAhead } from './drawn-ahead.ts';
import type { Clock, RandomBytes } from './ports.ts';

/** New identifiers, in time order as far as the clock goes (UUID version 7, RFC 9562). */
export type Ids = { eventId(): EventId };

export const createIds = (clock: Clock, random: RandomBytes): Ids => {
  const bytes = drawnAhead(random);
  return {
    // A UUID of version 7 is what the id's schema asks for.
    eventId: () => v7({ msecs: Math.max(0, Math.trunc(clock.now())), random: bytes(16) }) as EventId,
  };
};
