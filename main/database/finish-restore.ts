import { join } from 'node:path';
import type { Result } from '../../shared/lib/result.ts';
import {
  attempt,
  errorCode,
  type FileSystem,
  type StorageProblem,
  syncFolder,
} from '../keys/durable-file.ts';
import { RESTORED_FILE } from './backup-files.ts';

/**
 * Puts a restored database in its place, if one is waiting for that. What stood there was copied aside before the file got
 * this name, so its log goes first: it must never be read into the restored one. Interrupted anywhere, it is done again
 * before the workspace is opened.
 */
export const finishRestore = (fs: FileSystem, folder: string): Promise<Result<void, StorageProblem>> =>
  attempt('putting the restored database in place', async () => {
    const restored = join(folder, RESTORED_FILE);
    try {
      await fs.stat(restored);
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return;
      throw error;
    }
    for (const rest of ['-wal', '-shm', '-journal']) {
      await fs.rm(join(folder, `workspace.db${rest}`), { force: true });
    }
    await syncFolder(fs, folder);
    await fs.rename(restored, join(folder, 'workspace.db'));
    await syncFolder(fs, folder);
  });
