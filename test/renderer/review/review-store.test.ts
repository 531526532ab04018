import { describe, expect, it } from 'vitest';
import { createPendingWork } from '../../../renderer/stores/pending-work.ts';
import { createReviewStore } from '../../../renderer/stores/review.ts';
import type { AnnotationId, ArtifactId, AssignmentId, CriterionId } from '../../../shared/domain/ids.ts';
import { type Problem, problem } from '../../../shared/lib/problem.ts';
import { fail, ok, type Result } from '../../../shared/lib/result.ts';
import type { AssayBridge } from '../../../shared/workbench-api/bridge.ts';
import type { CommandInput, CommandName, CommandOutput } from '../../../shared/workbench-api/commands.ts';
import type { Notice } from '../../../shared/workbench-api/notices.ts';
import { createClock, settled } from './clock.ts';
import { documentOf } from './samples.ts';

const id = 'as-1' as AssignmentId;
const c1 = 'c1' as CriterionId;
const c2 = 'c2' as CriterionId;
const savedAt = '2026-01-20T12:04:31.000Z';

type Sent = {
  readonly name: CommandName;
  readonly input: unknown;
  readonly answer: (result: unknown) => Promise<void>;
};

/** The store on a host whose answers the test gives, in the order it likes. */
const setUp = () => {
  const clock = createClock();
  const sent: Sent[] = [];
  let listener: (notice: Notice) => void = () => undefined;
  const bridge: AssayBridge = {
    host: 'web',
    call: <Name extends CommandName>(name: Name, input: CommandInput<Name>) =>
      new Promise<Result<CommandOutput<Name>, Problem>>((resolve) => {
        const answer = async (result: unknown): Promise<void> => {
          resolve(result as Result<CommandOutput<Name>, Problem>);
          await settled();
        };
        sent.push({ name, input, answer });
      }),
    onNotice: (next) => {
      listener = next;
      return () => undefined;
    },
    evidenceUrl: (artifactId) => `/evidence/${artifactId}`,
  };
  const pendingWork = createPendingWork();
  let ids = 0;
  const newId = (): string => {
    ids += 1;
    return `note-${ids}`;
  };
  const store = createReviewStore({ bridge, ...clock, pendingWork, newId });
  const call = (name: CommandName): Sent => {
    const found = sent.findLast((one) => one.name === name);
    if (found === undefined) throw new Error(`${name} was not sent`);
    return found;
  };
  const session = () => store.getState().sessions[id];
  const count = (name: CommandName): number => sent.filter((one) => one.name === name).length;
  return { clock, store, call, count, session, pendingWork, notify: (notice: Notice) => listener(notice) };
};

const opened = async (document = documentOf()) => {
  const desk = setUp();
  void desk.store.getState().open(id);
  await desk.call('review.open').answer(ok(document));
  return desk;
};

const scoreOf = (desk: Awaited<ReturnType<typeof opened>>) => desk.session()?.content?.criteria[0]?.score;
const setScore = (desk: Awaited<ReturnType<typeof opened>>, score: number): void =>
  desk.store.getState().edit(id, { op: 'score.set', criterionId: c1, score }, 'now');

describe('opening', () => {
  it('shows the first criterion and the first evidence in the order of the slots', async () => {
    const { session } = await opened();
    expect(session()).toMatchObject({ criterionId: 'c1', artifactId: 'plan' });
  });

  it('says why it could not be opened', async () => {
    const { store, call, session } = setUp();
    void store.getState().open(id);
    await call('review.open').answer(fail(problem('not-found')));
    expect(session()).toMatchObject({ document: null, problem: problem('not-found') });
  });

  it('shows the time of the last commit before anything is edited', async () => {
    const { session } = await opened(documentOf({ savedAt }));
    expect(session()?.save).toEqual({ kind: 'saved', at: savedAt });
  });
});

