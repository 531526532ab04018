import { describe, expect, it } from 'vitest';
import { indexAnnotations } from '../../../../renderer/features/review/citations/annotation-index.ts';
import { holding, type Told, told } from '../../../../renderer/features/review/citations/use-anchors.ts';
import type { EvidenceItem } from '../../../../shared/workbench-api/review-document.ts';
import { annotationAt, documentOf } from '../samples.ts';
import { files, time } from './arbitraries.ts';

const { evidence } = documentOf();
const filesOf = (items: readonly EvidenceItem[]) => new Map(items.map((item) => [item.id as string, item]));
const here = filesOf(evidence);
const index = indexAnnotations(
  [
    annotationAt(time(1), { id: 'one', artifactId: 'clip' }),
    annotationAt({ kind: 'whole' }, { id: 'two', artifactId: 'plan' }),
  ],
  files,
);
const nothing: Told = new Map();

describe('what viewers tell of places', () => {
  it('adds up over the files that are opened', () => {
    const first = told(nothing, new Map([['one', 'lost']]), index, here);
    const both = told(first, new Map([['two', 'found']]), index, here);
    expect([...holding(both, index, here)]).toEqual([
      ['one', 'lost'],
      ['two', 'found'],
    ]);
  });

  it('is the same object when a viewer says the same again, so that nothing is drawn anew', () => {
    const first = told(nothing, new Map([['one', 'lost']]), index, here);
    expect(told(first, new Map([['one', 'lost']]), index, here)).toBe(first);
  });

  it('no longer holds for a file whose bytes have changed, and holds for the others', () => {
    const both = told(
      nothing,
      new Map([
        ['one', 'lost'],
        ['two', 'moved'],
      ]),
      index,
      here,
    );
    const replaced = filesOf(
      evidence.map((item) => (item.id === 'clip' ? { ...item, sha256: 'c'.repeat(64) as never } : item)),
    );
    expect([...holding(both, index, replaced)]).toEqual([['two', 'moved']]);
  });

  it('is not kept for what is no citation', () => {
    expect(told(nothing, new Map([['nobody', 'lost']]), index, here)).toBe(nothing);
  });
});
