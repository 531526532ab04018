import { type Problem, problem } from '../../../shared/lib/problem.ts';
import { fail, ok, type Result } from '../../../shared/lib/result.ts';
import { inTransaction } from '../../database/open.ts';
import {
  type Download,
  type DownloadProgress,
  noteHere,
  noteProgress,
  noteRestart,
  readDownload,
  readProgress,
} from '../../database/tables/downloads.ts';
import { partLength } from '../../evidence/evidence-manifest.ts';
import type { EvidenceWriter } from '../../evidence/evidence-writer.ts';
import type { SyncDeps } from '../sync-deps.ts';
import { localProblem, type SyncProblem } from '../sync-problem.ts';
import { type FetchProblem, type FileFetch, fetchParts } from './fetch-parts.ts';

export type DownloadContext = {
  readonly deps: SyncDeps;
  readonly signal: AbortSignal;
  /** Told after every part. */
  readonly onProgress: (download: Download) => void;
};

type Wanted = Pick<Download, 'submissionId' | 'sha256'>;

/** How one file ended: in the vault, verified; or not wanted any more because its submission was removed. */
export type FileOutcome = 'here' | 'unwanted';

/**
 * Brings one file into the vault, going on where an earlier attempt ended. Every part is checked before it is written,
 * the whole before it is put in place; a file that does not fit its fingerprint leaves nothing behind.
 */
export const downloadFile = async (
  context: DownloadContext,
  download: Download,
): Promise<Result<FileOutcome, SyncProblem>> => {
  const first = await attemptFile(context, download);
  // A changed ETag: once more, from what can still be trusted. A second change is the hub's fault.
  const last = !first.ok && first.problem.code === 'etag-changed' ? await restart(context, download) : first;
  if (last.ok) return ok('here');
  if (last.problem.code === 'unwanted') return ok('unwanted');
  if (last.problem.code === 'etag-changed') return fail(problem('evidence-changed'));
  return fail(last.problem as SyncProblem);
};

const restart = async (context: DownloadContext, download: Download): Promise<Result<void, FetchProblem>> => {
  const { vault, db } = context.deps;
  const removed = await vault.removeArtifact(download.submissionId, download.sha256);
  if (!removed.ok) return fail(localProblem(removed.problem));
  const noted = inTransaction(db, (writable) => ok(noteRestart(writable, download)));
  return noted.ok ? attemptFile(context, download) : noted;
};

const attemptFile = async (
  context: DownloadContext,
  download: Download,
): Promise<Result<void, FetchProblem>> => {
  const { deps, signal } = context;
  const progress = await progressOf(context, download);
  if (!progress.ok) return progress;
  const { manifest, etag, partsDone } = progress.value;
  const { sha256, size, partSize, parts } = manifest;
  const begun = await deps.vault.beginWrite({
    submissionId: download.submissionId,
    sha256,
    size,
    partSize,
    parts,
    completeParts: partsDone,
  });
  if (!begun.ok) {
    return begun.problem.code === 'evidence-already-stored'
      ? verifyStored(deps, download)
      : fail(localProblem(begun.problem));
  }
  const writer = begun.value;
  try {
    if (readDownload(deps.db, download.submissionId, sha256) === undefined) {
      await writer.abort();
      return fail({ code: 'unwanted' });
    }
    const file: FileFetch = {
      deps,
      manifest,
      writer,
      signal,
      etag,
      noteProgress: () => saveProgress(context, download, file),
    };
    return await fillAndFinish(context, download, file);
  } finally {
    await writer.suspend();
  }
};

/** The manifest, from the earlier attempt or from the hub; it must be of the file the feed named. */
const progressOf = async (
  { deps, signal }: DownloadContext,
  { submissionId, sha256, size }: Download,
): Promise<Result<DownloadProgress, SyncProblem>> => {
  const known = readProgress(deps.db, submissionId, sha256);
  if (known !== undefined) return ok(known);
  const manifest = await deps.hub.getEvidenceManifest(sha256, { signal });
  if (!manifest.ok) return manifest;
  const same = manifest.value.sha256 === sha256 && manifest.value.size === size;
  return same
    ? ok({ manifest: manifest.value, etag: null, partsDone: [] })
    : fail(problem('evidence-mismatch'));
};

const fillAndFinish = async (
  { deps }: DownloadContext,
  download: Download,
  file: FileFetch,
): Promise<Result<void, FetchProblem>> => {
  // The second round is for parts that went bad on the disk after they were written.
  for (let round = 1; ; round++) {
    const fetched = await fetchParts(file);
    if (!fetched.ok) return abortIf(fetched.problem.code === 'evidence-mismatch', file.writer, fetched);
    const finished = await file.writer.finish();
    if (finished.ok) return inTransaction(deps.db, (db) => ok(noteHere(db, download)));
    const { code } = finished.problem;
    if (code === 'evidence-write-ended') return fail({ code: 'unwanted' });
    const bad = code === 'evidence-mismatch' || code === 'evidence-incomplete';
    if (!bad || round === 2 || file.writer.missingParts().length === 0) {
      return abortIf(bad, file.writer, fail(localProblem(finished.problem)));
    }
  }
};

/** What does not fit its fingerprint is not kept, not even as an unfinished file. */
const abortIf = async (
  bad: boolean,
  writer: EvidenceWriter,
  failure: Result<never, FetchProblem>,
): Promise<Result<never, FetchProblem>> => {
  if (!bad) return failure;
  const aborted = await writer.abort();
  return aborted.ok ? failure : fail(localProblem(aborted.problem));
};

const saveProgress = (
  { deps, onProgress }: DownloadContext,
  download: Wanted,
  { manifest, etag, writer }: FileFetch,
): Result<boolean> => {
  const partsDone = writer.completeParts();
  const bytesHere = partsDone.reduce((sum, part) => sum + partLength(manifest, part), 0);
  const noted = inTransaction(deps.db, (db) => {
    noteProgress(db, download, { manifest, etag, partsDone }, bytesHere);
    return ok(readDownload(db, download.submissionId, download.sha256));
  });
  if (!noted.ok) return noted;
  if (noted.value === undefined) return ok(false);
  onProgress(noted.value);
  return ok(true);
};

/** The vault has the whole file though the table did not know: a crash came between the two. */
const verifyStored = async (deps: SyncDeps, download: Download): Promise<Result<void, Problem>> => {
  const { submissionId, sha256 } = download;
  const verified = await deps.vault.verify(submissionId, sha256);
  if (verified.ok) return inTransaction(deps.db, (db) => ok(noteHere(db, download)));
  if (verified.problem.code !== 'evidence-damaged') return fail(localProblem(verified.problem));
  const removed = await deps.vault.removeArtifact(submissionId, sha256);
  if (!removed.ok) return fail(localProblem(removed.problem));
  const noted = inTransaction(deps.db, (db) => ok(noteRestart(db, download)));
  return noted.ok ? fail(problem('evidence-damaged')) : noted;
};