describe('reading again while edits are under way', () => {
  it('keeps an unsaved edit over a document that does not have it', async () => {
    const desk = await opened();
    setScore(desk, 4);
    desk.notify({ topic: 'review', ids: [id] });
    await desk.call('review.open').answer(ok(documentOf()));
    expect(scoreOf(desk)).toBe(4);
  });

  it('does not let a read that began before a commit take the commit back', async () => {
    const desk = await opened();
    setScore(desk, 4);
    desk.notify({ topic: 'review', ids: [id] });
    const staleRead = desk.call('review.open');
    await desk.call('review.applyEdits').answer(ok({ savedAt }));
    await staleRead.answer(ok(documentOf()));
    expect(scoreOf(desk)).toBe(4);
    await desk.clock.advance(1000);
    expect(desk.count('review.open')).toBe(3);
  });

  it('ignores notices about other reviews, and about this one after it was left', async () => {
    const desk = await opened();
    desk.notify({ topic: 'review', ids: ['as-other'] });
    desk.store.getState().close(id);
    desk.notify({ topic: 'review', ids: [id] });
    await desk.clock.advance(1000);
    expect(desk.count('review.open')).toBe(1);
  });

  it('does not read itself again for each commit, which tells the queue', async () => {
    const desk = await opened();
    desk.notify({ topic: 'queue', ids: [id] });
    await desk.clock.advance(1000);
    expect(desk.count('review.open')).toBe(1);
    desk.notify({ topic: 'queue', ids: [] });
    await desk.clock.advance(1000);
    expect(desk.count('review.open')).toBe(2);
  });

  it('follows what the hub has of a review that was submitted', async () => {
    const desk = await opened(documentOf({ state: 'submitted', editable: false }));
    desk.notify({ topic: 'queue', ids: [id] });
    await desk.clock.advance(1000);
    expect(desk.count('review.open')).toBe(2);
  });

  it('stops showing a submission that was erased', async () => {
    const desk = await opened();
    desk.notify({ topic: 'review', ids: [id] });
    await desk.call('review.open').answer(fail(problem('submission-erased')));
    expect(desk.session()).toMatchObject({ document: null, content: null });
  });

  it('goes on showing the review when a later read fails for a passing reason', async () => {
    const desk = await opened();
    desk.notify({ topic: 'review', ids: [id] });
    await desk.call('review.open').answer(fail(problem('internal', { detail: 'x' })));
    expect(desk.session()?.document).not.toBeNull();
    expect(desk.session()?.problem?.code).toBe('internal');
  });
});

describe('leaving', () => {
  it('sends what is typed when the screen is left, and keeps trying after it', async () => {
    const desk = await opened();
    desk.store.getState().edit(id, { op: 'rationale.set', criterionId: c1, text: 'Because' }, 'idle');
    desk.store.getState().close(id);
    await desk.call('review.applyEdits').answer(fail(problem('disk-full')));
    await desk.clock.advance(2000);
    expect(desk.count('review.applyEdits')).toBe(2);
  });

  it('makes locking and signing out wait for the commit', async () => {
    const desk = await opened();
    desk.store.getState().edit(id, { op: 'rationale.set', criterionId: c1, text: 'Because' }, 'idle');
    let done = false;
    void desk.pendingWork.settle().then(() => {
      done = true;
    });
    await settled();
    expect(done).toBe(false);
    await desk.call('review.applyEdits').answer(ok({ savedAt }));
    expect(done).toBe(true);
  });

  it('keeps uncommitted work for the same account and forgets it for another', async () => {
    const desk = await opened();
    setScore(desk, 2);
    await desk.call('review.applyEdits').answer(fail(problem('vault-locked')));
    desk.store.getState().leave();
    void desk.store.getState().open(id);
    await desk.call('review.open').answer(ok(documentOf()));
    expect(scoreOf(desk)).toBe(2);
    desk.store.getState().forget();
    void desk.store.getState().open(id);
    await desk.call('review.open').answer(ok(documentOf()));
    expect(scoreOf(desk)).toBeNull();
  });
});

describe('submitting', () => {
  it('commits what is typed first', async () => {
    const desk = await opened();
    desk.store.getState().edit(id, { op: 'rationale.set', criterionId: c1, text: 'Because' }, 'idle');
    const submitted = desk.store.getState().submit(id, 3);
    await settled();
    expect(desk.count('review.submit')).toBe(0);
    await desk.call('review.applyEdits').answer(ok({ savedAt }));
    expect(desk.call('review.submit').input).toEqual({ assignmentId: id, seen: 3 });
    await desk.call('review.submit').answer(ok(documentOf({ state: 'submitted', editable: false })));
    expect((await submitted).ok).toBe(true);
    expect(desk.session()?.document?.state).toBe('submitted');
  });

  it('does not submit what could not be saved', async () => {
    const desk = await opened();
    setScore(desk, 3);
    const submitted = desk.store.getState().submit(id, 3);
    await desk.call('review.applyEdits').answer(fail(problem('disk-full')));
    expect(await submitted).toEqual(fail(problem('disk-full')));
    expect(desk.count('review.submit')).toBe(0);
  });

  it('takes no edit of a submitted review', async () => {
    const desk = await opened(documentOf({ state: 'submitted', editable: false }));
    setScore(desk, 3);
    expect(scoreOf(desk)).toBeNull();
    expect(desk.count('review.applyEdits')).toBe(0);
  });
});

