import { type FileSystem, nodeFileSystem, type OpenFile } from '../../main/keys/durable-file.ts';

export type MortalFileSystem = {
  readonly fs: FileSystem;
  /** Operations that would have changed something on the disk, so far. */
  readonly changes: () => number;
};

class Killed extends Error {
  override name = 'Killed';
}

/**
 * The real file system for a program that is killed at its `nth` change of the disk (from 1): that change and everything
 * after it never happens. A removal of a whole folder counts once, and is cut short with one file of it gone.
 */
export const mortalFileSystem = (nth: number): MortalFileSystem => {
  let count = 0;
  const live = (): void => {
    if (count >= nth) throw new Killed('killed by the test');
  };
  const change = (): boolean => {
    live();
    count += 1;
    return count < nth;
  };
  const changing = async <T>(work: () => Promise<T>): Promise<T> => {
    if (!change()) throw new Killed('killed by the test');
    return work();
  };
  const watch = (file: OpenFile): OpenFile => ({
    read: (...args) => file.read(...args),
    write: (...args) => changing(() => file.write(...args)),
    sync: () => changing(() => file.sync()),
    truncate: (length) => changing(() => file.truncate(length)),
    stat: () => file.stat(),
    close: () => file.close(),
  });
  const fs: FileSystem = {
    ...nodeFileSystem,
    open: async (path, flags, mode) => {
      if (flags === 'r') live();
      else if (!change()) throw new Killed('killed by the test');
      return watch(await nodeFileSystem.open(path, flags, mode));
    },
    rename: (from, to) => changing(() => nodeFileSystem.rename(from, to)),
    rm: async (path, options) => {
      if (change()) return nodeFileSystem.rm(path, options);
      await removeOneOf(path);
      throw new Killed('killed by the test');
    },
  };
  return { fs, changes: () => count };
};

const removeOneOf = async (path: string): Promise<void> => {
  const [first] = await nodeFileSystem.readdir(path).catch(() => []);
  if (first !== undefined) await nodeFileSystem.rm(`${path}/${first}`, { recursive: true, force: true });
};
