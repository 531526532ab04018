import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAutosave, type SaveState } from '../../../renderer/stores/review-autosave.ts';
import { applyOperations } from '../../../renderer/stores/review-overlay.ts';
import type { AssignmentId, CriterionId } from '../../../shared/domain/ids.ts';
import { type ReviewContent, reviewContent } from '../../../shared/domain/review.ts';
import type { ReviewOperation } from '../../../shared/domain/review-operation.ts';
import { type Problem, problem } from '../../../shared/lib/problem.ts';
import { fail, ok, type Result } from '../../../shared/lib/result.ts';
import { createClock, settled } from './clock.ts';

const review = 'as-1' as AssignmentId;
const other = 'as-2' as AssignmentId;
const criterionId = 'c1' as CriterionId;

const rationale = (text: string): ReviewOperation => ({ op: 'rationale.set', criterionId, text });
const score = (value: number | null): ReviewOperation => ({ op: 'score.set', criterionId, score: value });

type Answer = Result<{ savedAt: string }, Problem>;
type Call = {
  readonly id: AssignmentId;
  readonly operations: ReviewOperation[];
  readonly answer: (with_: Answer) => Promise<void>;
};

const saved = ok({ savedAt: '2026-01-20T12:04:31.000Z' });

const setUp = () => {
  const clock = createClock();
  const calls: Call[] = [];
  const states: SaveState[] = [];
  const committed: ReviewOperation[] = [];
  const autosave = createAutosave({
    ...clock,
    send: (id, operations) =>
      new Promise<Answer>((resolve) => {
        const answer = async (with_: Answer): Promise<void> => {
          resolve(with_);
          await settled();
        };
        calls.push({ id, operations, answer });
      }),
    onCommit: (_, operations) => committed.push(...operations),
    onState: (_, state) => states.push(state),
  });
  return { clock, calls, states, committed, autosave, kinds: () => states.map(({ kind }) => kind) };
};

describe('what is sent, and when', () => {
  it('commits a decision at once', () => {
    const { autosave, calls } = setUp();
    autosave.edit(review, score(3), 'now');
    expect(calls.map(({ operations }) => operations)).toEqual([[score(3)]]);
  });

  it('commits text 300 ms after the last key, as one edit of its last words', async () => {
    const { autosave, calls, clock } = setUp();
    autosave.edit(review, rationale('T'), 'idle');
    await clock.advance(299);
    autosave.edit(review, rationale('Th'), 'idle');
    await clock.advance(299);
    expect(calls).toHaveLength(0);
    await clock.advance(1);
    expect(calls.map(({ operations }) => operations)).toEqual([[rationale('Th')]]);
  });

  it('commits within two seconds of the first key while the typing never rests', async () => {
    const { autosave, calls, clock } = setUp();
    for (let at = 0; at < 2000; at += 100) {
      autosave.edit(review, rationale('x'.repeat(at / 100 + 1)), 'idle');
      expect(calls).toHaveLength(0);
      await clock.advance(100);
    }
    expect(calls.map(({ operations }) => operations)).toEqual([[rationale('x'.repeat(20))]]);
  });

  it('takes waiting text along with a decision', () => {
    const { autosave, calls } = setUp();
    autosave.edit(review, rationale('Because'), 'idle');
    autosave.edit(review, score(2), 'now');
    expect(calls[0]?.operations).toEqual([rationale('Because'), score(2)]);
  });

  it('sends one call at a time for a review, and reviews beside each other', async () => {
    const { autosave, calls } = setUp();
    autosave.edit(review, score(1), 'now');
    autosave.edit(review, score(2), 'now');
    autosave.edit(other, score(4), 'now');
    expect(calls.map(({ id }) => id)).toEqual([review, other]);
    await calls[0]?.answer(saved);
    expect(calls[2]?.operations).toEqual([score(2)]);
  });

  it('sends at most 200 edits in a call and the rest after it', async () => {
    const { autosave, calls, clock } = setUp();
    for (let at = 0; at < 250; at += 1) {
      autosave.edit(review, { op: 'score.set', criterionId: `c${at}` as CriterionId, score: 1 }, 'idle');
    }
    await clock.advance(300);
    await calls[0]?.answer(saved);
    expect(calls.map(({ operations }) => operations.length)).toEqual([200, 50]);
  });
});

describe('a page that goes away', () => {
  it('sends what waits at once, without the pause', () => {
    const { autosave, calls } = setUp();
    autosave.edit(review, rationale('The last words'), 'idle');
    autosave.flushLast(review);
    expect(calls.map(({ operations }) => operations)).toEqual([[rationale('The last words')]]);
  });

  it('does not wait for the call under way, whose answer it will not hear', () => {
    const { autosave, calls } = setUp();
    autosave.edit(review, rationale('The last'), 'now');
    autosave.edit(review, rationale('The last words'), 'idle');
    autosave.flushLast(review);
    expect(calls[1]?.operations).toEqual([rationale('The last words')]);
  });

  it('and stays after all has lost nothing and says nothing untrue', async () => {
    const { autosave, calls, kinds } = setUp();
    autosave.edit(review, rationale('The last'), 'now');
    autosave.edit(review, rationale('The last words'), 'idle');
    autosave.flushLast(review);
    await calls[1]?.answer(saved);
    expect(kinds()).not.toContain('saved');
    expect(autosave.unsaved(review)).toEqual([rationale('The last words')]);
    await calls[0]?.answer(saved);
    expect(calls[2]?.operations).toEqual([rationale('The last words')]);
    await calls[2]?.answer(saved);
    expect(kinds().at(-1)).toBe('saved');
  });

  it('with nothing unsent sends nothing', () => {
    const { autosave, calls } = setUp();
    autosave.flushLast(review);
    expect(calls).toEqual([]);
  });
});

