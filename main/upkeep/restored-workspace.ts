import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { DeviceId } from '../../shared/domain/ids.ts';
import { ok, type Result } from '../../shared/lib/result.ts';
import type { Database, WritableDb } from '../database/connection.ts';
import { inTransaction } from '../database/open.ts';
import { noteHere, noteRestart } from '../database/tables/downloads.ts';
import { scheduleErasure } from '../database/tables/erasures.ts';
import { becomeDevice, sendLogAgain } from '../database/tables/restored.ts';
import { everyFile, type FileRow, readableSubmissions } from '../database/tables/whole-workspace.ts';
import { fileSizeOf } from '../evidence/container.ts';
import { createVaultNames } from '../evidence/vault-names.ts';
import { errorCode } from '../keys/durable-file.ts';
import type { Keyring } from '../keys/keyring.ts';
import type { NameKey } from '../keys/root-key.ts';

/** What was put right in a restored database. */
export type Reconciled = {
  /** Submissions whose key was destroyed since the backup: they stay unreadable, and are cleared away at the next start. */
  readonly dark: number;
  /** Changes that can no longer be read and are therefore not sent. */
  readonly withdrawn: number;
  /** Files that the backup believes to be here and that are not: they are downloaded again. */
  readonly toDownload: number;
};

type RestoredSetup = {
  readonly db: Database;
  readonly folder: string;
  readonly keyring: Keyring;
  readonly nameKey: NameKey;
  readonly deviceId: DeviceId;
  readonly nowMs: number;
};

/**
 * Makes a restored database fit for work, all in one transaction: it is a new device from now on and sends its whole log
 * again under its own numbers; what has no key any more is neither sent nor kept; files are what the disk says.
 */
export const makeFit = async (setup: RestoredSetup): Promise<Result<Reconciled>> => {
  const { db, folder, keyring, nameKey, deviceId, nowMs } = setup;
  const names = createVaultNames(join(folder, 'evidence'), nameKey);
  const files: { row: FileRow; here: boolean }[] = [];
  for (const row of everyFile(db)) {
    const size = await sizeOf(names.storedPath(row.submissionId, row.sha256));
    files.push({ row, here: size === fileSizeOf(row.size) });
  }
  const keys = new Set(keyring.submissionIds());
  return inTransaction(db, (writable) => {
    becomeDevice(writable, deviceId);
    const dark = clearAway(writable, keys, new Date(nowMs).toISOString());
    const withdrawn = sendLogAgain(writable, keys);
    const toDownload = noteFiles(writable, files);
    return ok({ dark, withdrawn, toDownload });
  });
};

const clearAway = (db: WritableDb, keys: ReadonlySet<string>, now: string): number => {
  const gone = readableSubmissions(db).filter(({ id }) => !keys.has(id));
  // The milder reason: whatever is still to be handed over to the hub keeps its own key.
  for (const { id } of gone) scheduleErasure(db, { submissionId: id, reason: 'recused', dueAt: now });
  return gone.length;
};

const noteFiles = (
  db: WritableDb,
  files: readonly { readonly row: FileRow; readonly here: boolean }[],
): number => {
  let toDownload = 0;
  for (const { row, here } of files) {
    if (here) noteHere(db, row);
    else {
      if (row.state === 'here') toDownload += 1;
      noteRestart(db, row);
    }
  }
  return toDownload;
};

const sizeOf = async (path: string): Promise<number | undefined> => {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
};
