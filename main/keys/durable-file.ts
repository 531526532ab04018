import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fail, ok, type Result } from '../../shared/lib/result.ts';

/** An open file, as much of it as keys and vault need. node:fs/promises' FileHandle fits. */
export type OpenFile = {
  read(
    buffer: Uint8Array,
    offset: number,
    length: number,
    position: number,
  ): Promise<{ readonly bytesRead: number }>;
  write(
    buffer: Uint8Array,
    offset: number,
    length: number,
    position: number,
  ): Promise<{ readonly bytesWritten: number }>;
  sync(): Promise<void>;
  truncate(length: number): Promise<void>;
  stat(): Promise<{ readonly size: number }>;
  close(): Promise<void>;
};

/** The file system as an argument, so that a test can put a full disk or a failing fsync in front of the real one. */
export type FileSystem = {
  open(path: string, flags: string, mode?: number): Promise<OpenFile>;
  readFile(path: string): Promise<Uint8Array>;
  readdir(path: string): Promise<string[]>;
  stat(path: string): Promise<{ readonly size: number; isDirectory(): boolean }>;
  /** Resolves to the first folder it had to create, undefined when all existed. */
  mkdir(
    path: string,
    options: { readonly recursive: true; readonly mode: number },
  ): Promise<string | undefined>;
  rename(from: string, to: string): Promise<void>;
  rm(path: string, options: { readonly recursive?: boolean; readonly force?: boolean }): Promise<void>;
};

export const nodeFileSystem: FileSystem = { open, readFile, readdir, stat, mkdir, rename, rm };

/** The operating system refused to read or write. `reason` is its error code, such as EIO or EACCES. */
export type StorageProblem =
  | { readonly code: 'disk-full' }
  | {
      readonly code: 'storage-failed';
      readonly params: { readonly operation: string; readonly reason: string };
    };

export const PRIVATE_FILE = 0o600;
export const PRIVATE_FOLDER = 0o700;

/** The operating system's error code (ENOENT, ENOSPC …), or undefined for an error of ours. */
export const errorCode = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

/** Turns an operating-system error into a problem; an error of our own making is thrown on. */
export const storageProblem = (error: unknown, operation: string): StorageProblem => {
  const reason = errorCode(error);
  if (reason === undefined || reason.startsWith('ERR_')) throw error;
  if (reason === 'ENOSPC' || reason === 'EDQUOT') return { code: 'disk-full' };
  return { code: 'storage-failed', params: { operation, reason } };
};

/** Runs file-system work; `operation` ("writing key.json") goes into the problem when the system refuses. */
export const attempt = async <T>(
  operation: string,
  work: () => Promise<T>,
): Promise<Result<T, StorageProblem>> => {
  try {
    return ok(await work());
  } catch (error) {
    return fail(storageProblem(error, operation));
  }
};

/** The file's bytes, or undefined when there is no such file. Other errors are thrown. */
export const readIfPresent = async (fs: FileSystem, path: string): Promise<Uint8Array | undefined> => {
  try {
    return await fs.readFile(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
};

/**
 * Replaces a file so that after any crash either the old or the new content is there, whole: temporary file beside it,
 * fsync, rename, fsync of the folder. Mode 0600. When this resolves, the content is on the disk. Throws what the file
 * system throws; the old content is then still there. One writer at a time (the temporary name is fixed).
 */
export const writeDurably = async (fs: FileSystem, path: string, content: Uint8Array): Promise<void> => {
  const temporary = join(dirname(path), `${basename(path)}.new`);
  await fs.rm(temporary, { force: true });
  const file = await fs.open(temporary, 'wx', PRIVATE_FILE);
  try {
    await writeFully(file, content, 0);
    await file.sync();
  } finally {
    await file.close();
  }
  await fs.rename(temporary, path);
  await syncFolder(fs, dirname(path));
};

/** Makes a folder with those above it (mode 0700). When this resolves, the names of all that were new are on the disk. */
export const makeFolder = async (fs: FileSystem, path: string): Promise<void> => {
  const first = await fs.mkdir(path, { recursive: true, mode: PRIVATE_FOLDER });
  if (first === undefined) return;
  for (let made = path; made.length >= first.length; made = dirname(made))
    await syncFolder(fs, dirname(made));
};

/** Writes all bytes at `position`; one call may write fewer than asked. */
export const writeFully = async (file: OpenFile, bytes: Uint8Array, position: number): Promise<void> => {
  let written = 0;
  while (written < bytes.length) {
    const step = await file.write(bytes, written, bytes.length - written, position + written);
    written += step.bytesWritten;
  }
};

/** Fills `target` from `position` on; false when the file ends before. */
export const readFully = async (file: OpenFile, target: Uint8Array, position: number): Promise<boolean> => {
  let filled = 0;
  while (filled < target.length) {
    const { bytesRead } = await file.read(target, filled, target.length - filled, position + filled);
    if (bytesRead === 0) return false;
    filled += bytesRead;
  }
  return true;
};

/**
 * Makes names in a folder durable. Windows cannot open a folder for this (EISDIR, EPERM) and some network disks do not
 * know it (EINVAL, ENOTSUP); there the file system's own journal is what there is. EIO is not swallowed.
 */
export const syncFolder = async (fs: FileSystem, path: string): Promise<void> => {
  try {
    const folder = await fs.open(path, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  } catch (error) {
    if (!['EISDIR', 'EPERM', 'EINVAL', 'ENOTSUP'].includes(errorCode(error) ?? '')) throw error;
  }
};
