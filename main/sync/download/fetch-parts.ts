import { type Problem, problem } from '../../../shared/lib/problem.ts';
import { fail, ok, type Result } from '../../../shared/lib/result.ts';
import type { DownloadProgress } from '../../database/tables/downloads.ts';
import { partLength } from '../../evidence/evidence-manifest.ts';
import type { EvidenceWriter } from '../../evidence/evidence-writer.ts';
import type { PartProblem } from '../../hub-client/evidence-part.ts';
import type { SyncDeps } from '../sync-deps.ts';
import { localProblem } from '../sync-problem.ts';

/** One file being fetched. `etag` is set by the first part and holds for all others. */
export type FileFetch = {
  readonly deps: SyncDeps;
  readonly manifest: DownloadProgress['manifest'];
  readonly writer: EvidenceWriter;
  readonly signal: AbortSignal;
  etag: string | null;
  /** Notes on disk what is there, after the vault has said so. False: the file is not wanted any more. */
  readonly noteProgress: () => Result<boolean>;
};

const PARTS_AT_ONCE = 2;
/** A part that broke off, or whose bytes do not fit its fingerprint, is fetched this often in all. */
const TRIES_PER_PART = 3;

/** Not wanted any more: its submission was removed meanwhile. */
export type Unwanted = { readonly code: 'unwanted' };
export type FetchProblem = PartProblem | Problem | Unwanted;

/** Fetches all missing parts, two at once. The first part that fails ends the others. */
export const fetchParts = async (file: FileFetch): Promise<Result<void, FetchProblem>> => {
  const waiting = [...file.writer.missingParts()];
  const stop = new AbortController();
  const signal = AbortSignal.any([file.signal, stop.signal]);
  let failure: FetchProblem | undefined;
  const work = async (): Promise<void> => {
    for (let part = waiting.shift(); part !== undefined; part = waiting.shift()) {
      const done = await fetchPart(file, part, signal);
      if (done.ok) continue;
      failure ??= done.problem;
      waiting.length = 0;
      stop.abort();
    }
  };
  await Promise.all(Array.from({ length: PARTS_AT_ONCE }, work));
  return failure === undefined ? ok(undefined) : fail(failure);
};

const fetchPart = async (
  file: FileFetch,
  part: number,
  signal: AbortSignal,
): Promise<Result<void, FetchProblem>> => {
  for (let attempt = 1; ; attempt++) {
    const bytes = await partBytes(file, part, signal);
    if (!bytes.ok) {
      const again = bytes.problem.code === 'hub-answer-invalid' && attempt < TRIES_PER_PART;
      if (again && !signal.aborted) continue;
      return bytes;
    }
    const written = await file.writer.writePart(part, bytes.value);
    if (written.ok) {
      const noted = file.noteProgress();
      if (!noted.ok) return noted;
      return noted.value ? ok(undefined) : fail({ code: 'unwanted' });
    }
    if (written.problem.code === 'evidence-write-ended') return fail({ code: 'unwanted' });
    if (written.problem.code !== 'evidence-mismatch') return fail(localProblem(written.problem));
    if (attempt >= TRIES_PER_PART) return fail(problem('evidence-mismatch'));
  }
};

const partBytes = async (
  file: FileFetch,
  part: number,
  signal: AbortSignal,
): Promise<Result<Uint8Array, PartProblem>> => {
  const { manifest, deps } = file;
  const length = partLength(manifest, part);
  if (length === 0) return ok(new Uint8Array(0));
  const start = part * manifest.partSize;
  const { sha256, size } = manifest;
  const fetched = await deps.hub.fetchPart({
    sha256,
    start,
    end: start + length - 1,
    size,
    etag: file.etag,
    signal,
  });
  if (!fetched.ok) return fetched;
  file.etag ??= fetched.value.etag;
  return ok(fetched.value.bytes);
};
