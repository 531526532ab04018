import { createReadStream } from 'node:fs';
import { mkdir, open, rename, stat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { NewId } from '../core/ports.ts';
import type { BlobStore, StoredBlob } from './blob-store.ts';
import { partHasher } from './part-hasher.ts';

/** Evidence is read in pieces of this size: small ones cost the hub more time than the disk does. */
const READ_BYTES = 524_288;

/** Blobs as files `ab/cd/abcd…` under a folder. A file appears under its name only when whole and on the disk. */
export const folderBlobStore = (folder: string, newId: NewId): BlobStore => {
  const pathOf = (sha256: string) => join(folder, sha256.slice(0, 2), sha256.slice(2, 4), sha256);
  return {
    put: async (source) => {
      await makeFolder(join(folder, 'incoming'));
      const temporary = join(folder, 'incoming', newId());
      try {
        const stored = await writeDurably(temporary, source);
        await moveIntoPlace(temporary, pathOf(stored.sha256), stored.size);
        return stored;
      } catch (error) {
        await unlink(temporary).catch(ignoreMissing);
        throw error;
      }
    },
    remove: async (sha256) => {
      try {
        await unlink(pathOf(sha256));
      } catch (error) {
        return ignoreMissing(error as NodeJS.ErrnoException);
      }
      await syncFolder(dirname(pathOf(sha256)));
    },
    sizeOf: (sha256) => sizeOfFile(pathOf(sha256)),
    read: (sha256, range) => createReadStream(pathOf(sha256), { ...range, highWaterMark: READ_BYTES }),
  };
};

const writeDurably = async (path: string, source: AsyncIterable<Uint8Array>): Promise<StoredBlob> => {
  const hasher = partHasher();
  const file = await open(path, 'wx', 0o600);
  try {
    for await (const bytes of source) {
      hasher.update(bytes);
      await file.writeFile(bytes);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return hasher.finish();
};

const moveIntoPlace = async (temporary: string, path: string, size: number): Promise<void> => {
  if ((await sizeOfFile(path)) === size) {
    await unlink(temporary);
    return;
  }
  await makeFolder(dirname(path));
  await rename(temporary, path);
  for (const folder of [dirname(path), dirname(dirname(path))]) await syncFolder(folder);
};

/** Makes a folder with those above it, and their names durable. */
const makeFolder = async (path: string): Promise<void> => {
  const first = await mkdir(path, { recursive: true });
  if (first === undefined) return;
  for (let made = path; made.length >= first.length; made = dirname(made)) await syncFolder(dirname(made));
};

/** Makes a new name durable. Windows cannot open folders and needs no such step. */
const syncFolder = async (path: string): Promise<void> => {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
};

const sizeOfFile = async (path: string): Promise<number | null> => {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
};

const ignoreMissing = (error: NodeJS.ErrnoException): void => {
  if (error.code !== 'ENOENT') throw error;
};
