import { useRef } from 'react';
import type { Annotation } from '../../../../shared/domain/annotation.ts';
import type { AnnotationIndex } from './annotation-index.ts';

const onlyNoteDiffers = (a: Annotation, b: Annotation): boolean =>
  a.id === b.id &&
  a.artifactId === b.artifactId &&
  a.locator === b.locator &&
  a.criterionIds === b.criterionIds;

/** Whether two indexes differ in nothing but the note of this citation. */
export const sameButNote = (a: AnnotationIndex, b: AnnotationIndex, notedId: string | null): boolean =>
  a.inOrder.length === b.inOrder.length &&
  a.inOrder.every((one, at) => {
    const other = b.inOrder[at];
    return one === other || (other !== undefined && one.id === notedId && onlyNoteDiffers(one, other));
  });

/**
 * The citations as viewers mark them. While a note is typed they stay the same object: a viewer need not mark two
 * thousand places anew for every letter. The note is in its mark once its field is left.
 */
export const useSettled = (citations: AnnotationIndex, notedId: string | null): AnnotationIndex => {
  const last = useRef(citations);
  if (!sameButNote(last.current, citations, notedId)) last.current = citations;
  return last.current;
};
