import { describe, expect, test } from 'vitest';
import { sha256Hex } from '../../../../main/core/sha256.ts';
import { wantNow } from '../../../../main/database/tables/downloads.ts';
import { openEvent } from '../../../../main/database/tables/events.ts';
import { nextBatch } from '../../../../main/database/tables/outbox.ts';
import { recordReceipt } from '../../../../main/database/tables/reviews.ts';
import { amendReview } from '../../../../main/services/review/amend-review.ts';
import { applyEdits } from '../../../../main/services/review/apply-edits.ts';
import { openReview } from '../../../../main/services/review/open-review.ts';
import { raiseChildSafety } from '../../../../main/services/review/raise-child-safety.ts';
import { setAsideReview } from '../../../../main/services/review/set-aside-review.ts';
import { submitReview } from '../../../../main/services/review/submit-review.ts';
import { rubricHash } from '../../../../shared/domain/rubric.ts';
import { canonicalJson } from '../../../../shared/lib/canonical-json.ts';
import { problem } from '../../../../shared/lib/problem.ts';
import { problemSentences } from '../../../../shared/lib/problem-sentences.ts';
import { fail, ok } from '../../../../shared/lib/result.ts';
import { aMicroCredential } from '../../../helpers/domain.ts';
import {
  assignmentId,
  completeReview,
  openReviewWorkspace,
  operation,
  type ReviewWorkspace,
} from '../../../helpers/review-workspace.ts';

const id = assignmentId();
const MINUTE = 60_000;

const edit = ({ deps }: ReviewWorkspace, operations = completeReview) =>
  applyEdits(deps, { assignmentId: id, operations, activeSeconds: 30 });

const submitted = async () => {
  const made = await openReviewWorkspace();
  await edit(made);
  const shown = await submitReview(made.deps, { assignmentId: id });
  if (!shown.ok) throw new Error(shown.problem.code);
  return { made, shown: shown.value };
};

const events = ({ workspace }: ReviewWorkspace) =>
  nextBatch(workspace.db, 100).map((stored) => {
    const event = openEvent(workspace.keyring, workspace.deviceId, stored);
    if (!event.ok) throw new Error(event.problem.code);
    return event.value;
  });

describe('opening', () => {
  test('is recorded once', async () => {
    const made = await openReviewWorkspace();
    const first = await openReview(made.deps, { assignmentId: id });
    const second = await openReview(made.deps, { assignmentId: id });
    expect([first.ok && first.value.state, second.ok && second.value.state]).toEqual(['opened', 'opened']);
    expect(events(made).map(({ type }) => type)).toEqual(['assignment.opened']);
  });

  test('asks for evidence that is not here, once', async () => {
    const made = await openReviewWorkspace();
    await openReview(made.deps, { assignmentId: id });
    expect(made.asked).toEqual([id]);
    made.write((db) => ok(wantNow(db, 'submission-1', made.clock.now())));
    await openReview(made.deps, { assignmentId: id });
    expect(made.asked).toEqual([id]);
  });

  test('of an assignment of somebody else finds nothing', async () => {
    const made = await openReviewWorkspace();
    expect(await openReview(made.deps, { assignmentId: assignmentId(9) })).toEqual(
      fail(problem('not-found')),
    );
  });

  test('after the rubric changed takes the scores back and keeps the words', async () => {
    const made = await openReviewWorkspace();
    await edit(made);
    const changed = aMicroCredential();
    const rubric = { ...changed.rubric, version: '2' };
    const hash = rubricHash(rubric, sha256Hex);
    made.putMicroCredential({ ...changed, rubric, rubricHash: hash }, 2);
    made.putAssignment(1, { rubricHash: hash }, 2);
    expect(await submitReview(made.deps, { assignmentId: id })).toEqual(
      fail(problem('rubric-version-conflict')),
    );
    const shown = await openReview(made.deps, { assignmentId: id });
    expect(shown.ok && shown.value.content.criteria.map(({ score }) => score)).toEqual([null, null]);
    expect(shown.ok && shown.value.content.criteria[0]?.rationale).toBe('Every question is open.');
    await edit(made);
    expect((await submitReview(made.deps, { assignmentId: id })).ok).toBe(true);
    expect(events(made).at(-1)?.rubricHash).toBe(hash);
  });
});

describe('a submitted review whose rubric changed', () => {
  test('stays what it is, and says so', async () => {
    const { made, shown } = await submitted();
    const changed = aMicroCredential();
    const rubric = { ...changed.rubric, version: '2' };
    made.putMicroCredential({ ...changed, rubric, rubricHash: rubricHash(rubric, sha256Hex) }, 2);
    const before = events(made).length;
    const refused = fail(problem('final-on-old-rubric'));
    expect(await amendReview(made.deps, { assignmentId: id })).toEqual(refused);
    expect(events(made)).toHaveLength(before);
    const still = await openReview(made.deps, { assignmentId: id });
    expect(still.ok && still.value).toMatchObject({
      state: 'locked',
      content: shown.content,
      onOldRubric: true,
    });
    expect(shown.onOldRubric).toBe(false);
    expect(problemSentences['final-on-old-rubric']).toContain('Your submitted review stands as it is');
  });

  test('is edited no further where it was being amended', async () => {
    const { made } = await submitted();
    expect((await amendReview(made.deps, { assignmentId: id })).ok).toBe(true);
    const changed = aMicroCredential();
    const rubric = { ...changed.rubric, version: '2' };
    made.putMicroCredential({ ...changed, rubric, rubricHash: rubricHash(rubric, sha256Hex) }, 2);
    expect(await edit(made)).toEqual(fail(problem('final-on-old-rubric')));
    const still = await openReview(made.deps, { assignmentId: id });
    expect(still.ok && still.value).toMatchObject({ state: 'locked', editable: false, onOldRubric: true });
  });
});

