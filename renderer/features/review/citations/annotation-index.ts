import type { Annotation } from '../../../../shared/domain/annotation.ts';
import type { CriterionId } from '../../../../shared/domain/ids.ts';
import { sortedAnnotations } from '../annotation-marks.ts';

/** The citations of a review, found without going through them all. Made once for each change of them. */
export type AnnotationIndex = {
  /** By file in the order of the evidence, then by place. */
  readonly inOrder: readonly Annotation[];
  readonly byId: ReadonlyMap<string, Annotation>;
  readonly byArtifact: ReadonlyMap<string, readonly Annotation[]>;
  readonly byCriterion: ReadonlyMap<string, readonly Annotation[]>;
  /** Those tied to no criterion: they speak for the submission as a whole. */
  readonly forWhole: readonly Annotation[];
};

const addTo = (lists: Map<string, Annotation[]>, key: string, annotation: Annotation): void => {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [annotation]);
  else list.push(annotation);
};

/** `artifactIds`: the files in the order of the evidence; citations of other files come last. Every list is in order. */
export const indexAnnotations = (
  annotations: readonly Annotation[],
  artifactIds: readonly string[],
): AnnotationIndex => {
  const inOrder = sortedAnnotations(annotations, artifactIds);
  const byId = new Map<string, Annotation>();
  const byArtifact = new Map<string, Annotation[]>();
  const byCriterion = new Map<string, Annotation[]>();
  const forWhole: Annotation[] = [];
  for (const annotation of inOrder) {
    byId.set(annotation.id, annotation);
    addTo(byArtifact, annotation.artifactId, annotation);
    for (const criterionId of new Set(annotation.criterionIds)) addTo(byCriterion, criterionId, annotation);
    if (annotation.criterionIds.length === 0) forWhole.push(annotation);
  }
  return { inOrder, byId, byArtifact, byCriterion, forWhole };
};

const none: readonly Annotation[] = [];

/** The citations of one file, in order of place. */
export const citedIn = ({ byArtifact }: AnnotationIndex, artifactId: string): readonly Annotation[] =>
  byArtifact.get(artifactId) ?? none;

/** The citations for a criterion; null: for the submission as a whole. */
export const citedFor = (
  { byCriterion, forWhole }: AnnotationIndex,
  criterionId: CriterionId | null,
): readonly Annotation[] => (criterionId === null ? forWhole : (byCriterion.get(criterionId) ?? none));
