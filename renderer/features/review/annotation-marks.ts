import type { Annotation } from '../../../shared/domain/annotation.ts';
import type { PagePart } from '../../../shared/domain/locator.ts';
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
      return locator.page + topOf(locator);
    case 'text':
      return locator.position.start;
    case 'region':
      return locator.region.y * 100 + locator.region.x;
  }
};

/** How far down a page a part begins, as a share of one that no page reaches: by its rectangles, else by its words. */
const topOf = ({ rects, position }: PagePart): number =>
  rects.length > 0
    ? Math.min(0.999, Math.max(0, Math.min(...rects.map(({ y }) => y))) / 1e5)
    : Math.min(0.999, (position?.start ?? 0) / 1e7);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** By file, in the order of the files, then by place, then as they were made. */
export const sortedAnnotations = (
  annotations: readonly Annotation[],
  artifactIds: readonly string[],
): Annotation[] => {
  const files = new Map(artifactIds.map((id, at) => [id, at]));
  return annotations
    .map((annotation) => ({
      annotation,
      file: files.get(annotation.artifactId) ?? files.size,
      order: orderOf(annotation),
    }))
    .sort(
      (a, b) =>
        a.file - b.file ||
        (a.file === files.size ? compare(a.annotation.artifactId, b.annotation.artifactId) : 0) ||
        a.order - b.order ||
        compare(a.annotation.createdAt, b.annotation.createdAt) ||
        compare(a.annotation.id, b.annotation.id),
    )
    .map(({ annotation }) => annotation);
};
