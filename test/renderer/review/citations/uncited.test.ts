import { describe, expect, it } from 'vitest';
import { indexAnnotations } from '../../../../renderer/features/review/citations/annotation-index.ts';
import { isUncited } from '../../../../renderer/features/review/citations/uncited.ts';
import type { Annotation } from '../../../../shared/domain/annotation.ts';
import { annotationAt, criterion, documentOf } from '../samples.ts';
import { files, time } from './arbitraries.ts';

const [first] = documentOf().content.criteria;
const scored = { criteria: [{ ...first, score: 3 } as NonNullable<typeof first>] };
const uncited = (annotations: readonly Annotation[], content = scored): boolean =>
  isUncited(criterion('c1'), content, indexAnnotations(annotations, files));

describe('a score', () => {
  it('without a place in the evidence is marked', () => {
    expect(uncited([])).toBe(true);
    expect(uncited([annotationAt(time(1), { criterionIds: ['c2'] })])).toBe(true);
    expect(uncited([annotationAt(time(1), { criterionIds: ['c2', 'c1'] })])).toBe(false);
  });

  it('that is not there needs no place', () => {
    expect(uncited([], { criteria: documentOf().content.criteria })).toBe(false);
  });
});
