import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { problem } from '../../shared/lib/problem.ts';
import { fail, type Result } from '../../shared/lib/result.ts';
import type { BackupReply } from './backup-worker.ts';
import type { BackupOrder } from './make-backup.ts';

const workerFile = import.meta.filename.endsWith('.ts')
  ? join(import.meta.dirname, 'backup-worker.ts')
  : join(import.meta.dirname, '..', 'main', 'backup-worker.js');

/** makeBackup in a thread that ends with it. A thread that dies of a bug is a failed backup like any other. */
export const backUpInThread = (order: BackupOrder): Promise<Result<void>> =>
  new Promise((resolve) => {
    const worker = new Worker(workerFile, { workerData: order });
    worker.once('message', (reply: BackupReply) => resolve(reply));
    worker.once('error', (error) => resolve(failed(error instanceof Error ? error.name : 'unknown')));
    worker.once('exit', (code) => resolve(failed(`ended with ${code}`)));
  });

const failed = (detail: string): Result<void> => fail(problem('internal', { detail: `backup: ${detail}` }));
