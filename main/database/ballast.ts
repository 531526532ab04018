import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { ok, type Result } from '../../shared/lib/result.ts';
import type { RandomBytes } from '../core/ports.ts';
import {
  attempt,
  errorCode,
  type FileSystem,
  nodeFileSystem,
  type OpenFile,
  PRIVATE_FILE,
  type StorageProblem,
  syncFolder,
  writeFully,
} from '../keys/durable-file.ts';

/** `unknown` until it was looked for; `missing`: given up, or there was no room to put it in place. */
export type BallastState = 'unknown' | 'kept' | 'missing';

/**
 * Room on the disk that is taken while there is plenty, to be given up when there is none: what the reviewer writes is
 * then still saved. A file of this size beside the database, with bytes that no file system can make smaller.
 */
export type Ballast = {
  readonly bytes: number;
  /** So much must be free before it is put in place: what it takes, and some room besides. */
  readonly neededBytes: number;
  state(): BallastState;
  /** Frees its room now, in the middle of a write that found none. False: there is nothing to give up. */
  giveUp(): boolean;
  /** Puts it (back) in place where there is room. Value: whether it is there. */
  restore(): Promise<Result<boolean, StorageProblem>>;
  /** Tells, soon after, that it was given up. One listener. */
  onGivenUp: () => void;
};

export type BallastOptions = {
  readonly folder: string;
  /** 0: none is kept. */
  readonly bytes: number;
  readonly freeBytes: () => Promise<number>;
  readonly random: RandomBytes;
  readonly fs?: FileSystem;
  /** Removes a file at once: a transaction cannot wait. Whether it was there. */
  readonly remove?: (path: string) => boolean;
};

const PIECE_BYTES = 1_048_576;
/** After it is back, this many times its size is still free: it is not given up again at once. */
const FREE_BESIDES = 5;

export const createBallast = (options: BallastOptions): Ballast => {
  const { folder, bytes, freeBytes, remove = removeNow } = options;
  const path = join(folder, 'ballast');
  const neededBytes = bytes * (1 + FREE_BESIDES);
  let state: BallastState = 'unknown';
  let restoring: Promise<Result<boolean, StorageProblem>> | null = null;
  /** Counts the times it was given up: a writing that was under way then stops. */
  let givenUp = 0;

  const put = async (isWanted: () => boolean): Promise<boolean> => {
    const { fs = nodeFileSystem, random } = options;
    if ((await sizeOf(fs, path)) === bytes) return isWanted();
    const next = `${path}.new`;
    // What a crash left of the writing is in the way of nobody but itself.
    await fs.rm(next, { force: true });
    if ((await freeBytes()) < neededBytes) return false;
    try {
      const file = await fs.open(next, 'wx', PRIVATE_FILE);
      const whole = await fill(file, bytes, random, isWanted).finally(() => file.close());
      if (!whole) return false;
      await fs.rename(next, path);
      await syncFolder(fs, folder);
      return isWanted();
    } finally {
      await fs.rm(next, { force: true });
    }
  };

  const restoreOnce = async (): Promise<Result<boolean, StorageProblem>> => {
    const begun = givenUp;
    const done = await attempt('keeping room in reserve', () => put(() => givenUp === begun));
    state = done.ok && done.value && givenUp === begun ? 'kept' : 'missing';
    // A disk that filled up meanwhile is what `missing` says.
    return !done.ok && done.problem.code === 'disk-full' ? ok(false) : done;
  };

  const ballast: Ballast = {
    bytes,
    neededBytes,
    state: () => state,
    giveUp: () => {
      givenUp += 1;
      if (bytes === 0 || !remove(path)) return false;
      state = 'missing';
      queueMicrotask(() => ballast.onGivenUp());
      return true;
    },
    restore: () => {
      if (bytes === 0) return Promise.resolve(ok(true));
      restoring ??= restoreOnce().finally(() => {
        restoring = null;
      });
      return restoring;
    },
    onGivenUp: () => {},
  };
  return ballast;
};

/** Random bytes, the same piece over and over: zeros would take no room where a file system compresses. */
const fill = async (
  file: OpenFile,
  bytes: number,
  random: RandomBytes,
  isWanted: () => boolean,
): Promise<boolean> => {
  const piece = random(Math.min(PIECE_BYTES, bytes));
  for (let at = 0; at < bytes; at += piece.length) {
    if (!isWanted()) return false;
    await writeFully(file, piece.subarray(0, bytes - at), at);
  }
  await file.sync();
  return isWanted();
};

const sizeOf = async (fs: FileSystem, path: string): Promise<number | undefined> => {
  try {
    return (await fs.stat(path)).size;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
};

const removeNow = (path: string): boolean => {
  try {
    rmSync(path);
    return true;
  } catch {
    // Not there, or not to be removed: either way it makes no room, and the write's own failure is what is told.
    return false;
  }
};
