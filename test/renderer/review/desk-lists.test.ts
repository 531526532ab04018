import { describe, expect, it } from 'vitest';
import { lettersOf, marksOf, sortedAnnotations } from '../../../renderer/features/review/annotation-marks.ts';
import { captionsOf, evidenceBySlot } from '../../../renderer/features/review/evidence-order.ts';
import { nextAssignment } from '../../../renderer/features/review/next-assignment.ts';
import { fieldOfGap } from '../../../renderer/features/review/use-jump.ts';
import { en } from '../../../renderer/messages/en.ts';
import type { CriterionId } from '../../../shared/domain/ids.ts';
import type { Locator } from '../../../shared/domain/locator.ts';
import { reviewGaps } from '../../../shared/domain/review.ts';
import { type QueueItem, queueItemSchema } from '../../../shared/workbench-api/queue.ts';
import { annotationAt, criterion, documentOf } from './samples.ts';

const time = (start: number): Locator => ({ kind: 'time', start, end: null, region: null, quote: null });

describe('evidence by slot', () => {
  it('follows the slots, and leaves captions with their video', () => {
    const ids = evidenceBySlot(documentOf()).map(({ slot, items }) => [slot?.id, items.map(({ id }) => id)]);
    expect(ids).toEqual([
      ['plan', ['plan']],
      ['clip', ['clip']],
    ]);
  });

  it('shows captions whose video is not there, and files of no known slot, last', () => {
    const { evidence } = documentOf();
    const orphan = evidence
      .filter(({ id }) => id === 'captions')
      .map((item) => ({ ...item, slotId: 'elsewhere' }));
    const groups = evidenceBySlot(documentOf({ evidence: orphan }));
    expect(groups.at(-1)).toMatchObject({ slot: null, items: [{ id: 'captions' }] });
  });

  it('says which required slot is empty', () => {
    const groups = evidenceBySlot(documentOf({ missingSlots: [{ id: 'clip', title: 'Clip' }] }));
    expect(groups.map(({ missing }) => missing)).toEqual([false, true]);
  });

  it('offers captions only once they are on this computer', () => {
    const { evidence } = documentOf();
    expect(captionsOf(evidence, 'clip')?.id).toBe('captions');
    const waiting = evidence.map((item) => ({ ...item, availability: 'waiting' as const }));
    expect(captionsOf(waiting, 'clip')).toBeNull();
  });
});

describe('citations', () => {
  const criteria = [criterion('c1'), criterion('c2')];

  it('carry the letters of their criteria in rubric order', () => {
    expect(lettersOf(annotationAt(time(1), { criterionIds: ['c2', 'c1'] }), criteria)).toBe('AB');
    expect(lettersOf(annotationAt(time(1)), criteria)).toBe('');
  });

  it('are marked on their own file only', () => {
    const here = annotationAt(time(41), { id: 'n1', criterionIds: ['c2'], text: 'waits' });
    const elsewhere = annotationAt(time(1), { id: 'n2', artifactId: 'a2' });
    expect(marksOf([here, elsewhere], 'a1', criteria, en)).toEqual([
      { id: 'n1', locator: time(41), letters: 'B', tone: 2, title: 'B · 0:41 · waits' },
    ]);
  });

  it('are listed by file, then by place', () => {
    const notes = [
      annotationAt(time(50), { id: 'late' }),
      annotationAt(
        { kind: 'page', page: 2, rects: [], quote: null, position: null, continued: [] },
        { id: 'page', artifactId: 'a2' },
      ),
      annotationAt(time(5), { id: 'early' }),
      annotationAt({ kind: 'whole' }, { id: 'whole', artifactId: 'a2' }),
    ];
    expect(sortedAnnotations(notes, ['a2', 'a1']).map(({ id }) => id)).toEqual([
      'whole',
      'page',
      'early',
      'late',
    ]);
  });
});

describe('what is missing', () => {
  it('is said with the criterion and leads to the field that fills it', () => {
    const document = documentOf();
    const [first] = document.content.criteria;
    const content = {
      ...document.content,
      criteria: document.content.criteria.map((one) => (one === first ? { ...one, score: 3 } : one)),
    };
    const gaps = reviewGaps(document.microCredential, content);
    expect(gaps.map((gap) => [gap.criterionId, fieldOfGap(gap)])).toEqual([
      ['c1' as CriterionId, 'rationale'],
      ['c2' as CriterionId, 'tab'],
      [null, 'strength'],
    ]);
    expect(en.review.missing('rationale-missing', 'A Questions')).toBe('A Questions: no rationale');
  });
});

describe('the next assignment', () => {
  const item = (assignmentId: string, change: Partial<QueueItem> = {}): QueueItem => ({
    ...queueItemSchema.parse({
      assignmentId,
      submissionId: 's',
      submissionCode: assignmentId,
      microCredential: { code: 'WGQ', title: 'W' },
      kind: 'live',
      attempt: 1,
      context: '',
      earnerCode: 'E',
      state: 'new',
      dueAt: '2026-01-25T12:00:00.000Z',
      scored: { done: 0, of: 5 },
      evidence: { files: 2, filesHere: 2, bytes: 2, bytesHere: 2, failed: 0, away: 0 },
      keptOffline: false,
      incompleteEvidence: false,
      blocked: 0,
      unsent: 0,
    }),
    ...change,
  });

  it('is the earliest due that can still be worked on', () => {
    const items = [
      item('current', { dueAt: '2026-01-01T00:00:00.000Z' }),
      item('done', { state: 'submitted', dueAt: '2026-01-02T00:00:00.000Z' }),
      item('later', { dueAt: '2026-01-09T00:00:00.000Z' }),
      item('sooner', { state: 'draft', dueAt: '2026-01-08T00:00:00.000Z' }),
    ];
    expect(nextAssignment(items, 'current')?.assignmentId).toBe('sooner');
  });

  it('is one whose evidence is here before one whose evidence is not', () => {
    const away = { files: 2, filesHere: 1, bytes: 2, bytesHere: 1, failed: 0, away: 0 };
    const items = [item('away', { dueAt: '2026-01-02T00:00:00.000Z', evidence: away }), item('here')];
    expect(nextAssignment(items, 'current')?.assignmentId).toBe('here');
  });

  it('is none when nothing is left', () => {
    expect(nextAssignment([item('current'), item('gone', { state: 'withdrawn' })], 'current')).toBeNull();
  });
});
