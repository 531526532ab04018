import { parentPort, workerData } from 'node:worker_threads';
import { argon2id } from 'hash-wasm';

/* One derivation in a thread of its own, which ends with it and gives its 64 MiB back. */

export type Argon2Order = {
  readonly password: string;
  readonly salt: Uint8Array;
  /** KiB. */
  readonly memorySize: number;
  readonly iterations: number;
  readonly parallelism: number;
  readonly hashLength: number;
};

export type Argon2Reply =
  | { readonly ok: true; readonly key: Uint8Array }
  | { readonly ok: false; readonly reason: string };

const derive = async (order: Argon2Order): Promise<Argon2Reply> => {
  try {
    return { ok: true, key: await argon2id({ ...order, outputType: 'binary' }) };
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : String(error) };
  }
};

const port = parentPort;
if (port === null) throw new Error('argon2-worker runs as a worker thread');
port.postMessage(await derive(workerData as Argon2Order));
