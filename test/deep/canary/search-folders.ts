import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Search } from './canaries.ts';

export type Searched = {
  /** `what` in which file; a file's name counts as its content. */
  readonly hits: readonly string[];
  readonly files: number;
  readonly bytes: number;
};

/** Every byte of every file below some folders, and the names of files and folders. */
export const searchFolders = async (search: Search, folders: readonly string[]): Promise<Searched> => {
  const hits: string[] = [];
  let [files, bytes] = [0, 0];
  for (const folder of folders) {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    for (const entry of entries) {
      const path = join(entry.parentPath, entry.name);
      for (const what of search.in(Buffer.from(entry.name, 'utf8'))) hits.push(`${what}: the name ${path}`);
      if (!entry.isFile()) continue;
      // A file may go while it is looked for: what was removed is no leak.
      const content = await readFile(path).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return Buffer.alloc(0);
        throw error;
      });
      files += 1;
      bytes += content.length;
      for (const what of search.in(content)) hits.push(`${what}: ${path}`);
    }
  }
  return { hits, files, bytes };
};
