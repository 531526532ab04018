import { describe, expect, test } from 'vitest';
import { dueErasures } from '../../../../main/database/tables/erasures.ts';
import { findChainBreak, openEvent } from '../../../../main/database/tables/events.ts';
import { listUnacknowledged, nextBatch } from '../../../../main/database/tables/outbox.ts';
import { isRecused } from '../../../../main/database/tables/reviews.ts';
import { listQueue } from '../../../../main/services/queue.ts';
import { applyEdits } from '../../../../main/services/review/apply-edits.ts';
import { openReview } from '../../../../main/services/review/open-review.ts';
import { raiseChildSafety } from '../../../../main/services/review/raise-child-safety.ts';
import { recuse } from '../../../../main/services/review/recuse.ts';
import { submitReview } from '../../../../main/services/review/submit-review.ts';
import { problem } from '../../../../shared/lib/problem.ts';
import { fail, ok } from '../../../../shared/lib/result.ts';
import {
  anArtifact,
  assignmentId,
  completeReview,
  evidenceBytes,
  openReviewWorkspace,
  type ReviewWorkspace,
} from '../../../helpers/review-workspace.ts';

const id = assignmentId();

const storeEvidence = async ({ workspace }: ReviewWorkspace) => {
  const { sha256, size } = anArtifact();
  const manifest = { sha256, size, partSize: 262_144, parts: [sha256] };
  const writer = await workspace.vault.beginWrite({ submissionId: 'submission-1', ...manifest });
  if (!writer.ok) throw new Error(writer.problem.code);
  expect((await writer.value.writePart(0, evidenceBytes())).ok).toBe(true);
  expect((await writer.value.finish()).ok).toBe(true);
};

const withdraw = ({ deps }: ReviewWorkspace) =>
  recuse(deps, { assignmentId: id, reason: 'know-the-earner', note: 'We taught together.' });

describe('recusing', () => {
  test('before opening says so, and the evidence goes', async () => {
    const made = await openReviewWorkspace();
    await storeEvidence(made);
    expect(await withdraw(made)).toEqual(ok({}));
    const { workspace } = made;
    const [event] = nextBatch(workspace.db, 10);
    const opened = event && openEvent(workspace.keyring, workspace.deviceId, event);
    expect(opened).toMatchObject({
      ok: true,
      value: {
        type: 'assignment.recused',
        payload: { when: 'before-opening', reason: 'know-the-earner', note: 'We taught together.' },
      },
    });
    expect(await workspace.vault.sizeOnDisk()).toEqual(ok(0));
  });

  test('after opening erases evidence and text, and what was not sent; recusal and disclosure still go', async () => {
    const made = await openReviewWorkspace();
    const { workspace, deps } = made;
    await storeEvidence(made);
    await applyEdits(deps, { assignmentId: id, operations: completeReview, activeSeconds: 0 });
    await raiseChildSafety(deps, {
      assignmentId: id,
      note: 'Seen at 01:12.',
      procedureReadAt: '2026-03-02T09:00:00.000Z',
    });
    const edits = listUnacknowledged(workspace.db).filter(({ type }) => type === 'review.edited');
    expect(await withdraw(made)).toEqual(ok({}));

    expect(await workspace.vault.sizeOnDisk()).toEqual(ok(0));
    expect(workspace.keyring.keyFor('submission-1')).toBeUndefined();
    for (const edit of edits) {
      const opened = openEvent(workspace.keyring, workspace.deviceId, edit);
      expect(opened).toEqual(fail({ code: 'submission-key-missing' }));
    }
    const left = nextBatch(workspace.db, 10).map((stored) => {
      const event = openEvent(workspace.keyring, workspace.deviceId, stored);
      return event.ok ? [event.value.type, event.value.payload] : event.problem.code;
    });
    expect(left).toEqual([
      ['assignment.opened', {}],
      ['alert.child-safety', { note: 'Seen at 01:12.', procedureReadAt: '2026-03-02T09:00:00.000Z' }],
      [
        'assignment.recused',
        { when: 'after-opening', reason: 'know-the-earner', note: 'We taught together.' },
      ],
    ]);
    expect(findChainBreak(workspace.db)).toBeNull();
    expect(isRecused(workspace.db, 'submission-1')).toBe(true);
  });

  test('leaves it named in the queue, closed to everything, and noted for sync to finish', async () => {
    const made = await openReviewWorkspace();
    await withdraw(made);
    const { workspace, clock, deps } = made;
    const items = listQueue(workspace, clock.now());
    expect(items.map(({ submissionCode, state, context }) => [submissionCode, state, context])).toEqual([
      ['WGQ-1', 'recused', ''],
      ['WGQ-2', 'new', 'Grade 2'],
    ]);
    const closed = fail(problem('assignment-closed', { state: 'recused' }));
    expect(await openReview(deps, { assignmentId: id })).toEqual(closed);
    expect(await withdraw(made)).toEqual(closed);
    expect(dueErasures(workspace.db, new Date(clock.now()).toISOString())).toMatchObject([
      { submissionId: 'submission-1', reason: 'recused' },
    ]);
  });

  test('from a review that counts is for the lead', async () => {
    const made = await openReviewWorkspace();
    await applyEdits(made.deps, { assignmentId: id, operations: completeReview, activeSeconds: 0 });
    await submitReview(made.deps, { assignmentId: id });
    expect(await withdraw(made)).toEqual(fail(problem('review-submitted')));
  });
});