describe('submitting', () => {
  test('sends the whole content with its hash and the active time', async () => {
    const { made, shown } = await submitted();
    const last = events(made).at(-1);
    expect(last).toMatchObject({
      type: 'review.submitted',
      payload: {
        content: shown.content,
        contentHash: sha256Hex(canonicalJson(shown.content)),
        activeSeconds: 30,
      },
    });
    expect(shown).toMatchObject({
      state: 'submitted',
      editable: false,
      amendableUntil: '2026-03-02T10:00:00.000Z',
    });
    expect(made.wakes()).toBe(1);
  });

  test('with something missing is refused with how much', async () => {
    const made = await openReviewWorkspace();
    await edit(made, completeReview.slice(0, 3));
    expect(await submitReview(made.deps, { assignmentId: id })).toEqual(
      fail(problem('review-incomplete', { count: 2 })),
    );
  });

  test('twice is refused, and so are edits in between', async () => {
    const { made } = await submitted();
    expect(await submitReview(made.deps, { assignmentId: id })).toEqual(fail(problem('review-submitted')));
    expect(await edit(made)).toEqual(fail(problem('review-submitted')));
  });
});

describe('amending', () => {
  test('within the window goes back to work and submits anew', async () => {
    const { made } = await submitted();
    made.clock.advance(59 * MINUTE);
    const reopened = await amendReview(made.deps, { assignmentId: id });
    expect(reopened.ok && reopened.value.state).toBe('amending');
    await edit(made, [operation({ op: 'score.set', criterionId: 'opening', score: 4 })]);
    const again = await submitReview(made.deps, { assignmentId: id });
    expect(again.ok && again.value.content.criteria[0]?.score).toBe(4);
    expect(events(made).map(({ type }) => type)).toEqual([
      'assignment.opened',
      ...completeReview.map(() => 'review.edited'),
      'review.submitted',
      'review.reopened',
      'review.edited',
      'review.submitted',
    ]);
  });

  test('after the window is refused with its end', async () => {
    const { made } = await submitted();
    made.clock.advance(60 * MINUTE + 1);
    const refusal = fail(problem('amend-window-closed', { until: '2026-03-02T10:00:00.000Z' }));
    expect(await amendReview(made.deps, { assignmentId: id })).toEqual(refusal);
    expect(await edit(made)).toEqual(refusal);
  });

  test("follows the hub's own time once it has answered", async () => {
    const { made } = await submitted();
    const receipt = { receivedAt: '2026-03-02T12:00:00.000Z', amendableUntil: '2026-03-02T13:00:00.000Z' };
    made.write((db) => ok(recordReceipt(db, id, receipt)));
    made.clock.set('2026-03-02T12:59:00.000Z');
    const shown = await amendReview(made.deps, { assignmentId: id });
    expect(shown.ok && shown.value.amendableUntil).toBe(receipt.amendableUntil);
  });

  test('of what was never submitted is refused', async () => {
    const made = await openReviewWorkspace();
    await edit(made);
    expect(await amendReview(made.deps, { assignmentId: id })).toEqual(fail(problem('review-not-submitted')));
  });
});

describe('unable to score', () => {
  test('hands the submission over with its conditions and closes it', async () => {
    const made = await openReviewWorkspace();
    await openReview(made.deps, { assignmentId: id });
    const codes = ['no-consent', 'no-consent'];
    const shown = await setAsideReview(made.deps, { assignmentId: id, codes, note: 'A page is missing.' });
    expect(shown.ok && shown.value.state).toBe('set-aside');
    expect(events(made).at(-1)).toMatchObject({
      type: 'review.set-aside',
      payload: { codes: ['no-consent'], note: 'A page is missing.' },
    });
    expect(await edit(made)).toEqual(fail(problem('assignment-closed', { state: 'set-aside' })));
  });

  test('takes only conditions of a whole submission, of an opened review', async () => {
    const made = await openReviewWorkspace();
    const aside = (code: string) => setAsideReview(made.deps, { assignmentId: id, codes: [code], note: '' });
    expect(await aside('no-consent')).toEqual(fail(problem('review-not-opened')));
    await openReview(made.deps, { assignmentId: id });
    expect(await aside('inaudible')).toEqual(fail(problem('unknown-condition', { code: 'inaudible' })));
  });
});

test('a disclosure is taken in any state and changes none', async () => {
  const { made } = await submitted();
  made.putAssignment(1, { state: 'withdrawn' }, 0);
  const raised = await raiseChildSafety(made.deps, {
    assignmentId: id,
    note: 'Seen at 01:12.',
    procedureReadAt: '2026-03-02T09:00:00.000Z',
  });
  expect(raised).toEqual(ok({}));
  const alert = events(made).at(-1);
  expect(alert).toMatchObject({ type: 'alert.child-safety', assignmentVersion: 1 });
});
