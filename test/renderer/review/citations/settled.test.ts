import { describe, expect, it } from 'vitest';
import { indexAnnotations } from '../../../../renderer/features/review/citations/annotation-index.ts';
import { sameButNote } from '../../../../renderer/features/review/citations/settled.ts';
import type { Annotation } from '../../../../shared/domain/annotation.ts';
import { annotationAt } from '../samples.ts';
import { files, time } from './arbitraries.ts';

const one = annotationAt(time(1), { id: 'one', artifactId: 'clip' });
const two = annotationAt(time(2), { id: 'two', artifactId: 'clip' });
const index = (...annotations: readonly Annotation[]) => indexAnnotations(annotations, files);
const before = index(one, two);

describe('what viewers mark', () => {
  it('stays while nothing but the note being written changes', () => {
    expect(sameButNote(before, index(one, two), null)).toBe(true);
    expect(sameButNote(before, index(one, { ...two, text: 'w' }), 'two')).toBe(true);
  });

  it('changes with the note once it is written, and with any other citation', () => {
    expect(sameButNote(before, index(one, { ...two, text: 'w' }), null)).toBe(false);
    expect(sameButNote(before, index({ ...one, text: 'w' }, two), 'two')).toBe(false);
    expect(sameButNote(before, index(one), 'two')).toBe(false);
    expect(sameButNote(before, index(one, { ...two, locator: time(3) }), 'two')).toBe(false);
    expect(sameButNote(before, index(one, { ...two, criterionIds: [] }), 'two')).toBe(false);
  });
});
