import { type ScryptOptions, scryptSync } from 'node:crypto';
import { createRequire, syncBuiltinESMExports } from 'node:module';

// What `import` gives cannot be changed; what `require` gives is what all who import a built-in module then see.
const require = createRequire(import.meta.url);

/**
 * Node reads files and derives the keys of passwords on other threads: which of two ends first is chance, and to hand over
 * a small file costs more than to read it. In a process of the simulator it is done at once, on this thread, so that the
 * same seed always does the same. Call it before anything is loaded that keeps one of these functions.
 */
export const workOnThisThread = (): void => {
  const files = require('node:fs') as typeof import('node:fs');
  const { readFileSync, writeFileSync, readdirSync, statSync, mkdirSync, unlinkSync, renameSync } = files;
  Object.assign(require('node:fs/promises') as object, {
    readFile: atOnce(readFileSync),
    writeFile: atOnce(writeFileSync),
    readdir: atOnce(readdirSync),
    stat: atOnce(statSync),
    mkdir: atOnce(mkdirSync),
    unlink: atOnce(unlinkSync),
    rename: atOnce(renameSync),
  });
  const { createReadStream } = files;
  const fs = streamed(files);
  Object.assign(files, {
    createReadStream: (path: string, options: object = {}) => createReadStream(path, { ...options, fs }),
  });
  Object.assign(require('node:crypto') as object, { scrypt });
  syncBuiltinESMExports();
};

const atOnce =
  <Given extends readonly unknown[], Answer>(work: (...given: Given) => Answer) =>
  async (...given: Given): Promise<Answer> =>
    work(...given);

/** What a stream reads a file with. */
const streamed = ({ openSync, readSync, closeSync }: typeof import('node:fs')) => ({
  open: (path: string, flags: string, mode: number, done: Told<number>): void =>
    tell(done, () => openSync(path, flags, mode)),
  read: (
    file: number,
    into: Uint8Array,
    at: number,
    length: number,
    position: number | null | undefined,
    done: (error: unknown, bytesRead?: number, bytes?: Uint8Array) => void,
  ): void =>
    tell(
      (error, bytesRead) => done(error, bytesRead, into),
      () => readSync(file, into, at, length, position ?? null),
    ),
  close: (file: number, done: Told<void>): void => tell(done, () => closeSync(file)),
});

type Told<Answer> = (error: unknown, answer?: Answer) => void;

const scrypt = (
  password: string,
  salt: Buffer,
  length: number,
  cost: ScryptOptions,
  done: Told<Buffer>,
): void => tell(done, () => scryptSync(password, salt, length, cost));

/** Never before the caller has come to its end. */
const tell = <Answer>(done: Told<Answer>, work: () => Answer): void => {
  let answer: Answer;
  try {
    answer = work();
  } catch (error) {
    queueMicrotask(() => done(error));
    return;
  }
  queueMicrotask(() => done(null, answer));
};
