import { dirname } from 'node:path';
import { fail, ok, type Result } from '../../shared/lib/result.ts';
import { NONCE_BYTES } from '../keys/aead.ts';
import {
  attempt,
  errorCode,
  type FileSystem,
  makeFolder,
  type OpenFile,
  PRIVATE_FILE,
  type StorageProblem,
  syncFolder,
  writeFully,
} from '../keys/durable-file.ts';
import type { SubmissionKey } from '../keys/keyring.ts';
import type { RandomBytes } from '../keys/random-bytes.ts';
import { type Container, chunkOffset, createContainer, SALT_BYTES, sealChunk } from './container.ts';
import { readHeader } from './evidence-reader.ts';

export type UnfinishedFile = {
  readonly file: OpenFile;
  readonly container: Container;
  /** The file of an earlier attempt: what was complete in it still is. */
  readonly resumed: boolean;
};

/**
 * Opens the unfinished file at `path` for going on, if its header is authentic, made with this key, and for this size.
 * Otherwise starts it anew with its own salt: header written, file and folder on the disk.
 */
export const openUnfinished = async (
  fs: FileSystem,
  path: string,
  size: number,
  key: SubmissionKey,
  random: RandomBytes,
): Promise<Result<UnfinishedFile, StorageProblem>> => {
  const resumed = await resume(fs, path, size, key);
  if (!resumed.ok) return resumed;
  return resumed.value === undefined ? startAnew(fs, path, size, key, random) : ok(resumed.value);
};

const resume = async (
  fs: FileSystem,
  path: string,
  size: number,
  key: SubmissionKey,
): Promise<Result<UnfinishedFile | undefined, StorageProblem>> => {
  const opened = await attempt('reading evidence', async () => {
    try {
      return await fs.open(path, 'r+');
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return undefined;
      throw error;
    }
  });
  if (!opened.ok) return opened;
  const file = opened.value;
  if (file === undefined) return ok(undefined);
  const container = await readHeader(file, key);
  if (container.ok && container.value.plaintextLength === size) {
    return ok({ file, container: container.value, resumed: true });
  }
  await file.close();
  return container.ok || container.problem.code === 'evidence-damaged'
    ? ok(undefined)
    : fail(container.problem);
};

const startAnew = async (
  fs: FileSystem,
  path: string,
  size: number,
  key: SubmissionKey,
  random: RandomBytes,
): Promise<Result<UnfinishedFile, StorageProblem>> => {
  const { header, container } = createContainer(size, key, random(SALT_BYTES));
  return attempt('writing evidence', async () => {
    const folder = dirname(path);
    await makeFolder(fs, folder);
    const file = await fs.open(path, 'w+', PRIVATE_FILE);
    try {
      await writeFully(file, header, 0);
      if (size === 0) {
        const empty = sealChunk(container, 0, new Uint8Array(0), random(NONCE_BYTES));
        await writeFully(file, empty, chunkOffset(0));
      }
      await file.sync();
      await syncFolder(fs, folder);
    } catch (error) {
      await file.close();
      throw error;
    }
    return { file, container, resumed: false };
  });
};
