import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { SampleHubData, SampleHubMessage } from '../../hub/sample/worker.ts';
import { problem } from '../../shared/lib/problem.ts';
import { fail, ok, type Result } from '../../shared/lib/result.ts';
import type { Logger, SampleHub, WorkbenchPorts } from '../core/ports.ts';

type Options = {
  readonly programFolder: string;
  readonly log: Logger;
  /** The worker to run; the tests give their own. */
  readonly workerFile?: string;
};

/** How long a stopping worker may take to close its database before it is ended. */
const stopLimit = 10_000;

const workerFileIn = (programFolder: string): string =>
  import.meta.filename.endsWith('.ts')
    ? join(programFolder, 'hub', 'sample', 'worker.ts')
    : join(programFolder, 'dist', 'hub', 'sample-worker.js');

/** The sample program's files. Packed, they lie beside the archive, as plain files that can be streamed. */
const sampleFolderIn = (programFolder: string): string =>
  join(programFolder.replace(/\.asar$/, '.asar.unpacked'), 'resources', 'sample', 'program');

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'unknown');

const ended = (worker: Worker): Promise<void> =>
  new Promise((resolve) => worker.once('exit', () => resolve()));

const stop = async (worker: Worker): Promise<void> => {
  const gone = ended(worker);
  const limit = setTimeout(() => void worker.terminate(), stopLimit);
  worker.postMessage('stop');
  await gone;
  clearTimeout(limit);
};

const waitUntilReady = (worker: Worker): Promise<Result<string>> =>
  new Promise((resolve) => {
    const failed = (detail: string): void => resolve(fail(problem('internal', { detail })));
    worker.on('message', (message: SampleHubMessage) => {
      if (message.kind === 'ready') resolve(ok(message.url));
      else if (message.kind === 'failed') failed(message.problem);
    });
    worker.once('error', (error) => failed(error instanceof Error ? error.message : String(error)));
    worker.once('exit', (code) => failed(`the sample hub ended with ${code}`));
  });

const keepLog = (worker: Worker, log: Logger): void => {
  worker.on('message', (message: SampleHubMessage) => {
    if (message.kind !== 'log') return;
    log('warn', message.event, message.errorName === undefined ? {} : { code: message.errorName });
  });
  worker.on('error', (error) => log('error', 'sample-hub.failed', { code: nameOf(error) }));
  worker.once('exit', (status) => log('info', 'sample-hub.ended', { status }));
};

/** Makes the port that runs the sample hub in a worker of this program, so that its work never holds up a window. */
export const createStartSampleHub =
  ({ programFolder, log, workerFile }: Options): WorkbenchPorts['startSampleHub'] =>
  async (folder): Promise<Result<SampleHub>> => {
    const workerData: SampleHubData = { dataDir: folder, programFolder: sampleFolderIn(programFolder) };
    const worker = new Worker(workerFile ?? workerFileIn(programFolder), { workerData });
    keepLog(worker, log);
    let running = true;
    worker.once('exit', () => {
      running = false;
    });
    const url = await waitUntilReady(worker);
    if (!url.ok) {
      await worker.terminate();
      return url;
    }
    return ok({ url: url.value, stop: async () => (running ? stop(worker) : undefined) });
  };
