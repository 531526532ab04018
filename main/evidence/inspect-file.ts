import { createHash } from 'node:crypto';
import { fail, ok, type Result } from '../../shared/lib/result.ts';
import {
  attempt,
  errorCode,
  type FileSystem,
  type OpenFile,
  type StorageProblem,
} from '../keys/durable-file.ts';
import type { SubmissionKey } from '../keys/keyring.ts';
import { CHUNK_BYTES, type Container, SEALED_CHUNK_BYTES } from './container.ts';
import { type EvidenceManifest, partLength } from './evidence-manifest.ts';
import { readChunk, readHeader } from './evidence-reader.ts';

/**
 * What is wrong with a file of the vault. `header`: its first 128 bytes are cut short, altered, or sealed with another
 * key. `size`: it is longer or shorter than its header says. `length`: it holds another number of bytes than the
 * manifest says. `chunks`: those that are not what was sealed there. `sha256`: authentic, and yet another file.
 */
export type FileFault =
  | { readonly kind: 'missing' }
  | { readonly kind: 'header' }
  | { readonly kind: 'size' | 'length'; readonly expected: number; readonly found: number }
  | { readonly kind: 'chunks'; readonly first: number; readonly bad: number; readonly chunks: number }
  | { readonly kind: 'sha256' };

type Place = { readonly fs: FileSystem; readonly path: string; readonly key: SubmissionKey };

/** Reads a finished file whole, for reading only. Null when nothing is wrong with it. */
export const inspectStored = (
  place: Place,
  { sha256, size }: Pick<EvidenceManifest, 'sha256' | 'size'>,
): Promise<Result<FileFault | null, StorageProblem>> =>
  withFile(place, async (file, container) => {
    const found = await attempt('reading evidence', () => file.stat());
    if (!found.ok) return found;
    if (container.plaintextLength !== size) {
      return ok({ kind: 'length', expected: size, found: container.plaintextLength });
    }
    if (found.value.size !== container.fileSize) {
      return ok({ kind: 'size', expected: container.fileSize, found: found.value.size });
    }
    const hash = createHash('sha256');
    const read = await readChunks(file, container, 0, container.chunkCount, (bytes) => hash.update(bytes));
    if (!read.ok || read.value !== null) return read;
    return ok(hash.digest('hex') === sha256 ? null : { kind: 'sha256' });
  });

/** The parts of an unfinished download that were noted as done. Null when all of them are. */
export const inspectUnfinished = (
  place: Place,
  manifest: EvidenceManifest,
  partsDone: readonly number[],
): Promise<Result<FileFault | null, StorageProblem>> =>
  withFile(place, async (file, container) => {
    if (container.plaintextLength !== manifest.size) {
      return ok({ kind: 'length', expected: manifest.size, found: container.plaintextLength });
    }
    const perPart = manifest.partSize / CHUNK_BYTES;
    for (const part of partsDone) {
      const hash = createHash('sha256');
      const first = part * perPart;
      const end = first + Math.max(1, Math.ceil(partLength(manifest, part) / CHUNK_BYTES));
      const read = await readChunks(file, container, first, end, (bytes) => hash.update(bytes));
      if (!read.ok || read.value !== null) return read;
      if (hash.digest('hex') !== manifest.parts[part]) return ok({ kind: 'sha256' });
    }
    return ok(null);
  });

const withFile = async (
  { fs, path, key }: Place,
  work: (file: OpenFile, container: Container) => Promise<Result<FileFault | null, StorageProblem>>,
): Promise<Result<FileFault | null, StorageProblem>> => {
  const opened = await attempt('reading evidence', () => openIfPresent(fs, path));
  if (!opened.ok) return opened;
  const file = opened.value;
  if (file === undefined) return ok({ kind: 'missing' });
  try {
    const container = await readHeader(file, key);
    if (container.ok) return await work(file, container.value);
    const { problem } = container;
    return problem.code === 'evidence-damaged' ? ok({ kind: 'header' }) : fail(problem);
  } finally {
    await file.close();
  }
};

/** Goes on behind a bad chunk, so that the reviewer hears how much of the file is hurt. */
const readChunks = async (
  file: OpenFile,
  container: Container,
  from: number,
  end: number,
  onBytes: (bytes: Uint8Array) => void,
): Promise<Result<FileFault | null, StorageProblem>> => {
  const scratch = new Uint8Array(SEALED_CHUNK_BYTES);
  const bad: number[] = [];
  for (let index = from; index < end; index += 1) {
    const chunk = await readChunk(file, container, index, scratch);
    if (chunk.ok) onBytes(chunk.value);
    else if (chunk.problem.code === 'evidence-damaged') bad.push(index);
    else return fail(chunk.problem);
  }
  const [first] = bad;
  return ok(first === undefined ? null : { kind: 'chunks', first, bad: bad.length, chunks: end - from });
};

const openIfPresent = async (fs: FileSystem, path: string): Promise<OpenFile | undefined> => {
  try {
    return await fs.open(path, 'r');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
};
