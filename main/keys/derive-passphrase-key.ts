import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Argon2Order, Argon2Reply } from './argon2-worker.ts';
import type { Argon2Parameters } from './key-envelope-file.ts';
import { KEY_BYTES } from './root-key.ts';

const workerFile = import.meta.filename.endsWith('.ts')
  ? join(import.meta.dirname, 'argon2-worker.ts')
  : join(import.meta.dirname, '..', 'main', 'argon2-worker.js');

/**
 * The key behind a passphrase, argon2id. It takes a fifth of a second and more of one core without a pause: in a thread of
 * its own, so that the window stays alive. Throws when the thread cannot do it (no memory, a bug).
 */
export const derivePassphraseKey = (passphrase: string, kdf: Argon2Parameters): Promise<Uint8Array> => {
  const order: Argon2Order = {
    password: passphrase.normalize('NFKC'),
    salt: Buffer.from(kdf.salt, 'hex'),
    memorySize: kdf.memoryKiB,
    iterations: kdf.iterations,
    parallelism: kdf.parallelism,
    hashLength: KEY_BYTES,
  };
  return new Promise((resolve, reject) => {
    const worker = new Worker(workerFile, { workerData: order });
    worker.once('message', (reply: Argon2Reply) => {
      if (reply.ok) resolve(reply.key);
      else reject(new Error(`the passphrase could not be tried: ${reply.reason}`));
    });
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the thread for the passphrase ended with ${code}`)));
  });
};