describe('citing and time', () => {
  it('ties a citation to the bytes it was made on and commits it at once', async () => {
    const desk = await opened();
    const made = desk.store.getState().cite(id, {
      artifactId: 'clip' as ArtifactId,
      locator: { kind: 'time', start: 41, end: null, region: null, quote: null },
      text: '',
      criterionIds: [c1],
    });
    expect(made).toEqual({ annotationId: 'note-1', outcome: 'new' });
    expect(desk.call('review.applyEdits').input).toMatchObject({
      operations: [
        {
          op: 'annotation.put',
          annotation: { id: 'note-1', artifactSha256: 'b'.repeat(64), criterionIds: ['c1'] },
        },
      ],
    });
  });

  const citing = (criterionIds: readonly CriterionId[], start = 41) => ({
    artifactId: 'clip' as ArtifactId,
    locator: { kind: 'time' as const, start, end: null, region: null, quote: null },
    text: '',
    criterionIds,
  });
  const annotations = (desk: Awaited<ReturnType<typeof opened>>) => desk.session()?.content?.annotations;

  it('ties the very same place to another criterion instead of citing it twice', async () => {
    const desk = await opened();
    const { cite } = desk.store.getState();
    cite(id, citing([c1]));
    expect(cite(id, citing([c2]))).toEqual({ annotationId: 'note-1', outcome: 'joined' });
    expect(cite(id, citing([c2]))).toEqual({ annotationId: 'note-1', outcome: 'known' });
    expect(annotations(desk)).toMatchObject([{ id: 'note-1', criterionIds: ['c1', 'c2'] }]);
  });

  it('cites another place, or the place for the whole submission, on its own', async () => {
    const desk = await opened();
    const { cite } = desk.store.getState();
    cite(id, citing([c1]));
    expect(cite(id, citing([c1], 42))?.outcome).toBe('new');
    expect(cite(id, citing([]))?.outcome).toBe('new');
    expect(annotations(desk)?.map(({ criterionIds }) => criterionIds)).toEqual([['c1'], ['c1'], []]);
  });

  it('undoes and does again: cited, tied to a criterion, removed', async () => {
    const desk = await opened();
    const { cite, edit, undo, redo } = desk.store.getState();
    const { annotationId } = cite(id, citing([c1])) as { annotationId: AnnotationId };
    cite(id, citing([c2]));
    edit(id, { op: 'annotation.remove', annotationId }, 'now');
    expect([undo(id)?.change, undo(id)?.change]).toEqual(['removed', 'criteria']);
    expect(annotations(desk)).toMatchObject([{ criterionIds: ['c1'] }]);
    expect(undo(id)?.change).toBe('cited');
    expect(undo(id)).toBeNull();
    expect(annotations(desk)).toEqual([]);
    expect([redo(id)?.change, redo(id)?.change, redo(id)?.change, redo(id)]).toEqual([
      'cited',
      'criteria',
      'removed',
      null,
    ]);
  });

  it('carries an undoing to its commit as any edit', async () => {
    const desk = await opened();
    const { cite, undo } = desk.store.getState();
    cite(id, citing([c1]));
    undo(id);
    await desk.call('review.applyEdits').answer(ok({ savedAt }));
    expect(desk.call('review.applyEdits').input).toMatchObject({
      operations: [{ op: 'annotation.remove', annotationId: 'note-1' }],
    });
  });

  it('undoes nothing in a review that was submitted', async () => {
    const desk = await opened();
    desk.store.getState().cite(id, citing([c1]));
    await desk.call('review.applyEdits').answer(ok({ savedAt }));
    const submitted = desk.store.getState().submit(id, 3);
    await settled();
    const content = desk.session()?.content as NonNullable<ReturnType<typeof desk.session>>['content'];
    await desk
      .call('review.submit')
      .answer(ok({ ...documentOf({ state: 'submitted', editable: false }), content }));
    await submitted;
    expect(desk.store.getState().undo(id)).toBeNull();
    expect(annotations(desk)).toHaveLength(1);
  });

  it('sends the active seconds with the edits, and again when the call failed', async () => {
    const desk = await opened();
    const { working } = desk.store.getState();
    working(id);
    await desk.clock.advance(12_500);
    working(id);
    setScore(desk, 3);
    expect(desk.call('review.applyEdits').input).toMatchObject({ activeSeconds: 12 });
    await desk.call('review.applyEdits').answer(fail(problem('disk-full')));
    await desk.clock.advance(2000);
    expect(desk.call('review.applyEdits').input).toMatchObject({ activeSeconds: 12 });
  });

  it('forgets everything of a review after recusing', async () => {
    const desk = await opened();
    desk.store.getState().edit(id, { op: 'rationale.set', criterionId: c1, text: 'Because' }, 'idle');
    const recused = desk.store.getState().recuse(id, 'same-school', '');
    await desk.call('review.recuse').answer(ok({}));
    await recused;
    await desk.clock.advance(60_000);
    expect(desk.session()).toBeUndefined();
    expect(desk.count('review.applyEdits')).toBe(0);
  });
});
