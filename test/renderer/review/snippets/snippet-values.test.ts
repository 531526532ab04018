import { describe, expect, test } from 'vitest';
import { snippetValues } from '../../../../renderer/features/review/snippets/snippet-values.ts';
import { en } from '../../../../renderer/messages/en.ts';
import type { Annotation } from '../../../../shared/domain/annotation.ts';
import type { CriterionId } from '../../../../shared/domain/ids.ts';
import { type Locator, locatorSchema } from '../../../../shared/domain/locator.ts';
import { annotationAt, documentOf } from '../samples.ts';

const c1 = 'c1' as CriterionId;
const document = documentOf();

const at = (start: number, words: string | null = null): Locator =>
  locatorSchema.parse({
    kind: 'time',
    start,
    end: null,
    region: null,
    quote: words === null ? null : { exact: words, prefix: '', suffix: '' },
  });
const cite = (id: string, locator: Locator, minute: number): Annotation => ({
  ...annotationAt(locator, { id, artifactId: 'clip', criterionIds: ['c1'] }),
  createdAt: `2026-01-20T12:${String(minute).padStart(2, '0')}:00.000Z`,
});

const values = (score: number | null, annotations: Annotation[] = [], own?: Annotation) =>
  snippetValues(
    document,
    {
      ...document.content,
      criteria: document.content.criteria.map((one) => (one.criterionId === c1 ? { ...one, score } : one)),
      annotations,
    },
    c1,
    en,
    own,
  );

describe('what the placeholders stand for', () => {
  test('criterion, level given and level above', () => {
    expect(values(2)).toEqual({
      submission: 'WGQ-101',
      criterion: 'Criterion c1',
      score: '2',
      level: 'Level 2',
      'level descriptor': 'What 2 looks like.',
      'next level': 'Level 3',
      'next descriptor': 'What 3 looks like.',
    });
  });

  test('a half point lies between two levels; the highest has none above; no score, no level', () => {
    expect(values(2.5)).toMatchObject({
      score: '2.5',
      level: 'between Level 2 and Level 3',
      'level descriptor': '',
      'next level': 'Level 3',
    });
    expect(values(4)).toMatchObject({ level: 'Level 4', 'next level': '', 'next descriptor': '' });
    expect(values(null)).toEqual({ submission: 'WGQ-101', criterion: 'Criterion c1' });
  });

  test('words and place of the newest citation, and the places of all, each once', () => {
    const some = [cite('a', at(41, 'newest'), 9), cite('b', at(12, 'older'), 3), cite('c', at(12), 2)];
    expect(values(null, some)).toMatchObject({ quote: 'newest', place: '0:41', places: '0:12 and 0:41' });
  });

  test('a citation of a whole file gives way to one that points into it', () => {
    const some = [cite('a', at(41, 'words'), 3), cite('b', { kind: 'whole' }, 9)];
    expect(values(null, some)).toMatchObject({ quote: 'words', place: '0:41' });
    expect(values(null, some.slice(1))).toMatchObject({ quote: '', place: 'the whole file' });
  });

  test('in the note of a citation, its own words and place', () => {
    const own = cite('b', at(12, 'older'), 3);
    expect(values(null, [cite('a', at(41, 'newest'), 9), own], own)).toMatchObject({
      quote: 'older',
      place: '0:12',
    });
  });

  test('on the submission as a whole there is no criterion, only what was cited for the whole', () => {
    expect(snippetValues(document, document.content, null, en)).toEqual({ submission: 'WGQ-101' });
  });
});
