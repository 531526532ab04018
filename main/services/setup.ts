import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { HubDescription } from '../../shared/hub-api/session.ts';
import { problem } from '../../shared/lib/problem.ts';
import { fail, ok, type Result } from '../../shared/lib/result.ts';
import type { CommandInput, CommandOutput } from '../../shared/workbench-api/commands.ts';
import { attempt } from '../keys/durable-file.ts';
import { createKeyEnvelope } from '../keys/key-envelope.ts';
import { KEY_ENVELOPE_FILE, SAMPLE_KEY_FILE } from '../keys/key-envelope-file.ts';
import type { NewWrap } from '../keys/key-wraps.ts';
import { deriveKeys } from '../keys/root-key.ts';
import { ACCOUNTS_FOLDER, accountsHaveCiphertext } from './account-folders.ts';
import { deactivate } from './activate.ts';
import { type Connection, removeConnection, writeConnection } from './connection-file.ts';
import { type Desk, publishApp } from './desk.ts';
import { hubAddress } from './hub-address.ts';
import { changeEntry, finishShredding, save, tellHub } from './shred-account.ts';
import { unlockAtStart } from './unlock.ts';

const SAMPLE_HUB_FOLDER = 'sample-hub';

/** Asks an address what it is, and changes nothing. */
export const checkHub = async (
  { deps }: Desk,
  { url: typed }: CommandInput<'setup.checkHub'>,
): Promise<Result<CommandOutput<'setup.checkHub'>>> => {
  const url = hubAddress(typed);
  const described = await deps.hub.describe(url);
  if (!described.ok) return described;
  const { name, hubId } = described.value;
  return ok({ url, name, hubId });
};

/** Makes the encrypted workspace of this profile for a hub. Value: the recovery code, where there is one. */
export const connectHub = async (
  desk: Desk,
  { url: typed, protection }: CommandInput<'setup.connectHub'>,
): Promise<Result<string | null>> => {
  if (desk.connection !== null) return fail(alreadyConnected(desk.connection));
  const url = hubAddress(typed);
  const described = await desk.deps.hub.describe(url);
  if (!described.ok) return described;
  const wraps = wrapsFor(desk, protection);
  if (!wraps.ok) return wraps;
  const created = await setUp(desk, wraps.value, {
    ...connectionTo(described.value),
    kind: 'hub',
    url,
    protection: protection.kind,
  });
  if (!created.ok) return created;
  desk.sampleSignIns = described.value.sample;
  publishApp(desk);
  return created;
};

/** Starts the sample hub and makes a throw-away workspace for it, whose key lies beside it in a file. */
export const exploreSample = async (desk: Desk): Promise<Result<void>> => {
  if (desk.connection !== null) return fail(alreadyConnected(desk.connection));
  const described = await startSample(desk);
  if (!described.ok) return described;
  const { description, url } = described.value;
  const created = await setUp(desk, [{ kind: 'key-file' }], {
    ...connectionTo(description),
    kind: 'sample',
    url,
    protection: 'sample-key-file',
  });
  if (!created.ok) {
    await stopSample(desk);
    return created;
  }
  publishApp(desk);
  return ok(undefined);
};

/** At every start of a sample workspace: its hub has a new address each time. */
export const resumeSample = async (desk: Desk, connection: Connection): Promise<Result<void>> => {
  const started = await startSample(desk);
  if (!started.ok) return started;
  desk.connection = { ...connection, url: started.value.url };
  return writeConnection(desk.deps.ports.profileFolder, desk.connection);
};

/** Deletes the sample program's workspace and hub. Refuses for any other workspace. */
export const leaveSample = async (desk: Desk): Promise<Result<void>> => {
  const { connection } = desk;
  if (connection === null) return fail(problem('not-connected'));
  if (connection.kind !== 'sample') return fail(problem('not-the-sample'));
  const left = await deactivate(desk);
  if (!left.ok) return left;
  await stopSample(desk);
  const deleted = await deleteSample(desk.deps.ports.profileFolder, connection);
  if (!deleted.ok) return deleted;
  desk.connection = null;
  desk.keys = null;
  desk.sampleSignIns = null;
  publishApp(desk);
  return ok(undefined);
};

/** The connection goes last and is marked first: an interruption anywhere is finished at the next start. */
export const deleteSample = async (profileFolder: string, connection: Connection): Promise<Result<void>> => {
  const marked = await writeConnection(profileFolder, { ...connection, leaving: true });
  if (!marked.ok) return marked;
  const deleted = await attempt('deleting the sample workspace', async () => {
    for (const name of [ACCOUNTS_FOLDER, KEY_ENVELOPE_FILE, SAMPLE_KEY_FILE, SAMPLE_HUB_FOLDER]) {
      await rm(join(profileFolder, name), { recursive: true, force: true });
    }
  });
  return deleted.ok ? removeConnection(profileFolder) : deleted;
};

