import type { Artifact } from '../../shared/domain/artifact.ts';
import { problem } from '../../shared/lib/problem.ts';
import { fail, ok, type Result } from '../../shared/lib/result.ts';
import type { ChangeBus } from '../core/change-bus.ts';
import type { Logger } from '../core/ports.ts';
import type { EvidenceSource } from '../core/workbench-types.ts';
import { inTransaction } from '../database/open.ts';
import { noteFailed, noteRestart } from '../database/tables/downloads.ts';
import { readArtifact } from '../database/tables/hub-artifacts.ts';
import { assignmentIdsOf } from '../database/tables/hub-assignments.ts';
import { EvidenceReadError } from '../evidence/evidence-problem.ts';
import type { EvidenceReader } from '../evidence/evidence-reader.ts';
import type { Workspace } from './workspace.ts';

type EvidenceDeps = { readonly workspace: Workspace; readonly bus: ChangeBus; readonly log: Logger };

/**
 * Opens one artifact for reading. `evidence-not-here` before it was downloaded, `evidence-damaged` when it failed its
 * check: it is then removed and fetched again when the reviewer asks for it.
 */
export const openArtifact = async (
  deps: EvidenceDeps,
  artifactId: string,
): Promise<Result<EvidenceSource>> => {
  const { db, keyring, vault } = deps.workspace;
  const artifact = readArtifact(db, keyring, artifactId);
  if (!artifact.ok) return artifact;
  const { submissionId, sha256, mediaType, label } = artifact.value;
  const opened = await vault.open(submissionId, sha256);
  if (opened.ok) {
    const reader = opened.value;
    const stream = (start: number, end: number) => watched(deps, artifact.value, reader, start, end);
    return ok({ mediaType, label, size: reader.size, stream, close: () => reader.close() });
  }
  if (opened.problem.code === 'evidence-damaged') await discardDamaged(deps, artifact.value);
  return opened;
};

/** The reader's bytes; where they fail their check on the way, the file is discarded before the error goes on. */
async function* watched(
  deps: EvidenceDeps,
  artifact: Artifact,
  reader: EvidenceReader,
  start: number,
  end: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* reader.stream(start, end);
  } catch (error) {
    if (error instanceof EvidenceReadError && error.problem.code === 'evidence-damaged') {
      await discardDamaged(deps, artifact);
    }
    throw error;
  }
}

const discardDamaged = async ({ workspace, bus, log }: EvidenceDeps, artifact: Artifact): Promise<void> => {
  const { id, submissionId, sha256 } = artifact;
  log('error', 'evidence.damaged', { id });
  const removed = await workspace.vault.removeArtifact(submissionId, sha256);
  const noted = removed.ok
    ? inTransaction(workspace.db, (db) => {
        noteRestart(db, { submissionId, sha256 });
        noteFailed(db, { submissionId, sha256 }, problem('evidence-damaged'));
        return ok(assignmentIdsOf(db, submissionId));
      })
    : fail(removed.problem);
  if (!noted.ok) return log('error', 'evidence.not-discarded', { id, code: noted.problem.code });
  for (const topic of ['downloads', 'queue', 'review'] as const) bus.publish({ topic, ids: noted.value });
};
