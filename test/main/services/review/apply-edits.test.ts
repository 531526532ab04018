import { describe, expect, test } from 'vitest';
import type { WritableDb } from '../../../../main/database/connection.ts';
import { inTransaction } from '../../../../main/database/open.ts';
import { readMerge } from '../../../../main/database/tables/device-review-merges.ts';
import { keepWithdrawnAssignment } from '../../../../main/database/tables/hub-assignments.ts';
import { putRegister } from '../../../../main/database/tables/hub-review-registers.ts';
import { outboxCounts } from '../../../../main/database/tables/outbox.ts';
import { standingStamp } from '../../../../main/database/tables/review-registers.ts';
import { readReview } from '../../../../main/database/tables/reviews.ts';
import { applyEdits } from '../../../../main/services/review/apply-edits.ts';
import { readReviewDocument } from '../../../../main/services/review/review-document.ts';
import { deviceOf } from '../../../../shared/domain/hybrid-clock.ts';
import { problem } from '../../../../shared/lib/problem.ts';
import { fail, ok } from '../../../../shared/lib/result.ts';
import {
  anAnnotation,
  assignmentId,
  completeReview,
  openReviewWorkspace,
  operation,
  type ReviewWorkspace,
} from '../../../helpers/review-workspace.ts';

const edit = ({ deps }: ReviewWorkspace, operations: readonly unknown[], n = 1) =>
  applyEdits(deps, {
    assignmentId: assignmentId(n),
    operations: operations.map(operation),
    activeSeconds: 5,
  });

const document = ({ workspace, clock }: ReviewWorkspace, n = 1) => {
  const read = readReviewDocument(workspace, assignmentId(n), clock.now());
  if (!read.ok) throw new Error(read.problem.code);
  return read.value;
};

const score = (criterionId: string, value: number | null) => ({ op: 'score.set', criterionId, score: value });

/** Words of another device that are never opened here. */
const sealed = new Uint8Array([1]);

describe('edits', () => {
  test('are saved whole, and say when', async () => {
    const made = await openReviewWorkspace();
    const saved = await edit(made, [
      score('opening', 3),
      { op: 'rationale.set', criterionId: 'opening', text: 'Every question is open.' },
      { op: 'annotation.put', annotation: anAnnotation('Look here.') },
    ]);
    expect(saved).toEqual(ok({ savedAt: '2026-03-02T09:00:00.000Z' }));
    const shown = document(made);
    expect(shown.content.criteria[0]).toMatchObject({ score: 3, rationale: 'Every question is open.' });
    expect(shown.content.criteria[1]).toMatchObject({ score: null, rationale: '' });
    expect(shown.content.annotations).toEqual([anAnnotation('Look here.')]);
    expect(shown).toMatchObject({
      state: 'draft',
      editable: true,
      savedAt: '2026-03-02T09:00:00.000Z',
      activeSeconds: 5,
      unsent: 4,
    });
  });

  test('stand under stamps that no copy of the workspace gives', async () => {
    const copies = [await openReviewWorkspace(), await openReviewWorkspace()];
    const stamps: string[] = [];
    for (const made of copies) {
      await edit(made, [score('opening', 3)]);
      stamps.push(standingStamp(made.workspace.db, assignmentId(), 'score:opening') ?? '');
    }
    expect(new Set(stamps.map((stamp) => stamp.slice(0, 21))).size).toBe(1);
    expect(stamps.map(deviceOf)).toEqual(copies.map(({ workspace }) => workspace.deviceId));
    expect(new Set(stamps).size).toBe(2);
  });

  test('see at once what a pull has written since the edit before', async () => {
    const made = await openReviewWorkspace();
    const { db } = made.workspace;
    const pulled = (write: (writable: WritableDb) => void) =>
      inTransaction(db, (writable) => ok(write(writable)));
    const stamp = () => standingStamp(db, assignmentId(), 'score:opening') ?? '';
    await edit(made, [score('opening', 3)]);
    const { submissionId } = document(made).assignment;
    const elsewhere = `${String(made.clock.now() + 3_600_000).padStart(15, '0')}-00000-other`;
    const register = {
      id: 'r',
      version: 1,
      assignmentId: assignmentId(),
      submissionId,
      key: 'score:opening',
    };
    pulled((writable) =>
      putRegister(
        writable,
        { ...register, stamp: elsewhere, receivedAt: '2026-03-02T10:00:00.000Z' },
        sealed,
      ),
    );
    expect(stamp()).toBe(elsewhere);
    expect(await edit(made, [score('opening', 2)])).toMatchObject({ ok: true });
    expect(stamp() > elsewhere).toBe(true);
    pulled((writable) => keepWithdrawnAssignment(writable, assignmentId()));
    expect(await edit(made, [score('opening', 1)])).toEqual(fail(problem('assignment-withdrawn')));
  });

  test('count the criteria that have a score or a condition', async () => {
    const made = await openReviewWorkspace();
    const scored = () => readMerge(made.workspace.db, assignmentId()).scored;
    await edit(made, [score('opening', 3)]);
    expect(scored()).toBe(1);
    const inaudible = { op: 'condition.set', criterionId: 'probing', code: 'inaudible', note: '' };
    await edit(made, [{ ...inaudible, present: true }]);
    expect(scored()).toBe(2);
    await edit(made, [score('opening', null), { ...inaudible, present: false }]);
    expect(scored()).toBe(0);
  });

  test('of an earlier moment on the wall never lose to later ones made while the clock was ahead', async () => {
    const made = await openReviewWorkspace();
    made.clock.set('2036-01-01T00:00:00.000Z');
    await edit(made, [score('opening', 1)]);
    made.clock.set('2016-01-01T00:00:00.000Z');
    await edit(made, [score('opening', 4)]);
    expect(document(made).content.criteria[0]?.score).toBe(4);
  });

  const refusals: readonly [string, unknown, ReturnType<typeof problem>][] = [
    ['an unknown criterion', score('closing', 2), problem('unknown-criterion', { criterion: 'closing' })],
    ['a score off the scale', score('opening', 9), problem('score-not-allowed', { score: 9 })],
    [
      'a half point where there are none',
      score('opening', 2.5),
      problem('score-not-allowed', { score: 2.5 }),
    ],
    [
      'a condition nobody offers',
      { op: 'condition.set', criterionId: 'opening', code: 'boring', present: true, note: '' },
      problem('unknown-condition', { code: 'boring' }),
    ],
    [
      'a condition of the whole submission on one criterion',
      { op: 'condition.set', criterionId: 'opening', code: 'no-consent', present: true, note: '' },
      problem('unknown-condition', { code: 'no-consent' }),
    ],
    [
      "an annotation on another submission's evidence",
      { op: 'annotation.put', annotation: { ...anAnnotation(''), artifactId: 'artifact-2' } },
      problem('foreign-artifact'),
    ],
    [
      'feedback on an unknown criterion',
      { op: 'feedback.set', criterionId: 'closing', field: 'gap', text: '' },
      problem('unknown-criterion', { criterion: 'closing' }),
    ],
  ];
  test.each(refusals)('with %s are refused, and nothing of them is applied', async (_, wrong, reason) => {
    const made = await openReviewWorkspace();
    expect(await edit(made, [score('opening', 3), wrong])).toEqual(fail(reason));
    expect(readReview(made.workspace.db, assignmentId())).toBeUndefined();
    expect(outboxCounts(made.workspace.db).pending).toBe(0);
  });

  test('on what is closed are refused with its reason', async () => {
    const made = await openReviewWorkspace({ assignments: 3 });
    made.putAssignment(1, { state: 'withdrawn' }, 2);
    made.putAssignment(2, { state: 'set-aside' }, 2);
    made.putAssignment(
      3,
      {
        state: 'submitted',
        submittedAt: '2026-03-01T09:00:00.000Z',
        amendableUntil: '2026-03-01T10:00:00.000Z',
      },
      2,
    );
    const codes = [];
    for (const n of [1, 2, 3, 4]) {
      const refused = await edit(made, [score('opening', 3)], n);
      codes.push(refused.ok ? 'saved' : refused.problem.code);
    }
    expect(codes).toEqual(['assignment-withdrawn', 'assignment-closed', 'amend-window-closed', 'not-found']);
  });
});

