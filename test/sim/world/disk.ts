import {
  closeSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { FileSystem, OpenFile } from '../../../main/keys/durable-file.ts';
import { copyFolder } from './copy-folder.ts';
import type { Stream } from './random.ts';

/** What the operating system refuses next. */
export type DiskFault = 'ENOSPC' | 'EIO';

/**
 * One computer's disk under keys and vault. Real files, every call done at once on this thread; and it remembers what
 * was not yet forced onto the disk, so that a power cut can take it back.
 */
export type Disk = {
  readonly fs: FileSystem;
  /** The next `count` writes or syncs are refused. */
  refuse(fault: DiskFault, count: number): void;
  /** Told before every change of a file or folder: the place where a crash may be put. */
  onChange: () => void;
  /** Told of every write: where, and what. */
  onWrite: (path: string, position: number, bytes: Uint8Array) => void;
  /** Copies the folder as it is now; `power`: without what a power cut here and now would take. */
  copy(to: string, power: Stream | null): void;
  /** Bytes of a file as hexadecimal digits. */
  head(path: string, from: number, to: number): string;
};

/** Undoes one change in a copy of the folder. */
type Undo = {
  readonly scope: string;
  readonly isFolder: boolean;
  readonly undo: (inCopy: (path: string) => string) => void;
};

export const createDisk = (folder: string): Disk => {
  /** Changes that no sync has made safe yet, oldest first. */
  let loose: Undo[] = [];
  let refused: { fault: DiskFault; left: number } | null = null;

  const change = (operation: string): void => {
    disk.onChange();
    if (refused === null || refused.left === 0) return;
    refused.left -= 1;
    throw Object.assign(new Error(`${refused.fault}: ${operation}`), { code: refused.fault });
  };

  const keepBefore = (path: string): void => {
    if (loose.some((one) => !one.isFolder && one.scope === path)) return;
    const before = readFileSync(path);
    loose.push({ scope: path, isFolder: false, undo: (inCopy) => rewrite(inCopy(path), before) });
  };

  const noteName = (path: string, undo: Undo['undo']): void => {
    loose.push({ scope: dirname(path), isFolder: true, undo });
  };

  const synced = (path: string, isFolder: boolean): void => {
    loose = loose.filter((one) => one.scope !== path || one.isFolder !== isFolder);
  };

  const opened = (path: string, fd: number, isFolder: boolean): OpenFile => ({
    read: async (buffer, offset, length, position) => ({
      bytesRead: readSync(fd, buffer, offset, length, position),
    }),
    write: async (buffer, offset, length, position) => {
      change('write');
      keepBefore(path);
      disk.onWrite(path, position, buffer.subarray(offset, offset + length));
      return { bytesWritten: writeSync(fd, buffer, offset, length, position) };
    },
    sync: async () => {
      change('fsync');
      fsyncSync(fd);
      synced(path, isFolder);
    },
    truncate: async (length) => {
      change('truncate');
      keepBefore(path);
      ftruncateSync(fd, length);
    },
    stat: async () => ({ size: fstatSync(fd).size }),
    close: async () => closeSync(fd),
  });

  const fs: FileSystem = {
    open: async (path, flags, mode) => {
      const isNew = flags !== 'r' && flags !== 'r+' && !exists(path);
      if (isNew) change('open');
      if (flags === 'w+' && !isNew) keepBefore(path);
      const fd = openSync(path, flags, mode);
      if (isNew) noteName(path, (inCopy) => rmSync(inCopy(path), { force: true }));
      return opened(path, fd, fstatSync(fd).isDirectory());
    },
    readFile: async (path) => new Uint8Array(readFileSync(path)),
    readdir: async (path) => readdirSync(path).sort(),
    stat: async (path) => statSync(path),
    mkdir: async (path, options) => {
      if (!exists(path)) change('mkdir');
      const made = mkdirSync(path, options);
      if (made !== undefined)
        noteName(made, (inCopy) => rmSync(inCopy(made), { recursive: true, force: true }));
      return made;
    },
    rename: async (from, to) => {
      change('rename');
      const before = exists(to) ? readFileSync(to) : null;
      renameSync(from, to);
      loose = loose.map((one) =>
        !one.isFolder && one.scope === from
          ? { ...one, scope: to, undo: (inCopy) => one.undo((path) => inCopy(path === from ? to : path)) }
          : one,
      );
      noteName(to, (inCopy) => {
        if (exists(inCopy(to))) renameSync(inCopy(to), inCopy(from));
        if (before !== null) writeFileSync(inCopy(to), before);
      });
    },
    rm: async (path, options) => {
      if (!exists(path)) return rmSync(path, options);
      change('rm');
      const before = statSync(path).isDirectory() ? null : readFileSync(path);
      rmSync(path, options);
      loose = loose.filter((one) => one.isFolder || !isIn(path, one.scope));
      // A folder that comes back after a power cut is full of what cannot be opened: its key went first.
      if (before !== null) noteName(path, (inCopy) => rewrite(inCopy(path), before));
    },
  };

  const disk: Disk = {
    fs,
    refuse: (fault, count) => {
      refused = { fault, left: count };
    },
    onChange: () => {},
    onWrite: () => {},
    head: (path, from, to) => readFileSync(path).subarray(from, to).toString('hex'),
    copy: (to, power) => {
      copyFolder(folder, to);
      if (power === null) return;
      // The newest changes are lost, from some point on.
      const kept = power.below(loose.length + 1);
      for (const one of loose.slice(kept).reverse()) one.undo((path) => join(to, relative(folder, path)));
    },
  };
  return disk;
};

const exists = (path: string): boolean => statSync(path, { throwIfNoEntry: false }) !== undefined;

const isIn = (folder: string, path: string): boolean => path === folder || path.startsWith(`${folder}/`);

/** Puts content back, unless the folder it stood in is gone too. */
const rewrite = (path: string, content: Uint8Array): void => {
  if (exists(dirname(path))) writeFileSync(path, content);
};
