import { type FileSystem, nodeFileSystem, type OpenFile } from '../../../main/keys/durable-file.ts';

export type Operation = {
  readonly kind: 'open' | 'write' | 'sync' | 'rename' | 'rm' | 'read';
  readonly path: string;
  /** Bytes asked for, of reads and writes. */
  readonly bytes?: number;
};

export type WatchedFileSystem = { readonly fs: FileSystem; readonly log: Operation[] };

/**
 * The real file system, with every operation noted before it runs. Where `fault` names an error code the operation
 * fails with it; a failing write leaves half of its bytes behind, as a disk that fills up does.
 */
export const watchedFileSystem = (
  fault: (operation: Operation) => string | undefined = () => undefined,
): WatchedFileSystem => {
  const log: Operation[] = [];
  const check = (operation: Operation): Error | undefined => {
    log.push(operation);
    const code = fault(operation);
    return code === undefined ? undefined : Object.assign(new Error(`${code}, by the test`), { code });
  };
  const pass = (operation: Operation): void => {
    const error = check(operation);
    if (error !== undefined) throw error;
  };
  const watch = (file: OpenFile, path: string): OpenFile => ({
    read: async (buffer, offset, length, position) => {
      pass({ kind: 'read', path, bytes: length });
      return file.read(buffer, offset, length, position);
    },
    write: async (buffer, offset, length, position) => {
      const error = check({ kind: 'write', path, bytes: length });
      if (error === undefined) return file.write(buffer, offset, length, position);
      await file.write(buffer, offset, Math.floor(length / 2), position);
      throw error;
    },
    sync: async () => {
      pass({ kind: 'sync', path });
      await file.sync();
    },
    truncate: (length) => file.truncate(length),
    stat: () => file.stat(),
    close: () => file.close(),
  });
  const fs: FileSystem = {
    ...nodeFileSystem,
    open: async (path, flags, mode) => {
      pass({ kind: 'open', path });
      return watch(await nodeFileSystem.open(path, flags, mode), path);
    },
    rename: async (from, to) => {
      pass({ kind: 'rename', path: to });
      await nodeFileSystem.rename(from, to);
    },
    rm: async (path, options) => {
      pass({ kind: 'rm', path });
      await nodeFileSystem.rm(path, options);
    },
  };
  return { fs, log };
};
