import { describe, expect, it } from 'vitest';
import { createPendingWork } from '../../../renderer/stores/pending-work.ts';
import { createReviewStore } from '../../../renderer/stores/review.ts';
import type { AssignmentId, CriterionId } from '../../../shared/domain/ids.ts';
import { problem } from '../../../shared/lib/problem.ts';
import { fail, ok } from '../../../shared/lib/result.ts';
import { type Script, scriptedBridge } from '../scripted-bridge.ts';
import { createClock } from './clock.ts';
import { documentOf } from './samples.ts';

const id = 'as-1' as AssignmentId;
const imported = { added: 2, changed: 0, unchanged: 1, problems: [] };

const opened = async (script: Script) => {
  const host = scriptedBridge({
    'review.open': () => ok(documentOf()),
    'review.applyEdits': () => ok({ savedAt: '2026-01-20T12:04:31.000Z' }),
    'review.exportAnnotations': () => ok({ delivery: 'saved', fileName: 'a.csv', written: 3 }),
    'review.importAnnotations': () => ok(imported),
    ...script,
  });
  const pendingWork = createPendingWork();
  const store = createReviewStore({
    bridge: host.bridge,
    ...createClock(),
    pendingWork,
    newId: () => 'note-1',
  });
  await store.getState().open(id);
  const type = (): void =>
    store.getState().edit(id, { op: 'rationale.set', criterionId: 'c1' as CriterionId, text: 'x' }, 'idle');
  return { host, store, type };
};

describe('files of annotations', () => {
  it('are written with what was typed just now', async () => {
    const { host, store, type } = await opened({});
    type();
    expect(await store.getState().exportAnnotations(id, 'csv')).toMatchObject(ok({ written: 3 }));
    expect(host.asked('review.applyEdits')).toHaveLength(1);
    expect(host.asked('review.exportAnnotations')).toEqual([{ assignmentId: id, format: 'csv' }]);
  });

  it('are neither written nor read while an edit cannot be committed', async () => {
    const reason = problem('disk-full');
    const { host, store, type } = await opened({ 'review.applyEdits': () => fail(reason) });
    type();
    expect(await store.getState().exportAnnotations(id, 'csv')).toEqual(fail(reason));
    expect(await store.getState().importAnnotations(id, '{}')).toEqual(fail(reason));
    expect(host.asked('review.importAnnotations')).toEqual([]);
  });

  it('are shown when they were read', async () => {
    const { host, store } = await opened({});
    expect(await store.getState().importAnnotations(id, '{}')).toEqual(ok(imported));
    expect(host.asked('review.open')).toHaveLength(2);
  });

  it('that could not be read leave the review as it is', async () => {
    const reason = problem('annotations-none');
    const { host, store } = await opened({ 'review.importAnnotations': () => fail(reason) });
    expect(await store.getState().importAnnotations(id, '{}')).toEqual(fail(reason));
    expect(host.asked('review.open')).toHaveLength(1);
  });
});
