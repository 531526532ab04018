import { assignmentIdSchema, erasureIdSchema, submissionIdSchema } from '../../shared/domain/ids.ts';
import { ok, type Result } from '../../shared/lib/result.ts';
import { createIds } from '../core/ids.ts';
import { instantNow } from '../core/instant.ts';
import type { WritableDb } from '../database/connection.ts';
import { inTransaction } from '../database/open.ts';
import { sealScopes } from '../database/sealed-columns.ts';
import { clearMerge } from '../database/tables/device-review-merges.ts';
import { removeDownloadsOf } from '../database/tables/downloads.ts';
import { insertErasedSubmission, isErasureAnswered } from '../database/tables/erased-submissions.ts';
import { dueErasures, type Erasure, removeErasure } from '../database/tables/erasures.ts';
import { appendEvent, emptyPayloadsOf } from '../database/tables/events.ts';
import { darkenArtifactsOf } from '../database/tables/hub-artifacts.ts';
import { assignmentIdsOf, removeKeptAssignmentsOf } from '../database/tables/hub-assignments.ts';
import { removeUnusedMicroCredentials } from '../database/tables/hub-micro-credentials.ts';
import { darkenRegistersOf } from '../database/tables/hub-review-registers.ts';
import { darkenSubmission } from '../database/tables/hub-submissions.ts';
import { openCountsOf, withdrawErased } from '../database/tables/outbox.ts';
import { removeOperations } from '../database/tables/review-registers.ts';
import { removeReviewsOf, reviewedOn } from '../database/tables/reviews.ts';
import type { SyncDeps } from './sync-deps.ts';

/** Ends downloads of a submission, so that none makes its key anew. */
export type CancelDownloads = (submissionId: string) => Promise<void>;

/**
 * Removes what is due to be removed: the key first (that is the erasure), then the files, then the rows, with the receipt
 * that an issuer's order asks for. Interrupted at any point, or refused by the disk, it is done again at the next start
 * or cycle. Work on a withdrawn submission is still sent before it goes. Value: how many receipts wait to be sent.
 */
export const carryOutErasures = async (deps: SyncDeps, cancelDownloads: CancelDownloads): Promise<number> => {
  let receipts = 0;
  for (const erasure of dueErasures(deps.db, instantNow(deps.clock))) {
    if (erasure.reason === 'withdrawn' && hasUnsent(deps, erasure.submissionId)) continue;
    await cancelDownloads(erasure.submissionId);
    const done = await carryOut(deps, erasure);
    if (!done) {
      deps.log('warn', 'sync.erasurePostponed', { id: erasure.submissionId });
      continue;
    }
    if (erasure.erasureId !== null) receipts += 1;
    for (const topic of ['queue', 'sync'] as const) deps.bus.publish({ topic, ids: [] });
  }
  return receipts;
};

const hasUnsent = ({ db }: SyncDeps, submissionId: string): boolean =>
  assignmentIdsOf(db, submissionId).some((id) => {
    const { unsent, blocked } = openCountsOf(db, id);
    return unsent > blocked;
  });

const carryOut = async (deps: SyncDeps, erasure: Erasure): Promise<boolean> => {
  const { submissionId, reason } = erasure;
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
    for (const assignmentId of new Set([
      ...assignmentIdsOf(db, submissionId),
      ...reviewedOn(db, submissionId),
    ])) {
      removeOperations(db, assignmentId);
      clearMerge(db, assignmentId);
    }
    removeDownloadsOf(db, submissionId);
    darkenArtifactsOf(db, submissionId);
    darkenSubmission(db, submissionId);
    darkenRegistersOf(db, submissionId);
    removeKeptAssignmentsOf(db, submissionId);
    removeUnusedMicroCredentials(db);
    const answered =
      erasure.erasureId === null ? ok(undefined) : answer(db, deps, erasure, erasure.erasureId);
    removeErasure(db, submissionId);
    return answered;
  });
  return noted.ok;
};

/**
 * An issuer's order: no sealed text is left in the log, nothing of it is sent any more, and the receipt goes into the
 * outbox. In the transaction that ends the erasure, so that there is one receipt, whenever the program dies.
 */
const answer = (
  db: WritableDb,
  { clock, random, keyring }: SyncDeps,
  { submissionId, code }: Erasure,
  erasureId: string,
): Result<unknown> => {
  emptyPayloadsOf(db, submissionId);
  const unsent = withdrawErased(db, submissionId);
  removeReviewsOf(db, submissionId);
  if (isErasureAnswered(db, erasureId)) return ok(undefined);
  const erasedAt = instantNow(clock);
  const payload = {
    erasureId: erasureIdSchema.parse(erasureId),
    submissionId: submissionIdSchema.parse(submissionId),
  };
  const receiptEventId = createIds(clock, random).eventId();
  const seen = code === '';
  insertErasedSubmission(db, { erasureId, submissionId, code, erasedAt, unsent, receiptEventId, seen });
  return appendEvent(db, keyring, {
    eventId: receiptEventId,
    assignmentId: assignmentIdSchema.parse(erasureId),
    submissionId: payload.submissionId,
    assignmentVersion: 1,
    rubricHash: NO_RUBRIC,
    occurredAt: erasedAt,
    happening: { type: 'erasure.carried-out', payload },
  });
};

/** A receipt is about no rubric. */
const NO_RUBRIC = '0'.repeat(64);
