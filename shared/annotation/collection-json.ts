import type { Annotation } from '../domain/annotation.ts';
import {
  type AnnotationJson,
  type AnnotationJsonOptions,
  annotationContext,
  annotationJson,
} from './annotation-json.ts';
import { urnOf } from './iri.ts';

/** All annotations of a review: a collection with its only page in it (sections 5.1 and 5.2). */
export type CollectionJson = {
  readonly '@context': typeof annotationContext;
  readonly id: string;
  readonly type: 'AnnotationCollection';
  readonly label: string;
  readonly total: number;
  readonly first?: {
    readonly id: string;
    readonly type: 'AnnotationPage';
    readonly partOf: string;
    readonly startIndex: 0;
    readonly items: readonly AnnotationJson[];
  };
  readonly last?: string;
};

type CollectionOptions = AnnotationJsonOptions & {
  /** Names the review; the same review has the same name in every export. */
  readonly reviewId: string;
  readonly label: string;
};

/** The annotations of a review as one document, in the order given. */
export const collectionJson = (
  annotations: readonly Annotation[],
  { reviewId, label, ...options }: CollectionOptions,
): CollectionJson => {
  const id = urnOf('review', reviewId);
  const page = `${id}:annotations`;
  const head = {
    '@context': annotationContext,
    id,
    type: 'AnnotationCollection',
    label,
    total: annotations.length,
  } as const;
  if (annotations.length === 0) return head;
  const items = annotations.map((annotation) => annotationJson(annotation, options));
  // A page within its collection has no context of its own; each annotation has, so that it can be taken out.
  return {
    ...head,
    first: { id: page, type: 'AnnotationPage', partOf: id, startIndex: 0, items },
    last: page,
  };
};
