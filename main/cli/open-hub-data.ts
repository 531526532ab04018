import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { HubDeps } from '../../hub/context/deps.ts';
import { openHub } from '../../hub/open-hub.ts';
import type { Output } from './output.ts';

/** Where a command finds a hub's data. */
export type HubPlace = { readonly data: string; readonly database?: string | undefined };

/**
 * Runs `work` on the data of a hub that is there, whether or not it is serving, and closes it. Null, with a sentence, when
 * the folder holds no hub: a mistyped folder must not become a new one.
 */
export const onHubData = async <T>(
  { data, database }: HubPlace,
  output: Output,
  work: (hub: HubDeps) => Promise<T>,
): Promise<T | null> => {
  const dataDir = resolve(data);
  if (!existsSync(join(dataDir, 'hub.key'))) {
    output.error(`There is no hub in ${data}. Name its folder with --data.`);
    return null;
  }
  const hub = await openHub({
    dataDir,
    databaseUrl: database,
    log: (level, event) => {
      if (level !== 'info') output.error(`hub: ${event}`);
    },
  });
  try {
    return await work(hub);
  } finally {
    await hub.database.close();
  }
};
