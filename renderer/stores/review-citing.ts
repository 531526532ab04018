import type { Annotation } from '../../shared/domain/annotation.ts';
import type { AnnotationId, ArtifactId, CriterionId } from '../../shared/domain/ids.ts';
import type { Locator } from '../../shared/domain/locator.ts';
import type { ReviewContent } from '../../shared/domain/review.ts';
import type { ReviewOperation } from '../../shared/domain/review-operation.ts';
import type { ReviewDocument } from '../../shared/workbench-api/review-document.ts';
import { placeKey } from './review-places.ts';

export type Citation = {
  readonly artifactId: ArtifactId;
  readonly locator: Locator;
  readonly text: string;
  readonly criterionIds: readonly CriterionId[];
};

/**
 * What became of a citation. `joined`: the place was cited already, for other criteria; these are added to it.
 * `known`: it was cited already for all of them, so nothing changed.
 */
export type Cited = {
  readonly annotationId: AnnotationId;
  readonly outcome: 'new' | 'joined' | 'known';
};

type Making = { readonly newId: () => string; readonly createdAt: string };

/** A citation of the whole submission stays apart from one for criteria: adding a criterion would change what it says. */
const sameClaim = (annotation: Annotation, criterionIds: readonly CriterionId[]): boolean =>
  (annotation.criterionIds.length === 0) === (criterionIds.length === 0);

/** The edit that a citation is, tied to the bytes it was made on; null when the review takes none. */
export const citationEdit = (
  document: ReviewDocument,
  content: ReviewContent,
  { artifactId, locator, text, criterionIds }: Citation,
  { newId, createdAt }: Making,
): (Cited & { readonly operation: ReviewOperation | null }) | null => {
  const artifact = document.evidence.find((one) => one.id === artifactId);
  if (!document.editable || artifact === undefined) return null;
  const key = placeKey(locator);
  const known = content.annotations.find(
    (one) =>
      one.artifactId === artifactId &&
      one.artifactSha256 === artifact.sha256 &&
      one.locator.kind === locator.kind &&
      sameClaim(one, criterionIds) &&
      placeKey(one.locator) === key,
  );
  if (known === undefined) {
    const annotation: Annotation = {
      id: newId() as AnnotationId,
      artifactId,
      artifactSha256: artifact.sha256,
      locator,
      text,
      criterionIds: [...criterionIds],
      createdAt,
    };
    return { annotationId: annotation.id, outcome: 'new', operation: { op: 'annotation.put', annotation } };
  }
  const added = criterionIds.filter((id) => !known.criterionIds.includes(id));
  if (added.length === 0) return { annotationId: known.id, outcome: 'known', operation: null };
  const annotation = { ...known, criterionIds: [...known.criterionIds, ...added] };
  return { annotationId: known.id, outcome: 'joined', operation: { op: 'annotation.put', annotation } };
};
