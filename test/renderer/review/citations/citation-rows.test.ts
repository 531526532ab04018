import { describe, expect, it } from 'vitest';
import { indexAnnotations } from '../../../../renderer/features/review/citations/annotation-index.ts';
import {
  type CitationLook,
  citationRows,
  isReplaced,
  type Standing,
  standingOf,
  stepFrom,
} from '../../../../renderer/features/review/citations/citation-rows.ts';
import type { Annotation } from '../../../../shared/domain/annotation.ts';
import type { CriterionId } from '../../../../shared/domain/ids.ts';
import { annotationAt, documentOf } from '../samples.ts';
import { files, time, words } from './arbitraries.ts';

const early = annotationAt(time(5), {
  id: 'early',
  artifactId: 'clip',
  criterionIds: ['c1'],
  text: 'Waits long',
});
const late = annotationAt(time(50), { id: 'late', artifactId: 'clip', criterionIds: ['c2'] });
const plan = annotationAt({ kind: 'whole' }, { id: 'plan', artifactId: 'plan', text: 'Long plan' });
const quote = annotationAt(words('Who waits?', 3), { id: 'quote', artifactId: 'text', criterionIds: ['c1'] });

const look: CitationLook = { filter: 'all', words: '', artifactId: 'clip', criterionId: 'c1' as CriterionId };

const listed = (change: Partial<CitationLook> = {}, lost: readonly string[] = []) => {
  const standing = ({ id }: Annotation): Standing => (lost.includes(id) ? 'lost' : 'found');
  const index = indexAnnotations([late, quote, plan, early], files);
  const rows = citationRows(index, { ...look, ...change }, standing, (one) => one.text);
  return rows.map((row) => ('annotation' in row ? row.annotation.id : `${row.kind} ${row.count}`));
};

describe('the list of citations', () => {
  it('goes by file in the order of the evidence, then by place, with a line for each file', () => {
    expect(listed()).toEqual(['file 1', 'plan', 'file 2', 'early', 'late', 'file 1', 'quote']);
  });

  it('shows those of the file on stage, or of the criterion in focus', () => {
    expect(listed({ filter: 'file' })).toEqual(['file 2', 'early', 'late']);
    expect(listed({ filter: 'criterion' })).toEqual(['file 1', 'early', 'file 1', 'quote']);
    expect(listed({ filter: 'criterion', criterionId: null })).toEqual(['file 1', 'plan']);
    expect(listed({ filter: 'file', artifactId: null })).toEqual([]);
  });

  it('has orphans in a section of their own on top, and alone when asked for', () => {
    expect(listed({}, ['late'])).toEqual([
      'orphans 1',
      'late',
      'file 1',
      'plan',
      'file 1',
      'early',
      'file 1',
      'quote',
    ]);
    expect(listed({ filter: 'lost' }, ['late', 'quote'])).toEqual(['orphans 2', 'late', 'quote']);
    expect(listed({ filter: 'lost' })).toEqual([]);
  });

  it('finds words in any order and letter case', () => {
    expect(listed({ words: ' LONG  waits ' })).toEqual(['file 1', 'early']);
    expect(listed({ words: 'long' })).toEqual(['file 1', 'plan', 'file 1', 'early']);
    expect(listed({ words: 'short' })).toEqual([]);
  });

  it('steps from citation to citation over the lines of the files', () => {
    const rows = citationRows(
      indexAnnotations([late, quote, plan, early], files),
      look,
      () => 'found',
      () => '',
    );
    // file, plan, file, early, late, file, quote
    expect(stepFrom(rows, 1, 1)).toBe(3);
    expect(stepFrom(rows, 3, -1)).toBe(1);
    expect(stepFrom(rows, 1, -1)).toBe(1);
    expect(stepFrom(rows, 6, 1)).toBe(6);
    expect(stepFrom(rows, 4, 100)).toBe(6);
    expect(stepFrom(rows, -1, 1)).toBe(1);
    expect(stepFrom([], 0, 1)).toBe(-1);
  });
});

describe('what is known of a place', () => {
  const evidence = new Map(documentOf().evidence.map((item) => [item.id as string, item]));

  it('is what its viewer said, and nothing before its file was opened', () => {
    expect(standingOf(early, new Map([['early', 'moved']]), evidence)).toBe('moved');
    expect(standingOf(early, new Map(), evidence)).toBe('unknown');
  });

  it('is an orphan when the file is no longer among the evidence, whatever was said before', () => {
    const gone = annotationAt(time(1), { id: 'gone', artifactId: 'gone' });
    expect(standingOf(gone, new Map([['gone', 'found']]), evidence)).toBe('file-gone');
  });

  it('includes that the file was replaced', () => {
    expect(isReplaced(early, evidence)).toBe(true);
    expect(isReplaced({ ...early, artifactSha256: 'b'.repeat(64) }, evidence)).toBe(false);
  });
});
