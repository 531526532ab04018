import { parentPort, workerData } from 'node:worker_threads';
import type { Result } from '../../shared/lib/result.ts';
import { nodeFileSystem } from '../keys/durable-file.ts';
import { type BackupOrder, makeBackup } from './make-backup.ts';

/* One backup in a thread of its own: SQLite copies without giving up the thread, and the window must not wait for it. */

export type BackupReply = Result<void>;

const port = parentPort;
if (port === null) throw new Error('backup-worker runs as a worker thread');
const reply: BackupReply = await makeBackup(nodeFileSystem, workerData as BackupOrder);
port.postMessage(reply);
