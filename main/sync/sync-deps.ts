import type { ChangeBus } from '../core/change-bus.ts';
import type { Clock, Logger, RandomBytes } from '../core/ports.ts';
import type { Database } from '../database/connection.ts';
import type { Vault } from '../evidence/vault.ts';
import type { HubClient } from '../hub-client/hub-client.ts';
import type { Timers } from '../hub-client/timers.ts';
import type { Keyring } from '../keys/keyring.ts';

/** Everything syncing takes from the world around it. */
export type SyncDeps = {
  readonly db: Database;
  readonly hub: HubClient;
  readonly keyring: Keyring;
  readonly vault: Vault;
  readonly bus: ChangeBus;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly timers: Timers;
  readonly log: Logger;
  /** Bytes free where the vault lies. */
  readonly freeBytes: () => Promise<number>;
};
