import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Database } from '../../../main/database/connection.ts';
import { copyDatabase } from '../../../main/database/copy-database.ts';
import { schemaVersion } from '../../../main/database/migrate.ts';
import { openEncrypted } from '../../../main/database/open.ts';
import { requireIdentity } from '../../../main/database/tables/device-identity.ts';
import { openPayload } from '../../../main/database/tables/events.ts';
import { eventColumns, type StoredEvent } from '../../../main/database/tables/stored-event.ts';
import { type Keyring, openKeyring } from '../../../main/keys/keyring.ts';
import type { WorkspaceKeys } from '../../../main/keys/root-key.ts';
import { describeFinding } from '../../../main/upkeep/findings.ts';
import { openProfileKeys, type Secret } from '../../../main/upkeep/open-profile.ts';
import { verifyProfile } from '../../../main/upkeep/verify-profile.ts';
import type { Json } from '../../../shared/lib/canonical-json.ts';
import { type LoggedChange, LostWork } from './ledger.ts';

/** The one account's folder of a profile; null before anybody has signed in. */
export const accountFolderOf = async (profile: string): Promise<string | null> => {
  const names = await readdir(join(profile, 'accounts')).catch(() => []);
  const [name] = names;
  return name === undefined ? null : join(profile, 'accounts', name);
};

const random = (size: number) => new Uint8Array(randomBytes(size));

/** `assay verify` on a profile that nobody has open. Throws with every fault it names. */
export const verifyClosed = async (profile: string, secret: Secret): Promise<void> => {
  const verified = await verifyProfile({ profile, secret, random });
  if (!verified.ok) throw new Error(`verify: ${verified.problem.code}`);
  const { faults, unopened } = verified.value;
  if (faults.length > 0) {
    throw new LostWork(
      `verify: ${faults.map((one) => `${one.code} at ${one.place}: ${describeFinding(one)}`).join('; ')}`,
    );
  }
  if (unopened !== null) throw new Error(`verify: ${unopened.code}`);
};

export type ClosedWorkspace = {
  readonly db: Database;
  readonly keyring: Keyring;
  readonly keys: WorkspaceKeys;
};

/** Opens a copy of the database of a closed profile, with its keyring. The profile stays as it is. */
export const withClosedWorkspace = async <T>(
  profile: string,
  secret: Secret,
  look: (workspace: ClosedWorkspace) => T | Promise<T>,
): Promise<T> => {
  const folder = await accountFolderOf(profile);
  if (folder === null) throw new Error('nobody has signed in to this profile');
  const keys = await openProfileKeys(profile, secret);
  if (!keys.ok) throw new Error(keys.problem.code);
  const keyring = await openKeyring({
    profile: folder,
    ringKey: keys.value.ringKey,
    random,
    ciphertextExists: async () => true,
  });
  if (!keyring.ok) throw new Error(keyring.problem.code);
  const copy = await copyDatabase(join(folder, 'workspace.db'));
  const db = openEncrypted(copy.file, keys.value.databaseKey, { readonly: false });
  try {
    return await look({ db, keyring: keyring.value, keys: keys.value });
  } finally {
    db.close();
    await copy.remove();
  }
};

export type ClosedLog = {
  readonly deviceId: string;
  readonly schema: number;
  readonly changes: readonly LoggedChange[];
};

/** Since this schema the log's end is its last event; before, it was noted beside the log. */
const ENDS_WITH_ITS_LOG = 5;

/** Of a database that may have been killed before it was migrated. */
const identityIn = (db: Database): { readonly deviceId: string; readonly lastDeviceSeq: number } => {
  if (schemaVersion(db) >= ENDS_WITH_ITS_LOG) return requireIdentity(db);
  const noted = db
    .prepare<{ deviceId: string; lastDeviceSeq: number }>(
      'SELECT device_id AS deviceId, last_device_seq AS lastDeviceSeq FROM device_identity',
    )
    .get();
  if (noted === undefined) throw new LostWork('the device has no identity');
  return noted;
};

/** Since this schema what is at the end of the log is in line for being there. */
const TAIL_IN_LINE = 9;

const linesIn = (db: Database): string => (schemaVersion(db) >= TAIL_IN_LINE ? 'outbox_lines' : 'outbox');

/**
 * The log of a closed profile, opened. Throws where numbers are missing from it or from the outbox (nothing is pruned
 * here: no hub of these proofs has a backup).
 */
export const readClosedLog = ({ db, keyring }: ClosedWorkspace): ClosedLog => {
  const { deviceId, lastDeviceSeq } = identityIn(db);
  const stored = db
    .prepare<StoredEvent>(`SELECT ${eventColumns} FROM events AS e ORDER BY e.device_seq`)
    .all();
  const lined = db
    .prepare<{ n: number; id: string }>(
      `SELECT device_seq AS n, event_id AS id FROM ${linesIn(db)} ORDER BY device_seq`,
    )
    .all();
  for (const [at, event] of stored.entries()) {
    if (event.deviceSeq !== at + 1) throw new LostWork(`the log has a gap at ${at + 1}`);
    const line = lined[at];
    if (line?.n !== at + 1 || line.id !== event.eventId)
      throw new LostWork(`the outbox has a gap at ${at + 1}`);
  }
  if (stored.length !== lastDeviceSeq || lined.length !== stored.length) {
    throw new LostWork(
      `${stored.length} events, ${lined.length} in line, and the last number is ${lastDeviceSeq}`,
    );
  }
  const changes = stored.map((event): LoggedChange => {
    const text = openPayload(keyring, event);
    if (!text.ok) throw new LostWork(`event ${event.deviceSeq}: ${text.problem.code}`);
    const { deviceSeq, eventId, assignmentId, type } = event;
    return { deviceSeq, eventId, assignmentId, type, payload: JSON.parse(text.value) as Json };
  });
  return { deviceId, schema: schemaVersion(db), changes };
};
