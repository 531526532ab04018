import { ok } from '../../shared/lib/result.ts';
import { instantNow } from '../core/instant.ts';
import { inTransaction } from '../database/open.ts';
import { sealScopes } from '../database/sealed-columns.ts';
import { clearMerge } from '../database/tables/device-review-merges.ts';
import { removeDownloadsOf } from '../database/tables/downloads.ts';
import { dueErasures, type Erasure, removeErasure } from '../database/tables/erasures.ts';
import { darkenArtifactsOf } from '../database/tables/hub-artifacts.ts';
import { assignmentIdsOf, removeKeptAssignmentsOf } from '../database/tables/hub-assignments.ts';
import { removeUnusedMicroCredentials } from '../database/tables/hub-micro-credentials.ts';
import { darkenRegistersOf } from '../database/tables/hub-review-registers.ts';
import { darkenSubmission } from '../database/tables/hub-submissions.ts';
import { openCountsOf } from '../database/tables/outbox.ts';
import { removeOperations } from '../database/tables/review-registers.ts';
import { reviewIdsOf } from '../database/tables/reviews.ts';
import type { SyncDeps } from './sync-deps.ts';

/** Ends downloads of a submission, so that none makes its key anew. */
export type CancelDownloads = (submissionId: string) => Promise<void>;

/**
 * Removes what is due to be removed: the key first (that is the erasure), then the files, then the rows. Interrupted at
 * any point, or refused by the disk, it is done again at the next start or cycle. Work on a withdrawn submission is
 * still sent before it goes.
 */
export const carryOutErasures = async (deps: SyncDeps, cancelDownloads: CancelDownloads): Promise<void> => {
  for (const erasure of dueErasures(deps.db, instantNow(deps.clock))) {
    if (erasure.reason === 'withdrawn' && hasUnsent(deps, erasure.submissionId)) continue;
    await cancelDownloads(erasure.submissionId);
    const done = await carryOut(deps, erasure);
    if (done) deps.bus.publish({ topic: 'queue', ids: [] });
    else deps.log('warn', 'sync.erasurePostponed', { id: erasure.submissionId });
  }
};

const hasUnsent = ({ db }: SyncDeps, submissionId: string): boolean =>
  assignmentIdsOf(db, submissionId).some((id) => {
    const { unsent, blocked } = openCountsOf(db, id);
    return unsent > blocked;
  });

const carryOut = async (deps: SyncDeps, { submissionId, reason }: Erasure): Promise<boolean> => {
  // After a recusal the hand-over still carries the recusal itself, and a child-safety disclosure, to the hub.
  const scopes = reason === 'recused' ? [submissionId] : sealScopes(submissionId);
  for (const scope of scopes) {
    const destroyed = await deps.keyring.destroyKey(scope);
    if (!destroyed.ok) return false;
  }
  const removed = await deps.vault.removeSubmission(submissionId);
  if (!removed.ok) return false;
  const noted = inTransaction(deps.db, (db) => {
    // What the reviewer wrote on it is gone with the key: what is left could only be in the way. The assignment itself may
    // be gone already: recused from on another device.
    for (const assignmentId of [...assignmentIdsOf(db, submissionId), ...reviewIdsOf(db, submissionId)]) {
      removeOperations(db, assignmentId);
      clearMerge(db, assignmentId);
    }
    removeDownloadsOf(db, submissionId);
    darkenArtifactsOf(db, submissionId);
    darkenSubmission(db, submissionId);
    darkenRegistersOf(db, submissionId);
    removeKeptAssignmentsOf(db, submissionId);
    removeUnusedMicroCredentials(db);
    removeErasure(db, submissionId);
    return ok(undefined);
  });
  return noted.ok;
};
