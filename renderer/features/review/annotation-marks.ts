import type { Annotation } from '../../../shared/domain/annotation.ts';
import { type Criterion, criterionLetter } from '../../../shared/domain/rubric.ts';
import type { Messages } from '../../messages/en.ts';
import { toneOf } from '../../viewers/tone.ts';
import type { ViewerMark } from '../../viewers/viewer.ts';

/** The letters of the criteria an annotation speaks for, in rubric order; empty: the submission as a whole. */
export const lettersOf = (annotation: Annotation, criteria: readonly Criterion[]): string =>
  criteria
    .flatMap(({ id }, at) => (annotation.criterionIds.includes(id) ? [criterionLetter(at)] : []))
    .join('');

const toneOfAnnotation = (annotation: Annotation, criteria: readonly Criterion[]): number | null => {
  const at = criteria.findIndex(({ id }) => annotation.criterionIds.includes(id));
  return at === -1 ? null : toneOf(at);
};

/** Annotations of one file as its viewer marks them. */
export const marksOf = (
  annotations: readonly Annotation[],
  artifactId: string,
  criteria: readonly Criterion[],
  { review, viewers }: Messages,
): ViewerMark[] =>
  annotations
    .filter((annotation) => annotation.artifactId === artifactId)
    .map((annotation) => {
      const letters = lettersOf(annotation, criteria);
      return {
        id: annotation.id,
        locator: annotation.locator,
        letters,
        tone: toneOfAnnotation(annotation, criteria),
        title: review.markTitle(letters, viewers.place(annotation.locator), annotation.text),
      };
    });

/** A place's order within a file: time, page, position in the text; the whole file first. */
const orderOf = ({ locator }: Annotation): number => {
  switch (locator.kind) {
    case 'whole':
      return -1;
    case 'time':
      return locator.start;
    case 'page':
      return locator.page + (locator.position?.start ?? 0) / 1e7;
    case 'text':
      return locator.position.start;
    case 'region':
      return locator.region.y * 100 + locator.region.x;
  }
};

/** By file, in the order of the files, then by place. */
export const sortedAnnotations = (
  annotations: readonly Annotation[],
  artifactIds: readonly string[],
): Annotation[] => {
  const file = ({ artifactId }: Annotation): number => {
    const at = artifactIds.indexOf(artifactId);
    return at === -1 ? artifactIds.length : at;
  };
  return [...annotations].sort(
    (a, b) => file(a) - file(b) || orderOf(a) - orderOf(b) || a.createdAt.localeCompare(b.createdAt),
  );
};
