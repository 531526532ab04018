import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type CitationHistory,
  emptyHistory,
  recorded,
  redone,
  sealed,
  stepOf,
  undone,
} from '../../../renderer/stores/review-history.ts';
import { applyOperations } from '../../../renderer/stores/review-overlay.ts';
import type { Annotation } from '../../../shared/domain/annotation.ts';
import type { CriterionId } from '../../../shared/domain/ids.ts';
import { type ReviewContent, reviewContent } from '../../../shared/domain/review.ts';
import type { ReviewOperation } from '../../../shared/domain/review-operation.ts';
import { anyAnnotation, time } from './citations/arbitraries.ts';
import { annotationAt } from './samples.ts';

type Desk = { readonly content: ReviewContent; readonly history: CitationHistory };

const empty: Desk = { content: reviewContent(['c1'] as CriterionId[], []), history: emptyHistory };

const edit = (
  { content, history }: Desk,
  operation: ReviewOperation,
  { urgency = 'now' as 'now' | 'idle', at = 0 } = {},
): Desk => {
  const step = stepOf(content.annotations, operation, urgency, at);
  return {
    content: applyOperations(content, [operation]),
    history: step === null ? history : recorded(history, step),
  };
};

const turned = ({ content, history }: Desk, turn: typeof undone): Desk | null => {
  const done = turn(history, content.annotations);
  return done && { content: applyOperations(content, [done.operation]), history: done.history };
};

const allTheWay = (desk: Desk, turn: typeof undone): Desk => {
  const next = turned(desk, turn);
  return next === null ? desk : allTheWay(next, turn);
};

const put = (annotation: Annotation): ReviewOperation => ({ op: 'annotation.put', annotation });
const remove = (id: string): ReviewOperation => ({
  op: 'annotation.remove',
  annotationId: id as Annotation['id'],
});
const note = (text: string) => put(annotationAt(time(4), { text }));

const anyEdit = fc.record({
  operation: fc.oneof(
    anyAnnotation(fc.constantFrom('n1', 'n2', 'n3')).map(put),
    fc.constantFrom('n1', 'n2', 'n3').map(remove),
  ),
  urgency: fc.constantFrom('now' as const, 'idle' as const),
  pause: fc.nat(1500),
});

const playedOut = (
  desk: Desk,
  edits: readonly (typeof anyEdit extends fc.Arbitrary<infer E> ? E : never)[],
) => {
  let at = 0;
  return edits.reduce((now, { operation, urgency, pause }) => {
    at += pause;
    return edit(now, operation, { urgency, at });
  }, desk);
};

describe('undoing edits of citations', () => {
  it('all of them leads back to what was there, and doing them again to what was made of it', () => {
    fc.assert(
      fc.property(
        fc.array(anyEdit, { maxLength: 10 }),
        fc.array(anyEdit, { maxLength: 25 }),
        (before, edits) => {
          const start = { ...playedOut(empty, before), history: emptyHistory };
          const end = playedOut(start, edits);
          const back = allTheWay(end, undone);
          expect(back.content).toEqual(start.content);
          expect(allTheWay(back, redone).content).toEqual(end.content);
        },
      ),
    );
  });

  it('one of them leads to what was there before it', () => {
    fc.assert(
      fc.property(fc.array(anyEdit, { maxLength: 10 }), anyEdit, (before, { operation }) => {
        const start = { ...playedOut(empty, before), history: emptyHistory };
        const end = edit(start, operation);
        const back = turned(end, undone);
        expect((back ?? end).content).toEqual(start.content);
      }),
    );
  });

  it('takes what was typed into a note in one visit as one step, and the next visit as another', () => {
    let desk = edit(empty, note(''));
    for (const text of ['w', 'wa', 'wai']) desk = edit(desk, note(text), { urgency: 'idle' });
    desk = { ...desk, history: sealed(desk.history) };
    desk = edit(desk, note('wait'), { urgency: 'idle' });
    const textAfter = (one: Desk | null) => one?.content.annotations[0]?.text;
    const once = turned(desk, undone) as Desk;
    const twice = turned(once, undone) as Desk;
    expect([textAfter(once), textAfter(twice)]).toEqual(['wai', '']);
    expect(turned(twice, undone)?.content.annotations).toEqual([]);
  });

  it('takes a key held down as one retiming, and a pause as the end of it', () => {
    let desk = edit(empty, put(annotationAt(time(4))));
    desk = edit(desk, put(annotationAt(time(4.1))), { at: 5000 });
    desk = edit(desk, put(annotationAt(time(4.2))), { at: 5100 });
    desk = edit(desk, put(annotationAt(time(9))), { at: 8000 });
    const once = turned(desk, undone) as Desk;
    expect(once.content.annotations[0]?.locator).toEqual(time(4.2));
    expect(turned(once, undone)?.content.annotations[0]?.locator).toEqual(time(4));
  });

  it('leaves alone what another device changed meanwhile', () => {
    const moved = edit(edit(empty, note('mine')), put(annotationAt(time(9), { text: 'mine' })), { at: 5000 });
    const elsewhere = {
      ...moved,
      content: applyOperations(moved.content, [put(annotationAt(time(9), { text: 'theirs' }))]),
    };
    expect(turned(elsewhere, undone)?.content.annotations).toEqual([
      annotationAt(time(4), { text: 'theirs' }),
    ]);
  });

  it('passes over a step whose citation is gone, and has nothing to do at the end', () => {
    const moved = edit(edit(empty, note('')), put(annotationAt(time(9))), { at: 5000 });
    const gone = { ...moved, content: empty.content };
    expect(turned(gone, undone)).toBeNull();
  });

  it('forgets what was undone once something else is edited', () => {
    const back = turned(edit(empty, note('')), undone) as Desk;
    const other = edit(back, put(annotationAt(time(7), { id: 'n2' })));
    expect(turned(other, redone)).toBeNull();
  });

  it('keeps no step for a score or for an edit that changes nothing', () => {
    const desk = edit(empty, { op: 'score.set', criterionId: 'c1' as CriterionId, score: 3 });
    expect(turned(desk, undone)).toBeNull();
    expect(edit(edit(desk, note('')), note('')).history.done).toHaveLength(1);
    expect(edit(desk, remove('nobody')).history.done).toEqual([]);
  });
});
