import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import { fail, ok, type Result } from '../../shared/lib/result.ts';
import { NONCE_BYTES, SEAL_OVERHEAD } from '../keys/aead.ts';
import {
  attempt,
  type FileSystem,
  type OpenFile,
  type StorageProblem,
  syncFolder,
  writeFully,
} from '../keys/durable-file.ts';
import type { RandomBytes } from '../keys/random-bytes.ts';
import { createSerialQueue } from '../keys/serial-queue.ts';
import {
  CHUNK_BYTES,
  type Container,
  chunkOffset,
  openChunk,
  SEALED_CHUNK_BYTES,
  sealChunk,
} from './container.ts';
import { type EvidenceManifest, partLength } from './evidence-manifest.ts';
import type { WriteProblem } from './evidence-problem.ts';
import { readChunk, readChunks } from './evidence-reader.ts';

/**
 * A download on its way into the vault. Parts may come in any order, several at once: one is sealed and written after the
 * other, while those before it are forced onto the disk.
 * After `disk-full` the writer goes on: the part that failed is not counted as complete, all others are safe.
 */
export type EvidenceWriter = {
  /** Parts that are on the disk, ascending. After a restart these may be fewer than the caller remembered. */
  completeParts(): readonly number[];
  missingParts(): readonly number[];
  /**
   * Checks length and SHA-256 first (`evidence-mismatch`, nothing written), then seals and writes. Ok once the part is
   * on the disk: only then note it as complete. `bytes` must not change meanwhile.
   */
  writePart(index: number, bytes: Uint8Array): Promise<Result<void, WriteProblem>>;
  /**
   * Reads everything back through decryption, compares the whole SHA-256, and puts the file in its place. On
   * `evidence-mismatch` the bad parts are missing again and can be written anew; nothing is put in place.
   */
  finish(): Promise<Result<void, WriteProblem>>;
  /** Leaves the unfinished file for a later beginWrite. */
  suspend(): Promise<void>;
  /** Deletes the unfinished file. */
  abort(): Promise<Result<void, StorageProblem>>;
};

export type WriterSetup = {
  readonly fs: FileSystem;
  readonly random: RandomBytes;
  readonly manifest: EvidenceManifest;
  readonly container: Container;
  /** Open for reading and writing, header in place. */
  readonly file: OpenFile;
  readonly partPath: string;
  readonly finalPath: string;
  readonly completeParts: readonly number[];
  /** Told once when the file is closed, however it ended. */
  readonly onEnd: () => void;
};

export const createWriter = (setup: WriterSetup): EvidenceWriter => {
  const { fs, manifest, file, partPath } = setup;
  const complete = new Set(setup.completeParts);
  const inTurn = createSerialQueue();
  const syncs = createSyncs(file);
  const room = createRoom();
  let ended = false;

  const end = async (): Promise<void> => {
    if (ended) return;
    ended = true;
    try {
      await file.close();
    } finally {
      setup.onEnd();
    }
  };

  const missingParts = () => [...manifest.parts.keys()].filter((index) => !complete.has(index));

  const writePart = async (index: number, bytes: Uint8Array): Promise<Result<void, WriteProblem>> => {
    if (ended) return fail({ code: 'evidence-write-ended' });
    if (!(await isPart(manifest, index, bytes))) return fail({ code: 'evidence-mismatch', parts: [index] });
    if (complete.has(index)) return ok(undefined);
    const written = await inTurn(async () =>
      ended ? fail({ code: 'evidence-write-ended' } as const) : storePart(setup, index, bytes, room),
    );
    if (!written.ok) return written;
    const synced = await syncs.covered();
    if (synced.ok) complete.add(index);
    return synced;
  };

  const finish = async (): Promise<Result<void, WriteProblem>> => {
    if (ended) return fail({ code: 'evidence-write-ended' });
    const missing = missingParts();
    if (missing.length > 0) {
      return fail({ code: 'evidence-incomplete', params: { missing: missing.length }, parts: missing });
    }
    const checked = await checkWhole(setup);
    if (checked.ok) return putInPlace(setup, end);
    if (checked.problem.code === 'evidence-mismatch') {
      for (const part of checked.problem.parts) complete.delete(part);
    }
    return checked;
  };

  const abort = async (): Promise<Result<void, StorageProblem>> => {
    if (ended) return ok(undefined);
    return attempt('removing evidence', async () => {
      await end();
      await fs.rm(partPath, { force: true });
      await syncFolder(fs, dirname(partPath));
    });
  };

  return {
    completeParts: () => [...complete].sort((a, b) => a - b),
    missingParts,
    writePart,
    finish: () => inTurn(() => syncs.settled().then(finish)),
    suspend: () => inTurn(() => syncs.settled().then(end)),
    abort: () => inTurn(() => syncs.settled().then(abort)),
  };
};

type Synced = Result<void, StorageProblem>;

/** Forces what was written onto the disk: one at a time, each for all that was written before it began. */
type Syncs = {
  /** Ok once everything written before this call is on the disk. */
  covered(): Promise<Synced>;
  /** Nothing is under way. */
  settled(): Promise<unknown>;
};

const createSyncs = (file: OpenFile): Syncs => {
  let running: Promise<Synced> | undefined;
  let next: Promise<Synced> | undefined;

  const begin = (): Promise<Synced> => {
    const begun = attempt('writing evidence', () => file.sync()).finally(() => {
      if (running === begun) running = undefined;
    });
    running = begun;
    return begun;
  };

  return {
    covered: () => {
      if (running === undefined) return next ?? begin();
      next ??= running.then((before) => {
        next = undefined;
        // The system tells of a failed write once: what was written meanwhile may be part of it.
        return before.ok ? begin() : before;
      });
      return next;
    },
    settled: () => (next ?? running ?? Promise.resolve()).catch(() => undefined),
  };
};

