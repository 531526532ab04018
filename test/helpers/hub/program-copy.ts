import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { fixtureProgram, type TestHub } from './start-test-hub.ts';

const folders: string[] = [];

/** A new folder under the system's temporary one; gone after the test. */
export const scratchFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'assay-program-'));
  folders.push(folder);
  return folder;
};

/** Call once in a test file that makes folders. */
export const removeScratchFolders = (): void => {
  afterEach(async () => {
    for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
  });
};

/** A copy of the fixture program to spoil. */
export const programCopy = async (): Promise<string> => {
  const folder = await scratchFolder();
  await cp(fixtureProgram, folder, { recursive: true });
  return folder;
};

/** Changes words in one file; throws when they are not there, so that no test spoils nothing. */
export const replaceIn = async (
  folder: string,
  file: string,
  from: string | RegExp,
  to: string,
): Promise<void> => {
  const text = await readFile(join(folder, file), 'utf8');
  const changed = text.replace(from, to);
  if (changed === text) throw new Error(`${file} has no ${from}`);
  await writeFile(join(folder, file), changed);
};

/** How many rows an import could have added to. */
export const rowCounts = async (hub: TestHub): Promise<Record<string, number>> => {
  const tables = [
    'accounts',
    'submissions',
    'artifacts',
    'assignments',
    'feed_entries',
    'micro_credentials',
  ] as const;
  const counts: Record<string, number> = {};
  for (const table of tables) {
    counts[table] = (await hub.deps.database.kysely.selectFrom(table).selectAll().execute()).length;
  }
  return counts;
};
