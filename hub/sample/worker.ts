import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { errorFields } from '../core/error-fields.ts';
import { openHub } from '../open-hub.ts';
import { type ServedHub, serveHub } from '../serve-hub.ts';
import { seedSample } from './seed.ts';

/** What the thread is given: where the sample hub lives, and the program it is filled with. */
export type SampleHubData = { readonly dataDir: string; readonly programFolder: string };

/** What the thread says. `problem` is a sentence for a person. After the message 'stop' it closes and ends. */
export type SampleHubMessage =
  | { readonly kind: 'ready'; readonly url: string }
  | { readonly kind: 'failed'; readonly problem: string }
  | { readonly kind: 'log'; readonly event: string; readonly errorName?: string; readonly at?: string };

const run = async (say: (message: SampleHubMessage) => void): Promise<ServedHub | null> => {
  const { dataDir, programFolder } = workerData as SampleHubData;
  try {
    const hub = await openHub({
      dataDir,
      log: (level, event, { errorName, at } = {}) => {
        if (level === 'info') return;
        say({
          kind: 'log',
          event,
          ...(errorName === undefined ? {} : { errorName }),
          ...(at === undefined ? {} : { at }),
        });
      },
    });
    const seeded = await seedSample(hub, programFolder, dataDir).catch(async (error: unknown) => {
      await hub.database.close();
      throw error;
    });
    const served = await serveHub(seeded, { host: '127.0.0.1', port: 0 });
    say({ kind: 'ready', url: served.url });
    return served;
  } catch (error) {
    const { errorName = 'Error', at = '' } = errorFields(error);
    const sentence = error instanceof Error ? error.message : `${errorName} ${at}`;
    say({ kind: 'failed', problem: `The sample hub could not start. ${sentence}` });
    return null;
  }
};

if (!isMainThread && parentPort !== null) {
  const port = parentPort;
  const started = run((message) => port.postMessage(message));
  port.on('message', async (message: unknown) => {
    if (message !== 'stop') return;
    await (await started)?.close();
    port.close();
  });
}
