import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findChainBreak } from '../../../../main/database/tables/events.ts';
import { applyEdits } from '../../../../main/services/review/apply-edits.ts';
import { restoreEarlier } from '../../../../main/services/review/restore-earlier.ts';
import { readReviewDocument } from '../../../../main/services/review/review-document.ts';
import { reviewHistory } from '../../../../main/services/review/review-history.ts';
import {
  anAnnotation,
  assignmentId,
  openReviewWorkspace,
  operation,
  type ReviewWorkspace,
} from '../../../helpers/review-workspace.ts';

const edit = async ({ deps }: ReviewWorkspace, ...operations: readonly unknown[]) => {
  const saved = await applyEdits(deps, {
    assignmentId: assignmentId(),
    operations: operations.map(operation),
    activeSeconds: 0,
  });
  if (!saved.ok) throw new Error(saved.problem.code);
};

const historyOf = ({ workspace, clock }: ReviewWorkspace, key: string | null = null, upTo?: number) => {
  const found = reviewHistory(workspace, { assignmentId: assignmentId(), key, upTo }, clock.now());
  if (!found.ok) throw new Error(found.problem.code);
  return found.value;
};

const contentOf = ({ workspace, clock }: ReviewWorkspace) => {
  const read = readReviewDocument(workspace, assignmentId(), clock.now());
  if (!read.ok) throw new Error(read.problem.code);
  return read.value.content;
};

const restore = async ({ deps }: ReviewWorkspace, seq: number, what: 'place' | 'draft') => {
  const restored = await restoreEarlier(deps, { assignmentId: assignmentId(), seq, what });
  if (!restored.ok) throw new Error(restored.problem.code);
  return restored.value.content;
};

const score = (criterionId: string, value: number | null) => ({ op: 'score.set', criterionId, score: value });
const rationale = (text: string) => ({ op: 'rationale.set', criterionId: 'opening', text });
const strength = (text: string) => ({ op: 'feedback.set', criterionId: null, field: 'strength', text });

describe('the history of a review', () => {
  test('has every score, and of a text the last of each stretch of typing, newest first', async () => {
    const made = await openReviewWorkspace();
    await edit(made, score('opening', 2));
    await edit(made, score('opening', 3));
    for (const text of ['E', 'Ev', 'Every question is open.']) {
      await edit(made, rationale(text));
      made.clock.advance(2000);
    }
    made.clock.advance(120_000);
    await edit(made, rationale('Most questions are open.'));
    await edit(made, rationale(''));
    const { versions, next } = historyOf(made);
    expect(next).toBeNull();
    expect(versions.map(({ field, value, stands }) => [field, value, stands])).toEqual([
      ['rationale', null, true],
      ['rationale', 'Every question is open.', false],
      ['score', 3, true],
      ['score', 2, false],
    ]);
    expect(versions.map(({ criterionId }) => criterionId)).toEqual([
      'opening',
      'opening',
      'opening',
      'opening',
    ]);
    expect(historyOf(made, 'score:opening').versions).toHaveLength(2);
    expect(historyOf(made, 'score:probing').versions).toEqual([]);
  });

  test('goes by pages that together hold each version once', async () => {
    const made = await openReviewWorkspace();
    for (let n = 0; n < 260; n++) await edit(made, score('opening', (n % 4) + 1));
    const seen: number[] = [];
    for (let upTo: number | null | undefined; upTo !== null; ) {
      const page = historyOf(made, null, upTo);
      seen.push(...page.versions.map(({ seq }) => seq));
      upTo = page.next;
    }
    expect(seen).toEqual([...seen].sort((a, b) => b - a));
    expect(new Set(seen).size).toBe(260);
  });

  test('is dark once the submission is erased', async () => {
    const made = await openReviewWorkspace();
    await edit(made, rationale('Words that must go.'));
    await made.workspace.keyring.destroyKey('submission-1');
    const found = reviewHistory(
      made.workspace,
      { assignmentId: assignmentId(), key: null },
      made.clock.now(),
    );
    expect(found).toMatchObject({ ok: false, problem: { code: 'submission-key-missing' } });
  });
});

describe('restoring', () => {
  test('one place writes what it said again, as a new edit, and leaves the rest and the log', async () => {
    const made = await openReviewWorkspace();
    await edit(made, rationale('The first words.'));
    made.clock.advance(120_000);
    await edit(made, rationale('Other words.'), score('opening', 2));
    const first = historyOf(made, 'rationale:opening').versions.at(-1)?.seq ?? 0;
    const before = historyOf(made).versions.length;
    made.clock.advance(120_000);
    expect((await restore(made, first, 'place')).criteria[0]).toMatchObject({
      rationale: 'The first words.',
      score: 2,
    });
    expect(historyOf(made).versions).toHaveLength(before + 1);
    expect(historyOf(made).versions[0]).toMatchObject({ value: 'The first words.', stands: true });
    expect(findChainBreak(made.workspace.db)).toBeNull();
    // What stands already is not written again.
    await restore(made, first, 'place');
    expect(historyOf(made).versions).toHaveLength(before + 1);
  });

  test('refuses what is no edit of this review', async () => {
    const made = await openReviewWorkspace();
    await edit(made, score('opening', 2));
    for (const seq of [1, 99]) {
      const refused = await restoreEarlier(made.deps, { assignmentId: assignmentId(), seq, what: 'place' });
      expect(refused).toMatchObject({ ok: false, problem: { code: 'not-found' } });
    }
  });

  test('a whole draft is what it was, whatever was done since', async () => {
    const value = fc.oneof(
      fc.record({
        op: fc.constant('score.set'),
        criterionId: fc.constantFrom('opening', 'probing'),
        score: fc.constantFrom(1, 2, 3, null),
      }),
      fc.constantFrom('', 'one', 'two').map(rationale),
      fc.constantFrom('', 'good', 'better').map(strength),
      fc
        .constantFrom('Look.', 'See there.')
        .map((text) => ({ op: 'annotation.put', annotation: anAnnotation(text) })),
      fc.constant({ op: 'annotation.remove', annotationId: anAnnotation('x').id }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(value, { minLength: 1, maxLength: 8 }),
        fc.array(value, { minLength: 1, maxLength: 8 }),
        async (first, then) => {
          const made = await openReviewWorkspace();
          for (const one of first) await edit(made, one);
          const wanted = contentOf(made);
          const [newest] = historyOf(made).versions;
          made.clock.advance(120_000);
          for (const one of then) await edit(made, one);
          expect(await restore(made, newest?.seq ?? 0, 'draft')).toEqual(wanted);
          expect(findChainBreak(made.workspace.db)).toBeNull();
          await made.workspace.close();
        },
      ),
      { numRuns: 25 },
    );
  }, 30_000);
});
