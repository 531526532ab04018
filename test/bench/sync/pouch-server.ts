import { readFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { telling } from './child.ts';
import { loadPouch, type PouchConstructor } from './pouch.ts';

/*
 * node pouch-server.ts <folder with node_modules> <prefix of data> <documents.json>: a PouchDB server of the kind
 * PouchDB itself is tested against. Tells { url } of the database; ends when its input does.
 */
const [peers = '', prefix = '', file = ''] = process.argv.slice(2);

type App = { listen(port: number, host: string, done: () => void): Server };
const serve = createRequire(join(peers, 'package.json'))('express-pouchdb') as (
  pouch: PouchConstructor,
  options: { mode: 'minimumForPouchDB' },
) => App;

const Pouch = loadPouch(peers).defaults({ prefix });
const database = new Pouch('bench');
const documents = JSON.parse(await readFile(file, 'utf8')) as unknown[];
for (let at = 0; at < documents.length; at += 1000) {
  const stored = await database.bulkDocs(documents.slice(at, at + 1000));
  if (stored.some(({ error }) => error !== undefined)) throw new Error('PouchDB refused a document');
}
const app = serve(Pouch, { mode: 'minimumForPouchDB' });
const server = await new Promise<Server>((resolve) => {
  const listening = app.listen(0, '127.0.0.1', () => resolve(listening));
});
const { port } = server.address() as AddressInfo;
await telling({ url: `http://127.0.0.1:${port}/bench` }, async () => {
  server.closeAllConnections();
  server.close();
  await database.close();
  // The server's own handles of the database have no way to be closed.
  process.exit(0);
});
