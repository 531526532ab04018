import type { Annotation } from '../../../shared/domain/annotation.ts';
import type { Locator } from '../../../shared/domain/locator.ts';
import type { ReviewDocument } from '../../../shared/workbench-api/review-document.ts';

/** The annotations of a review as one meets them: file by file, in each from its beginning; then as they were made. */
export const inReadingOrder = ({
  evidence,
  content,
}: Pick<ReviewDocument, 'evidence' | 'content'>): Annotation[] => {
  const fileAt = new Map<string, number>(evidence.map(({ id }, at) => [id, at]));
  const keyOf = (annotation: Annotation): readonly number[] => [
    fileAt.get(annotation.artifactId) ?? evidence.length,
    ...placeOf(annotation.locator),
    Date.parse(annotation.createdAt),
  ];
  const keyed = content.annotations.map((annotation) => ({ annotation, key: keyOf(annotation) }));
  return keyed.sort((a, b) => compareKeys(a.key, b.key)).map(({ annotation }) => annotation);
};

/** Two numbers by which places of one file are in order. */
const placeOf = (locator: Locator): readonly [number, number] => {
  switch (locator.kind) {
    case 'whole':
      return [-1, 0];
    case 'time':
      return [locator.start, locator.end ?? locator.start];
    case 'text':
      return [locator.position.start, locator.position.end];
    case 'page':
      return [locator.page, locator.rects[0]?.y ?? locator.position?.start ?? 0];
    case 'region':
      return [locator.region.y, locator.region.x];
  }
};

const compareKeys = (a: readonly number[], b: readonly number[]): number => {
  const at = a.findIndex((value, index) => value !== b[index]);
  return at === -1 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
};
