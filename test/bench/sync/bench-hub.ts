import { findAccountByName } from '../../../hub/database/tables/accounts.ts';
import { appendToFeeds } from '../../../hub/database/tables/feeds.ts';
import { importFolder } from '../../../hub/import/import-folder.ts';
import { openHub } from '../../../hub/open-hub.ts';
import { serveHub } from '../../../hub/serve-hub.ts';
import { benchFeed } from './bench-feed.ts';
import { telling } from './child.ts';

/*
 * node bench-hub.ts <data folder> <program folder> [<account>=<entities> …]: a hub with the program, and with so many
 * entities in the feeds of these accounts. Tells { url } once it serves; ends when its input does.
 */
const [dataDir = '', program = '', ...feeds] = process.argv.slice(2);

const hub = await openHub({ dataDir, log: () => undefined, passwordCost: { n: 16, r: 1, p: 1 } });
const imported = await importFolder(program, hub);
if (!imported.ok) throw new Error(`the bench program cannot be imported: ${JSON.stringify(imported.errors)}`);
for (const feed of feeds) {
  const [name = '', entities = ''] = feed.split('=');
  const account = await hub.database.read((db) => findAccountByName(db, name));
  if (account === null) throw new Error(`the bench program has no ${name}`);
  const changes = benchFeed(account.id, Number(entities));
  // As an import does: a few hundred at a time, each lot in one transaction.
  for (let at = 0; at < changes.length; at += 400) {
    const lot = new Map([[account.id, changes.slice(at, at + 400)]]);
    await hub.database.write((db) => appendToFeeds(db, lot));
  }
}
const { url, close } = await serveHub(hub, { host: '127.0.0.1', port: 0 });
await telling({ url }, close);
