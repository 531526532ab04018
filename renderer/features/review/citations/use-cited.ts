import { useMemo, useState } from 'react';
import type { Annotation } from '../../../../shared/domain/annotation.ts';
import type { AnnotationId } from '../../../../shared/domain/ids.ts';
import type { ReviewDocument } from '../../../../shared/workbench-api/review-document.ts';
import type { Desk } from '../desk-context.tsx';
import { evidenceBySlot } from '../evidence-order.ts';
import { indexAnnotations } from './annotation-index.ts';
import { useSettled } from './settled.ts';
import { useAnchors } from './use-anchors.ts';

/**
 * The evidence by id, the citations in it, and what is known and looked at of them: made once for each change of
 * theirs, not for each key.
 */
export const useCited = (
  document: ReviewDocument,
  annotations: readonly Annotation[],
  notedId: AnnotationId | null,
) => {
  const [current, setCurrent] = useState<Desk['current']>(null);
  const { evidence, microCredential, missingSlots } = document;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the order depends on these parts of the document alone.
  const order = useMemo(
    () => evidenceBySlot(document).flatMap(({ items }) => items.map(({ id }) => id)),
    [evidence, microCredential, missingSlots],
  );
  const files = useMemo(() => new Map(evidence.map((item) => [item.id as string, item])), [evidence]);
  const citations = useMemo(() => indexAnnotations(annotations, order), [annotations, order]);
  const { anchors, tellAnchors, forgetAnchor } = useAnchors(citations, files);
  return {
    shown: { files, citations, anchors, tellAnchors, current },
    /** As viewers mark them. */
    settled: useSettled(citations, notedId),
    forgetAnchor,
    choose: (id: AnnotationId): void => setCurrent({ id }),
  };
};