const isPart = async (manifest: EvidenceManifest, index: number, bytes: Uint8Array): Promise<boolean> => {
  const expected = manifest.parts[index];
  if (expected === undefined) throw new RangeError(`part ${index} of ${manifest.parts.length}`);
  return bytes.length === partLength(manifest, index) && (await sha256(bytes)) === expected;
};

const storePart = (
  setup: WriterSetup,
  index: number,
  bytes: Uint8Array,
  room: Room,
): Promise<Result<void, StorageProblem>> =>
  attempt('writing evidence', () => writeChunks(setup, index, bytes, room));

/** fsync, rename, fsync of the folder: the finished name never stands for anything but the whole, checked file. */
const putInPlace = (
  { fs, file, container, partPath, finalPath }: WriterSetup,
  end: () => Promise<void>,
): Promise<Result<void, StorageProblem>> =>
  attempt('writing evidence', async () => {
    if ((await file.stat()).size !== container.fileSize) await file.truncate(container.fileSize);
    await file.sync();
    await end();
    await fs.rename(partPath, finalPath);
    await syncFolder(fs, dirname(finalPath));
  });

/** Off the main thread: 8 MiB take longer to hash than a frame lasts. */
const sha256 = async (bytes: Uint8Array): Promise<string> => {
  const digest = await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>);
  return Buffer.from(digest).toString('hex');
};

/**
 * Seals a part's chunks at their places, and writes them as one piece: they lie side by side. An empty part is the one
 * empty chunk of an empty file.
 */
const writeChunks = async (
  setup: WriterSetup,
  part: number,
  bytes: Uint8Array,
  room: Room,
): Promise<void> => {
  const { file, container, random, manifest } = setup;
  const first = (part * manifest.partSize) / CHUNK_BYTES;
  const count = Math.max(1, Math.ceil(bytes.length / CHUNK_BYTES));
  const piece = room(bytes.length + count * SEAL_OVERHEAD);
  for (let step = 0; step < count; step++) {
    const plaintext = bytes.subarray(step * CHUNK_BYTES, (step + 1) * CHUNK_BYTES);
    const at = step * SEALED_CHUNK_BYTES;
    const place = piece.subarray(at, at + plaintext.length + SEAL_OVERHEAD);
    sealChunk(container, first + step, plaintext, random(NONCE_BYTES), place);
  }
  await writeFully(file, piece, chunkOffset(first));
};

/** So many bytes to write from; the same memory every time. One part is written after the other. */
type Room = (bytes: number) => Uint8Array;

const createRoom = (): Room => {
  let room = new Uint8Array(0);
  return (bytes) => {
    if (room.length < bytes) room = new Uint8Array(bytes);
    return room.subarray(0, bytes);
  };
};

/** So many chunks are read back at once. */
const CHUNKS_AT_ONCE = 16;

const checkWhole = async (setup: WriterSetup): Promise<Result<void, WriteProblem>> => {
  const { container, manifest, file } = setup;
  const { chunkCount } = container;
  const whole = createHash('sha256');
  // One piece is read while the other is opened and hashed; a short file needs little of the first alone.
  const pieces = Math.min(2, Math.ceil(chunkCount / CHUNKS_AT_ONCE));
  const room = Math.min(CHUNKS_AT_ONCE, chunkCount) * SEALED_CHUNK_BYTES;
  const scratch = Array.from({ length: pieces }, () => new Uint8Array(room));
  const read = (first: number) => {
    const target = scratch[(first / CHUNKS_AT_ONCE) % 2] as Uint8Array;
    return readChunks(file, container, first, Math.min(CHUNKS_AT_ONCE, chunkCount - first), target);
  };
  let ahead = read(0);
  for (let first = 0; first < chunkCount; first += CHUNKS_AT_ONCE) {
    const sealed = await ahead;
    if (!sealed.ok)
      return sealed.problem.code === 'evidence-damaged' ? findBadParts(setup) : fail(sealed.problem);
    const next = first + CHUNKS_AT_ONCE;
    if (next < chunkCount) ahead = read(next);
    for (const [step, bytes] of sealed.value.entries()) {
      const chunk = openChunk(container, first + step, bytes);
      if (chunk !== undefined) {
        whole.update(chunk);
        continue;
      }
      // The file is not read any more when this is answered.
      await ahead;
      return findBadParts(setup);
    }
  }
  return whole.digest('hex') === manifest.sha256 ? ok(undefined) : findBadParts(setup);
};

/** A second pass, only after the whole failed: which parts do not read back as what the manifest names. */
const findBadParts = async (setup: WriterSetup): Promise<Result<void, WriteProblem>> => {
  const { container, manifest, file } = setup;
  const chunksPerPart = manifest.partSize / CHUNK_BYTES;
  const scratch = new Uint8Array(SEALED_CHUNK_BYTES);
  const bad: number[] = [];
  for (const [part, expected] of manifest.parts.entries()) {
    const hash = createHash('sha256');
    const end = Math.min(container.chunkCount, (part + 1) * chunksPerPart);
    let readable = true;
    for (let index = part * chunksPerPart; readable && index < end; index++) {
      const chunk = await readChunk(file, container, index, scratch);
      if (!chunk.ok && chunk.problem.code !== 'evidence-damaged') return fail(chunk.problem);
      if (chunk.ok) hash.update(chunk.value);
      readable = chunk.ok;
    }
    if (!readable || hash.digest('hex') !== expected) bad.push(part);
  }
  return fail({ code: 'evidence-mismatch', parts: bad });
};
