import { fail, ok, type Result } from '../../shared/lib/result.ts';
import { SEAL_OVERHEAD } from '../keys/aead.ts';
import { attempt, type OpenFile, readFully, type StorageProblem } from '../keys/durable-file.ts';
import type { SubmissionKey } from '../keys/keyring.ts';
import {
  CHUNK_BYTES,
  type Container,
  chunkLength,
  chunkOffset,
  HEADER_BYTES,
  openChunk,
  openHeader,
  SEALED_CHUNK_BYTES,
} from './container.ts';
import { type DamagedProblem, EvidenceReadError, type ReadProblem } from './evidence-problem.ts';

/** One stored file, open for reading. Close it. */
export type EvidenceReader = {
  /** Bytes; authenticated. */
  readonly size: number;
  /**
   * The bytes from `start` to `endInclusive` (default: to the end), decrypted chunk by chunk as they are asked for.
   * Only verified bytes come out; where the file cannot be read or was altered, the iteration throws
   * EvidenceReadError. Several streams may run at once. A range outside the file is a RangeError: the caller answers 416.
   */
  stream(start?: number, endInclusive?: number): AsyncGenerator<Uint8Array, void, undefined>;
  /** The whole file in memory; `too-large` when it has more than `limit` bytes. */
  readAll(limit: number): Promise<Result<Uint8Array, ReadProblem>>;
  close(): Promise<void>;
};

/**
 * Checks a stored file before believing anything in it: the header's MAC, the exact size on disk, and the last chunk,
 * whose tag proves that the length is the one written. Takes over `file`: closes it unless it returns a reader.
 */
export const openReader = async (
  file: OpenFile,
  key: SubmissionKey,
): Promise<Result<EvidenceReader, ReadProblem>> => {
  const container = await openContainer(file, key);
  if (container.ok) return ok(readerOver(file, container.value));
  await file.close();
  return container;
};

/** One chunk from disk, verified. `scratch` (SEALED_CHUNK_BYTES) is overwritten; the result is fresh memory. */
export const readChunk = async (
  file: OpenFile,
  container: Container,
  index: number,
  scratch: Uint8Array,
): Promise<Result<Uint8Array, StorageProblem | DamagedProblem>> => {
  const sealed = scratch.subarray(0, chunkLength(container, index) + SEAL_OVERHEAD);
  const read = await attempt('reading evidence', () => readFully(file, sealed, chunkOffset(index)));
  if (!read.ok) return read;
  const plaintext = read.value ? openChunk(container, index, sealed) : undefined;
  return plaintext === undefined ? fail({ code: 'evidence-damaged' }) : ok(plaintext);
};

/** `count` chunks as they stand on the disk, not opened yet, from one read. They lie in `scratch`. */
export const readChunks = async (
  file: OpenFile,
  container: Container,
  first: number,
  count: number,
  scratch: Uint8Array,
): Promise<Result<readonly Uint8Array[], StorageProblem | DamagedProblem>> => {
  const lengths = Array.from(
    { length: count },
    (_, step) => chunkLength(container, first + step) + SEAL_OVERHEAD,
  );
  const bytes = scratch.subarray(
    0,
    lengths.reduce((sum, length) => sum + length, 0),
  );
  const read = await attempt('reading evidence', () => readFully(file, bytes, chunkOffset(first)));
  if (!read.ok) return read;
  if (!read.value) return fail({ code: 'evidence-damaged' });
  return ok(
    lengths.map((length, step) =>
      bytes.subarray(step * SEALED_CHUNK_BYTES, step * SEALED_CHUNK_BYTES + length),
    ),
  );
};

/** The header alone, without the size: what an unfinished file can be checked by. */
export const readHeader = async (
  file: OpenFile,
  key: SubmissionKey,
): Promise<Result<Container, StorageProblem | DamagedProblem>> => {
  const header = new Uint8Array(HEADER_BYTES);
  const read = await attempt('reading evidence', () => readFully(file, header, 0));
  if (!read.ok) return read;
  const container = read.value ? openHeader(header, key) : undefined;
  return container === undefined ? fail({ code: 'evidence-damaged' }) : ok(container);
};

const openContainer = async (file: OpenFile, key: SubmissionKey): Promise<Result<Container, ReadProblem>> => {
  const container = await readHeader(file, key);
  if (!container.ok) return container;
  const stat = await attempt('reading evidence', () => file.stat());
  if (!stat.ok) return stat;
  if (stat.value.size !== container.value.fileSize) return fail({ code: 'evidence-damaged' });
  const scratch = new Uint8Array(SEALED_CHUNK_BYTES);
  const last = await readChunk(file, container.value, container.value.chunkCount - 1, scratch);
  return last.ok ? container : last;
};

const readerOver = (file: OpenFile, container: Container): EvidenceReader => {
  const size = container.plaintextLength;
  let closing: Promise<void> | undefined;

  async function* chunks(start: number, end: number): AsyncGenerator<Uint8Array, void, undefined> {
    const scratch = new Uint8Array(SEALED_CHUNK_BYTES);
    for (let index = Math.floor(start / CHUNK_BYTES); index * CHUNK_BYTES < end; index++) {
      if (closing !== undefined) throw new EvidenceReadError({ code: 'evidence-not-here' });
      const chunk = await readChunk(file, container, index, scratch);
      if (!chunk.ok) throw new EvidenceReadError(chunk.problem);
      const from = index * CHUNK_BYTES;
      yield chunk.value.subarray(Math.max(0, start - from), Math.min(CHUNK_BYTES, end - from));
    }
  }

  const stream = (start = 0, endInclusive = size - 1) => {
    const inside = start >= 0 && endInclusive < size && start <= endInclusive + 1;
    if (!inside || !Number.isSafeInteger(start) || !Number.isSafeInteger(endInclusive)) {
      throw new RangeError(`bytes ${start}-${endInclusive} of a file of ${size}`);
    }
    return chunks(start, endInclusive + 1);
  };

  return {
    size,
    stream,
    readAll: async (limit) => {
      if (size > limit) return fail({ code: 'too-large', params: { limit: `${limit} bytes` } });
      const all = new Uint8Array(size);
      let filled = 0;
      try {
        for await (const bytes of stream()) {
          all.set(bytes, filled);
          filled += bytes.length;
        }
      } catch (error) {
        if (error instanceof EvidenceReadError) return fail(error.problem);
        throw error;
      }
      return ok(all);
    },
    close: () => {
      closing ??= file.close();
      return closing;
    },
  };
};
