import { createHash } from 'node:crypto';
import { fail, ok, type Result } from '../../shared/lib/result.ts';
import {
  attempt,
  errorCode,
  type FileSystem,
  nodeFileSystem,
  type StorageProblem,
  syncFolder,
} from '../keys/durable-file.ts';
import type { Keyring, KeyringProblem } from '../keys/keyring.ts';
import type { RandomBytes } from '../keys/random-bytes.ts';
import type { NameKey } from '../keys/root-key.ts';
import { createSerialQueue } from '../keys/serial-queue.ts';
import { fileSizeOf } from './container.ts';
import { checkManifest, type EvidenceManifest } from './evidence-manifest.ts';
import { type BeginProblem, EvidenceReadError, type ReadProblem } from './evidence-problem.ts';
import { type EvidenceReader, openReader } from './evidence-reader.ts';
import { createWriter, type EvidenceWriter } from './evidence-writer.ts';
import { openUnfinished } from './unfinished-file.ts';
import { listVaultFiles, statIfPresent, type VaultFile } from './vault-listing.ts';
import { createVaultNames } from './vault-names.ts';

export type BeginWrite = EvidenceManifest & {
  readonly submissionId: string;
  /** Parts noted as complete in an earlier attempt. Believed only if the unfinished file is that attempt's. */
  readonly completeParts?: readonly number[];
};

/** Evidence at rest: encrypted under its submission's key, found by its SHA-256, readable from any byte. */
export type Vault = {
  /**
   * Starts or resumes a download; ask the writer which parts are missing. Makes the submission's key if it has none,
   * so stop a submission's downloads before its key is destroyed.
   */
  beginWrite(wanted: BeginWrite): Promise<Result<EvidenceWriter, BeginProblem | KeyringProblem>>;
  /** The caller closes the reader. */
  open(submissionId: string, sha256: string): Promise<Result<EvidenceReader, ReadProblem>>;
  /** Whether a finished file is in place. Its content is checked by open (ends) and verify (all). */
  has(submissionId: string, sha256: string): Promise<Result<boolean, StorageProblem>>;
  /** Reads the whole file: every chunk authentic, the SHA-256 right. Value: bytes of evidence. */
  verify(submissionId: string, sha256: string): Promise<Result<number, ReadProblem>>;
  /** Bytes the vault takes, unfinished downloads included; of one submission or of all. */
  sizeOnDisk(submissionId?: string): Promise<Result<number, StorageProblem>>;
  listFiles(): Promise<Result<readonly VaultFile[], StorageProblem>>;
  /** Where a file lies or would lie: to recognise listFiles' paths. */
  pathOf(submissionId: string, sha256: string): string;
  /** Ends the submission's readers and writers and deletes its files. Destroy its key first: that is the erasure. */
  removeSubmission(submissionId: string): Promise<Result<void, StorageProblem>>;
  /** The same for one file, finished or not. */
  removeArtifact(submissionId: string, sha256: string): Promise<Result<void, StorageProblem>>;
  /** Closes every reader and writer; unfinished downloads stay for later. */
  close(): Promise<void>;
};

export type VaultOptions = {
  readonly folder: string;
  readonly keyring: Pick<Keyring, 'keyFor' | 'ensureKey'>;
  readonly nameKey: NameKey;
  readonly random: RandomBytes;
  readonly fs?: FileSystem;
};

/** The readers and writers in use, by the path they work on. */
type InUse = {
  readonly readers: Map<EvidenceReader, string>;
  readonly writers: Map<string, EvidenceWriter>;
};