describe('state, log and outbox', () => {
  const everything = ({ workspace }: ReviewWorkspace) =>
    ['reviews', 'review_registers', 'events', 'outbox_lines', 'device_identity', 'outbox_counts'].map(
      (table) => workspace.db.prepare(`SELECT * FROM ${table}`).all(),
    );

  test('on a full disk stay as they were, and take the same edits when there is room', async () => {
    const made = await openReviewWorkspace();
    await edit(made, [score('opening', 3)]);
    const before = everything(made);
    const { db } = made.workspace;
    db.pragma(`max_page_count=${Number(db.pragma('page_count', { simple: true }))}`);
    const long = { op: 'rationale.set', criterionId: 'opening', text: 'x'.repeat(20_000) };
    expect(await edit(made, [score('opening', 1), long])).toEqual(fail(problem('disk-full')));
    expect(everything(made)).toEqual(before);
    db.pragma('max_page_count=100000');
    expect((await edit(made, [score('opening', 1), long])).ok).toBe(true);
    expect(document(made).content.criteria[0]).toMatchObject({ score: 1, rationale: long.text });
  });

  test.each(['events', 'review_registers', 'reviews', 'device_review_merges'])(
    'change together: when %s cannot be written, none is',
    async (table) => {
      const made = await openReviewWorkspace({ assignments: 2 });
      await edit(made, [score('opening', 3)], 2);
      const before = everything(made);
      made.write((db) => {
        for (const verb of ['INSERT', 'UPDATE']) {
          db.prepare(
            `CREATE TRIGGER fail_${verb} BEFORE ${verb} ON ${table} BEGIN SELECT RAISE(ABORT, 'failpoint'); END`,
          ).run();
        }
        return ok(undefined);
      });
      await expect(edit(made, completeReview)).rejects.toThrow('failpoint');
      expect(everything(made)).toEqual(before);
      made.write((db) => {
        for (const verb of ['INSERT', 'UPDATE']) db.prepare(`DROP TRIGGER fail_${verb}`).run();
        return ok(undefined);
      });
    },
  );

  test('are still there when the workspace is opened again', async () => {
    const first = await openReviewWorkspace();
    await edit(first, completeReview);
    const before = document(first);
    await first.workspace.close();
    const again = await openReviewWorkspace({ folder: first.folder, clock: first.clock });
    expect(document(again)).toEqual(before);
  });
});
