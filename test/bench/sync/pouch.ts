import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Change } from '../../../shared/hub-api/changes.ts';
import { startChild } from './child.ts';

/* PouchDB is no dependency of this program: it is measured where somebody has put it. */

/** Names a folder whose node_modules hold the packages. */
export const peersVariable = 'ASSAY_BENCH_PEERS';
const packages = ['pouchdb', 'express-pouchdb'] as const;
type Package = (typeof packages)[number];

export type PouchPackages = {
  readonly folder: string;
  readonly versions: Readonly<Record<Package, string>>;
};

/** Where both packages are, in the folder the variable names or in test/bench/peers; null when they are not. */
export const findPouch = (environment: NodeJS.ProcessEnv): PouchPackages | null => {
  const folder = environment[peersVariable] ?? fileURLToPath(new URL('../peers', import.meta.url));
  const found = packages.map((name) => join(folder, 'node_modules', name, 'package.json'));
  if (!found.every((path) => existsSync(path))) return null;
  const [pouchdb, server] = found.map((path) => JSON.parse(readFileSync(path, 'utf8')).version as string);
  return { folder, versions: { pouchdb: pouchdb ?? '', 'express-pouchdb': server ?? '' } };
};

/** As much of PouchDB as the bench uses. */
export type PouchDatabase = {
  readonly replicate: {
    from(url: string, options: { batch_size: number }): PromiseLike<{ readonly ok: boolean }>;
  };
  bulkDocs(documents: readonly unknown[]): Promise<readonly { readonly error?: unknown }[]>;
  info(): Promise<{ readonly doc_count: number }>;
  close(): Promise<void>;
};
export type PouchConstructor = {
  new (name: string): PouchDatabase;
  defaults(options: { prefix: string }): PouchConstructor;
};

export const loadPouch = (folder: string): PouchConstructor =>
  createRequire(join(folder, 'package.json'))('pouchdb') as PouchConstructor;

export type PouchServer = PouchPackages & { readonly url: string; readonly close: () => Promise<void> };

/** A PouchDB server in a process of its own, with these things as documents. */
export const startPouchServer = async (
  { folder: peers, versions }: PouchPackages,
  folder: string,
  changes: readonly Change[],
): Promise<PouchServer> => {
  const documents = changes.map(({ kind, id, ...rest }) => ({ ...rest, _id: `${kind}:${id}`, kind }));
  const file = join(folder, 'documents.json');
  await writeFile(file, JSON.stringify(documents));
  const script = new URL('./pouch-server.ts', import.meta.url);
  const { told, close } = await startChild<{ url: string }>(script, [peers, join(folder, 'pouch-'), file]);
  return { folder: peers, versions, url: told.url, close };
};

/** Milliseconds to replicate everything into a new database. */
export const replicateOnce = async (
  { folder: peers, url }: PouchServer,
  folder: string,
  documents: number,
  batchSize: number,
): Promise<number> => {
  const Pouch = loadPouch(peers);
  const path = join(folder, `replica-${randomBytes(6).toString('hex')}`);
  const replica = new Pouch(path);
  try {
    const begun = performance.now();
    await replica.replicate.from(url, { batch_size: batchSize });
    const ms = performance.now() - begun;
    const { doc_count: count } = await replica.info();
    if (count !== documents) throw new Error(`PouchDB replicated ${count} of ${documents} documents`);
    return ms;
  } finally {
    await replica.close();
    await rm(path, { recursive: true, force: true });
  }
};
