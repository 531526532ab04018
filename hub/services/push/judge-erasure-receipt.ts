import type { Happening } from '../../../shared/hub-api/events.ts';
import {
  findErasure,
  findErasureOf,
  insertErasure,
  insertReceipt,
  wasReader,
} from '../../database/tables/erasures.ts';
import type { Verdict } from '../../database/tables/events.ts';
import { findSubmission } from '../../database/tables/submissions.ts';
import type { Hearing } from './case.ts';
import { accepted, rejected } from './verdict.ts';

type Receipt = Extract<Happening, { type: 'erasure.carried-out' }>['payload'];

/**
 * A device has carried an erasure out. One that this hub does not know was ordered before the hub was restored from a
 * backup: it is noted as undone, so that the issuer erases again. Nobody can say so of what they were never given.
 */
export const judgeErasureReceipt = async (
  { db, event, reviewerId, deviceId, receivedAt }: Hearing,
  { erasureId, submissionId }: Receipt,
): Promise<Verdict> => {
  if (event.assignmentId !== (erasureId as string)) {
    return rejected('bad-request', { detail: 'a receipt names its erasure as its assignment' });
  }
  const submission = await findSubmission(db, submissionId);
  const known = await findErasure(db, erasureId);
  const fits = submission !== null && (known === null || known.submissionId === submissionId);
  if (!fits || !(await wasReader(db, reviewerId, { id: erasureId, submissionId })))
    return rejected('not-found');
  if (known === null && (await findErasureOf(db, submissionId)) === null) {
    await insertErasure(
      db,
      {
        id: erasureId,
        submissionId,
        submissionCode: submission.state.code,
        erasedAt: receivedAt,
        erasedBy: '',
        evidenceFiles: 0,
        reviews: 0,
        undone: true,
      },
      [],
    );
  }
  await insertReceipt(db, { erasureId, accountId: reviewerId, deviceId, eventId: event.eventId, receivedAt });
  return accepted();
};