/** One process and one vault per folder (the workspace lock). Nothing is written before the first download. */
export const createVault = (options: VaultOptions): Vault => {
  const { folder, keyring, nameKey, fs = nodeFileSystem } = options;
  const names = createVaultNames(folder, nameKey);
  const inUse: InUse = { readers: new Map(), writers: new Map() };
  /** Beginning and removing take turns, so that nothing begins in a folder that is being removed. */
  const inTurn = createSerialQueue();

  const open: Vault['open'] = async (submissionId, sha256) => {
    const path = names.storedPath(submissionId, sha256);
    const file = await attempt('reading evidence', () => openIfPresent(fs, path));
    if (!file.ok) return file;
    if (file.value === undefined) return fail({ code: 'evidence-not-here' });
    const key = keyring.keyFor(submissionId);
    if (key === undefined) {
      await file.value.close();
      return fail({ code: 'submission-key-missing' });
    }
    const reader = await openReader(file.value, key);
    return reader.ok ? ok(registered(reader.value, path, inUse)) : reader;
  };

  const remove = (concerned: (path: string) => boolean, paths: readonly string[], parent: string) =>
    inTurn(() =>
      attempt('removing evidence', async () => {
        await release(inUse, concerned);
        if ((await statIfPresent(fs, parent)) === undefined) return;
        for (const path of paths) await fs.rm(path, { recursive: true, force: true });
        await syncFolder(fs, parent);
      }),
    );

  return {
    open,
    beginWrite: (wanted) => inTurn(() => begin(wanted, options, names, inUse, open)),
    has: (submissionId, sha256) =>
      attempt('reading evidence', async () => {
        const stat = await statIfPresent(fs, names.storedPath(submissionId, sha256));
        return stat !== undefined && stat.size >= fileSizeOf(0);
      }),
    verify: async (submissionId, sha256) => {
      const reader = await open(submissionId, sha256);
      return reader.ok ? verifyAll(reader.value, sha256) : reader;
    },
    sizeOnDisk: (submissionId) =>
      attempt('reading the evidence folder', async () => {
        const place = submissionId === undefined ? folder : names.folderOf(submissionId);
        return (await listVaultFiles(fs, place)).reduce((sum, { bytes }) => sum + bytes, 0);
      }),
    listFiles: () => attempt('reading the evidence folder', () => listVaultFiles(fs, folder)),
    pathOf: names.storedPath,
    removeSubmission: (submissionId) => {
      const place = names.folderOf(submissionId);
      return remove((path) => path.startsWith(place), [place], folder);
    },
    removeArtifact: (submissionId, sha256) => {
      const paths = [names.storedPath(submissionId, sha256), names.unfinishedPath(submissionId, sha256)];
      return remove((path) => paths.includes(path), paths, names.folderOf(submissionId));
    },
    close: () => inTurn(() => release(inUse, () => true)),
  };
};

const begin = async (
  wanted: BeginWrite,
  { keyring, random, fs = nodeFileSystem }: VaultOptions,
  names: ReturnType<typeof createVaultNames>,
  { writers }: InUse,
  open: Vault['open'],
): Promise<Result<EvidenceWriter, BeginProblem | KeyringProblem>> => {
  const { submissionId, completeParts = [], ...manifest } = wanted;
  const believable = checkManifest(manifest);
  if (!believable.ok) return believable;
  const partPath = names.unfinishedPath(submissionId, manifest.sha256);
  if (writers.has(partPath)) return fail({ code: 'evidence-write-in-progress' });
  const stored = await open(submissionId, manifest.sha256);
  if (stored.ok) {
    await stored.value.close();
    return fail({ code: 'evidence-already-stored' });
  }
  const key = await keyring.ensureKey(submissionId);
  if (!key.ok) return key;
  const unfinished = await openUnfinished(fs, partPath, manifest.size, key.value, random);
  if (!unfinished.ok) return unfinished;
  const { file, container, resumed } = unfinished.value;
  const known = completeParts.filter((part) => manifest.parts[part] !== undefined);
  const writer = createWriter({
    fs,
    random,
    manifest,
    container,
    file,
    partPath,
    finalPath: names.storedPath(submissionId, manifest.sha256),
    completeParts: resumed ? known : [],
    onEnd: () => writers.delete(partPath),
  });
  writers.set(partPath, writer);
  return ok(writer);
};

const openIfPresent = async (fs: FileSystem, path: string) => {
  try {
    return await fs.open(path, 'r');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
};

/** Keeps the reader in sight until it is closed, so that removing its submission can close it. */
const registered = (reader: EvidenceReader, path: string, { readers }: InUse): EvidenceReader => {
  const watched: EvidenceReader = {
    ...reader,
    close: () => {
      readers.delete(watched);
      return reader.close();
    },
  };
  readers.set(watched, path);
  return watched;
};

/** Readers are closed; writers let go of their file, which stays until it is removed or resumed. */
const release = async ({ readers, writers }: InUse, concerned: (path: string) => boolean): Promise<void> => {
  for (const [reader, path] of [...readers]) if (concerned(path)) await reader.close();
  for (const [path, writer] of [...writers]) if (concerned(path)) await writer.suspend();
};

const verifyAll = async (reader: EvidenceReader, sha256: string): Promise<Result<number, ReadProblem>> => {
  const hash = createHash('sha256');
  try {
    for await (const bytes of reader.stream()) hash.update(bytes);
  } catch (error) {
    if (error instanceof EvidenceReadError) return fail(error.problem);
    throw error;
  } finally {
    await reader.close();
  }
  return hash.digest('hex') === sha256 ? ok(reader.size) : fail({ code: 'evidence-damaged' });
};
