import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HubDeps } from '../../../hub/context/deps.ts';
import { importFolder } from '../../../hub/import/import-folder.ts';
import { importLines } from '../../../hub/import/report.ts';
import { openHub } from '../../../hub/open-hub.ts';
import { closeDatabase, openDatabase } from '../../../main/database/open.ts';
import { nodeFileSystem } from '../../../main/keys/durable-file.ts';
import { writeKeyring } from '../../../main/keys/keyring-file.ts';
import { asRootKey, deriveKeys, type WorkspaceKeys } from '../../../main/keys/root-key.ts';
import { type HubServer, startHubServer } from './hub-server.ts';
import { evidenceOf, PART_BYTES, removeFolder, writeProgram } from './program.ts';
import { streamOf } from './random.ts';

/** When the world begins, on the hub's clock. Milliseconds since 1970. */
export const WORLD_BEGINS = Date.UTC(2026, 2, 2, 8);

/** What every seed starts from, made once in a process: a hub with the program, an empty migrated database. */
export type Template = {
  /** On a memory file system where there is one. Everything of the simulation lies in it. */
  readonly folder: string;
  readonly hubFolder: string;
  readonly hubServer: HubServer;
  readonly workspaceFolder: string;
  readonly keys: WorkspaceKeys;
  readonly evidence: ReadonlyMap<string, Uint8Array>;
  readonly remove: () => Promise<void>;
};

export const makeTemplate = async (): Promise<Template> => {
  const folder = await mkdtemp(join(await memoryFolder(), 'assay-sim-'));
  const program = join(folder, 'program');
  const hubFolder = join(folder, 'hub');
  await mkdir(program);
  await writeProgram(program);
  await makeHub(hubFolder, program);
  const keys = deriveKeys(asRootKey(streamOf('root key').bytes(32)));
  const workspaceFolder = join(folder, 'workspace');
  await makeWorkspace(workspaceFolder, keys);
  const hubServer = await startHubServer();
  return {
    folder,
    hubFolder,
    hubServer,
    workspaceFolder,
    keys,
    evidence: await evidenceOf(program),
    remove: async () => {
      await hubServer.close();
      await removeFolder(folder);
    },
  };
};

const memoryFolder = async (): Promise<string> => {
  const found = await stat('/dev/shm').catch(() => undefined);
  return found?.isDirectory() ? '/dev/shm' : tmpdir();
};

const makeHub = async (dataDir: string, program: string): Promise<void> => {
  const random = streamOf('hub template');
  const deps = await openHub({
    dataDir,
    log: () => {},
    clock: { now: () => WORLD_BEGINS },
    random: (size) => Buffer.from(random.bytes(size)),
    newId: idsFrom(streamOf('hub template ids')),
    passwordCost: { n: 16, r: 1, p: 1 },
  });
  try {
    const outcome = await importFolder(program, deps);
    if (!outcome.ok) throw new Error(importLines(outcome).join('\n'));
    await cutIntoSmallParts(deps, await evidenceOf(program));
  } finally {
    await deps.database.close();
  }
};

/** Migrated and empty: no device lives in it yet. */
const makeWorkspace = async (folder: string, keys: WorkspaceKeys): Promise<void> => {
  await mkdir(folder);
  const ring = await writeKeyring(nodeFileSystem, folder, keys.ringKey, []);
  const opened = openDatabase({ file: join(folder, 'workspace.db'), key: keys.databaseKey });
  if (!ring.ok || !opened.ok) throw new Error('the workspace of the template cannot be made');
  closeDatabase(opened.value.db);
};

/** A UUID in text, from a stream. */
export const idsFrom = (random: { bytes(size: number): Uint8Array }) => (): string => {
  const hex = Buffer.from(random.bytes(16)).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

/** Parts of 256 KiB in place of 8 MiB: the manifest says how a file is cut, and a workbench takes it as it is. */
const cutIntoSmallParts = async (
  { database }: HubDeps,
  evidence: ReadonlyMap<string, Uint8Array>,
): Promise<void> => {
  for (const [sha256, bytes] of evidence) {
    const parts: string[] = [];
    for (let at = 0; at < bytes.length; at += PART_BYTES) {
      parts.push(
        createHash('sha256')
          .update(bytes.subarray(at, at + PART_BYTES))
          .digest('hex'),
      );
    }
    await database.write(async (db) => {
      const row = await db
        .selectFrom('evidence_files')
        .select('manifest')
        .where('sha256', '=', sha256)
        .executeTakeFirstOrThrow();
      const manifest = JSON.stringify({
        ...(JSON.parse(row.manifest) as object),
        partSize: PART_BYTES,
        parts,
      });
      await db.updateTable('evidence_files').set({ manifest }).where('sha256', '=', sha256).execute();
    });
  }
};