describe('what is said', () => {
  it('says "saved" only after the commit was answered', async () => {
    const { autosave, calls, kinds } = setUp();
    autosave.edit(review, score(3), 'now');
    expect(kinds()).not.toContain('saved');
    await calls[0]?.answer(saved);
    expect(kinds().at(-1)).toBe('saved');
  });

  it('does not say "saved" while a newer edit is under way', async () => {
    const { autosave, calls, kinds } = setUp();
    autosave.edit(review, score(3), 'now');
    autosave.edit(review, score(4), 'now');
    await calls[0]?.answer(saved);
    expect(kinds()).not.toContain('saved');
    await calls[1]?.answer(saved);
    expect(kinds().at(-1)).toBe('saved');
  });

  it('goes on saying "not saved" while more is typed after a failure', async () => {
    const { autosave, calls, states } = setUp();
    autosave.edit(review, score(3), 'now');
    await calls[0]?.answer(fail(problem('disk-full')));
    autosave.edit(review, rationale('more'), 'idle');
    expect(states.at(-1)).toEqual({ kind: 'failed', problem: problem('disk-full') });
  });
});

describe('failures', () => {
  it('keeps the edits, tries again by itself, and later words win', async () => {
    const { autosave, calls, clock, kinds } = setUp();
    autosave.edit(review, rationale('first'), 'now');
    autosave.edit(review, rationale('second'), 'idle');
    await calls[0]?.answer(fail(problem('disk-full')));
    expect(autosave.unsaved(review)).toEqual([rationale('second')]);
    await clock.advance(2000);
    expect(calls[1]?.operations).toEqual([rationale('second')]);
    await calls[1]?.answer(saved);
    expect(kinds().at(-1)).toBe('saved');
    expect(autosave.unsaved(review)).toEqual([]);
  });

  it('waits longer after every failure, and at most half a minute', async () => {
    const { autosave, calls, clock } = setUp();
    autosave.edit(review, score(1), 'now');
    const pauses: number[] = [];
    for (let failure = 0; failure < 6; failure += 1) {
      await calls.at(-1)?.answer(fail(problem('disk-full')));
      const before = calls.length;
      let waited = 0;
      while (calls.length === before && waited < 60_000) {
        await clock.advance(500);
        waited += 500;
      }
      pauses.push(waited);
    }
    expect(pauses).toEqual([2000, 5000, 15_000, 30_000, 30_000, 30_000]);
  });

  it('does not repeat by itself what can never succeed, but does when asked', async () => {
    const { autosave, calls, clock } = setUp();
    autosave.edit(review, score(1), 'now');
    await calls[0]?.answer(fail(problem('assignment-withdrawn')));
    await clock.advance(120_000);
    expect(calls).toHaveLength(1);
    expect(autosave.unsaved(review)).toEqual([score(1)]);
    void autosave.flush(review);
    expect(calls).toHaveLength(2);
  });

  it('tells whoever flushes what prevented it', async () => {
    const { autosave, calls } = setUp();
    autosave.edit(review, rationale('x'), 'idle');
    const flushed = autosave.flush(review);
    await calls[0]?.answer(fail(problem('disk-full')));
    expect(await flushed).toEqual(fail(problem('disk-full')));
  });

  it('says nothing and sends nothing for a review that was dropped meanwhile', async () => {
    const { autosave, calls, states, clock } = setUp();
    autosave.edit(review, score(1), 'now');
    autosave.drop(review);
    const before = states.length;
    await calls[0]?.answer(fail(problem('assignment-closed', { state: 'recused' })));
    await clock.advance(60_000);
    expect(states).toHaveLength(before);
    expect(calls).toHaveLength(1);
  });
});

describe('no edit is lost', () => {
  const edit = fc.oneof(
    fc.record({
      kind: fc.constant('score' as const),
      value: fc.constantFrom(1, 2, 3, 4, null),
      now: fc.boolean(),
    }),
    fc.record({
      kind: fc.constant('rationale' as const),
      value: fc.string({ maxLength: 5 }),
      now: fc.boolean(),
    }),
  );
  const step = fc.oneof(
    edit,
    fc.record({ kind: fc.constant('answer' as const), works: fc.boolean() }),
    fc.record({ kind: fc.constant('wait' as const), milliseconds: fc.integer({ min: 0, max: 3000 }) }),
  );

  it('whatever fails in between, commits end at what was typed last; and what is shown never goes back', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const { autosave, calls, clock, committed } = setUp();
        const empty = reviewContent([criterionId], []);
        let typed: ReviewContent = empty;
        let answered = 0;
        const answer = async (works: boolean): Promise<void> => {
          const call = calls[answered];
          if (call === undefined) return;
          answered += 1;
          await call.answer(works ? saved : fail(problem('disk-full')));
        };
        for (const one of steps) {
          if (one.kind === 'wait') await clock.advance(one.milliseconds);
          else if (one.kind === 'answer') await answer(one.works);
          else {
            const operation = one.kind === 'score' ? score(one.value) : rationale(one.value);
            typed = applyOperations(typed, [operation]);
            autosave.edit(review, operation, one.now ? 'now' : 'idle');
          }
          const shown = applyOperations(applyOperations(empty, committed), autosave.unsaved(review));
          expect(shown).toEqual(typed);
        }
        for (let turn = 0; turn < 100 && autosave.unsaved(review).length > 0; turn += 1) {
          await clock.advance(30_000);
          await answer(true);
        }
        expect(applyOperations(empty, committed)).toEqual(typed);
      }),
      { numRuns: 200 },
    );
  });
});
