import { describe, expect, test } from 'vitest';
import { noteHere } from '../../../main/database/tables/downloads.ts';
import { listQueue, previewAssignment } from '../../../main/services/queue.ts';
import { applyEdits } from '../../../main/services/review/apply-edits.ts';
import { problem } from '../../../shared/lib/problem.ts';
import { fail, ok } from '../../../shared/lib/result.ts';
import { queueItemSchema } from '../../../shared/workbench-api/queue.ts';
import {
  anArtifact,
  assignmentId,
  completeReview,
  openReviewWorkspace,
} from '../../helpers/review-workspace.ts';

describe('the queue', () => {
  test('shows each assignment with its work and its evidence, the most urgent first', async () => {
    const { workspace, deps, clock, write } = await openReviewWorkspace({ assignments: 3 });
    const done = completeReview.slice(0, 1);
    await applyEdits(deps, { assignmentId: assignmentId(2), operations: done, activeSeconds: 0 });
    const { sha256, size } = anArtifact(1);
    write((db) => ok(noteHere(db, { submissionId: 'submission-1', sha256 })));
    const items = listQueue(workspace, clock.now());
    expect(items.map(({ assignmentId: id }) => id)).toEqual(['assignment-1', 'assignment-2', 'assignment-3']);
    expect(items[0]).toMatchObject({
      state: 'new',
      submissionCode: 'WGQ-1',
      context: 'Grade 1',
      evidence: { files: 1, filesHere: 1, bytes: size, bytesHere: size, failed: 0 },
      incompleteEvidence: false,
      unsent: 0,
    });
    expect(items[1]).toMatchObject({
      state: 'draft',
      scored: { done: 1, of: 2 },
      evidence: { files: 1, filesHere: 0, bytesHere: 0 },
      unsent: 2,
    });
    for (const item of items) expect(queueItemSchema.parse(item)).toEqual(item);
  });

  test('says when a required slot is empty', async () => {
    const { workspace, clock, write } = await openReviewWorkspace({ assignments: 1 });
    write((db) => {
      db.prepare('DELETE FROM hub_artifacts').run();
      return ok(undefined);
    });
    expect(listQueue(workspace, clock.now())[0]).toMatchObject({
      incompleteEvidence: true,
      evidence: { files: 0 },
    });
  });

  test('previews one as the list shows it, and finds nothing under a foreign id', async () => {
    const { workspace, clock } = await openReviewWorkspace();
    const preview = previewAssignment(workspace, assignmentId(2), clock.now());
    expect(preview).toEqual(ok(listQueue(workspace, clock.now())[1]));
    expect(previewAssignment(workspace, assignmentId(9), clock.now())).toEqual(fail(problem('not-found')));
  });

  test('is as many queries for two hundred assignments as for two', async () => {
    const count = async (assignments: number) => {
      const { workspace, clock } = await openReviewWorkspace({ assignments });
      let prepared = 0;
      const db = new Proxy(workspace.db, {
        get: (target, name) => {
          if (name === 'prepare') prepared += 1;
          const value: unknown = Reflect.get(target, name);
          return typeof value === 'function' ? value.bind(target) : value;
        },
      });
      expect(listQueue({ db, keyring: workspace.keyring }, clock.now())).toHaveLength(assignments);
      return prepared;
    };
    expect(await count(200)).toBe(await count(2));
  });
});
