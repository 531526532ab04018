import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sortedAnnotations } from '../../../../renderer/features/review/annotation-marks.ts';
import {
  citedFor,
  citedIn,
  indexAnnotations,
} from '../../../../renderer/features/review/citations/annotation-index.ts';
import type { CriterionId } from '../../../../shared/domain/ids.ts';
import { annotationAt } from '../samples.ts';
import { anyAnnotations, files, time } from './arbitraries.ts';

const idsOf = (annotations: readonly { readonly id: string }[]): string[] => annotations.map(({ id }) => id);

describe('the index of citations', () => {
  it('holds in every list what going through all of them would find, in the order of the list', () => {
    fc.assert(
      fc.property(anyAnnotations, (annotations) => {
        const index = indexAnnotations(annotations, files);
        const inOrder = sortedAnnotations(annotations, files);
        expect(index.inOrder).toEqual(inOrder);
        for (const file of [...files, 'gone'])
          expect(citedIn(index, file)).toEqual(inOrder.filter(({ artifactId }) => artifactId === file));
        for (const criterion of ['c1', 'c2', 'c3'] as CriterionId[])
          expect(citedFor(index, criterion)).toEqual(
            inOrder.filter(({ criterionIds }) => criterionIds.includes(criterion)),
          );
        expect(citedFor(index, null)).toEqual(
          inOrder.filter(({ criterionIds }) => criterionIds.length === 0),
        );
        for (const annotation of annotations) expect(index.byId.get(annotation.id)).toBe(annotation);
      }),
    );
  });

  it('gives one order whatever order the citations come in', () => {
    fc.assert(
      fc.property(anyAnnotations, fc.nat(), (annotations, turn) => {
        const at = turn % (annotations.length + 1);
        const turned = [...annotations.slice(at), ...annotations.slice(0, at)];
        expect(idsOf(sortedAnnotations(turned, files))).toEqual(idsOf(sortedAnnotations(annotations, files)));
      }),
    );
  });

  it('orders places on a page from the top, and keeps the citations of one file together', () => {
    const page = (y: number) => ({
      kind: 'page' as const,
      page: 2,
      rects: [{ x: 0, y, width: 10, height: 10 }],
      quote: null,
      position: null,
      continued: [],
    });
    const low = annotationAt(page(700), { id: 'low', artifactId: 'plan' });
    const high = annotationAt(page(20), { id: 'high', artifactId: 'plan' });
    const clip = annotationAt(time(1), { id: 'clip', artifactId: 'clip' });
    const gone = annotationAt(time(0), { id: 'gone', artifactId: 'gone' });
    const index = indexAnnotations([low, gone, clip, high], files);
    expect(idsOf(index.inOrder)).toEqual(['high', 'low', 'clip', 'gone']);
  });
});