type NewConnection = Omit<Connection, 'format' | 'lastAccountId' | 'leaving' | 'revoked'>;

/** Key first, connection last: without a connection nothing was set up. Value: the recovery code, if there is one. */
const setUp = async (
  desk: Desk,
  wraps: readonly [NewWrap, ...NewWrap[]],
  wanted: NewConnection,
): Promise<Result<string | null>> => {
  const { profileFolder: profile, random } = desk.deps.ports;
  const discarded = await discardUnusedKey(profile);
  if (!discarded.ok) return discarded;
  const ciphertextExists = () => accountsHaveCiphertext(profile);
  const created = await createKeyEnvelope({ profile, wraps, random, ciphertextExists });
  if (!created.ok) return created;
  const connection: Connection = {
    format: 'assay-connection/1',
    ...wanted,
    lastAccountId: null,
    leaving: false,
    revoked: [],
  };
  const written = await writeConnection(profile, connection);
  if (!written.ok) return written;
  desk.connection = connection;
  desk.keys = deriveKeys(created.value.rootKey);
  return ok(created.value.recoveryCode ?? null);
};

/** A set-up that was interrupted left a key that nothing is encrypted with, and whose recovery code nobody saw. */
const discardUnusedKey = (profile: string): Promise<Result<void>> =>
  attempt('clearing an unfinished set-up', async () => {
    if (await accountsHaveCiphertext(profile)) return;
    await rm(join(profile, KEY_ENVELOPE_FILE), { force: true });
    await rm(join(profile, SAMPLE_KEY_FILE), { force: true });
  });

const wrapsFor = (
  { deps }: Desk,
  protection: CommandInput<'setup.connectHub'>['protection'],
): Result<readonly [NewWrap, ...NewWrap[]]> => {
  if (protection.kind === 'passphrase') {
    return ok([{ kind: 'passphrase', passphrase: protection.passphrase }, { kind: 'recovery-code' }]);
  }
  const { osKeystore: keystore } = deps.ports;
  if (keystore === null) return fail(problem('keystore-unavailable', { keystore: 'This host' }));
  // A reinstalled system or another backend gives the key back to nobody: then the code is the only way in.
  return ok([{ kind: 'os-keystore', keystore }, { kind: 'recovery-code' }]);
};

const startSample = async (
  desk: Desk,
): Promise<Result<{ readonly url: string; readonly description: HubDescription }>> => {
  const { ports, hub } = desk.deps;
  const started = await ports.startSampleHub(join(ports.profileFolder, SAMPLE_HUB_FOLDER));
  if (!started.ok) return started;
  const { url } = started.value;
  const described = await hub.describe(url);
  if (!described.ok) {
    await started.value.stop();
    return described;
  }
  desk.sampleHub = started.value;
  desk.sampleSignIns = described.value.sample;
  return ok({ url, description: described.value });
};

export const stopSample = async (desk: Desk): Promise<void> => {
  const { sampleHub } = desk;
  desk.sampleHub = null;
  await sampleHub?.stop();
};

const connectionTo = ({ hubId, name, sealingKey }: HubDescription) => ({ hubId, name, sealingKey });

const alreadyConnected = ({ name }: Connection) => problem('already-connected', { name });

/**
 * The person has read that this computer was revoked. What else is in the profile is opened again; where nothing is, Assay
 * begins anew.
 */
export const leaveRevoked = async (desk: Desk): Promise<Result<void>> => {
  const { profileFolder } = desk.deps.ports;
  await finishShredding(desk);
  const told = desk.connection?.revoked.find(({ notice }) => notice);
  if (desk.connection === null || told === undefined) return ok(undefined);
  if (told.shreddedAt === null && desk.shredProblem !== null) return fail(desk.shredProblem);
  const hubTold = told.hubTold || (await tellHub(desk.deps, desk.connection, told));
  changeEntry(desk, told.folder, { notice: false, hubTold });
  const left = existsSync(join(profileFolder, KEY_ENVELOPE_FILE))
    ? await save(desk)
    : await beginAnew(desk, desk.connection);
  if (!left.ok) return left;
  publishApp(desk);
  if (desk.connection === null || desk.keys !== null) return ok(undefined);
  return unlockAtStart(desk, desk.connection);
};

/** Nothing is left that a key could open: as before the first run. */
const beginAnew = async (desk: Desk, connection: Connection): Promise<Result<void>> => {
  const { profileFolder } = desk.deps.ports;
  await stopSample(desk);
  const removed =
    connection.kind === 'sample'
      ? await deleteSample(profileFolder, connection)
      : await removeConnection(profileFolder);
  if (!removed.ok) return removed;
  desk.connection = null;
  desk.keys = null;
  desk.sampleSignIns = null;
  return ok(undefined);
};
