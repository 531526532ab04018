import { X } from 'lucide-react';
import type { CriterionId } from '../../../shared/domain/ids.ts';
import { useMessages } from '../../messages/use-messages.ts';
import { sortedAnnotations } from './annotation-marks.ts';
import styles from './citation-chips.module.css';
import { useDesk } from './desk-context.tsx';
import { evidenceBySlot } from './evidence-order.ts';

/** The places cited for a criterion, each a way back to it. */
export const CitationChips = ({ criterionId }: { criterionId: CriterionId }) => {
  const m = useMessages();
  const { document, content, showAnnotation, decide } = useDesk();
  const files = evidenceBySlot(document).flatMap(({ items }) => items);
  const cited = content.annotations.filter(({ criterionIds }) => criterionIds.includes(criterionId));
  if (cited.length === 0) return null;
  const order = files.map(({ id }) => id);
  return (
    <ul aria-label={m.review.notes} className={styles.chips}>
      {sortedAnnotations(cited, order).map((annotation) => {
        const place = m.viewers.place(annotation.locator);
        const file = files.find(({ id }) => id === annotation.artifactId)?.label ?? '';
        return (
          <li className={styles.chip} key={annotation.id}>
            <button
              aria-label={m.review.showCitation(place, file)}
              className={styles.go}
              onClick={() => showAnnotation(annotation)}
              title={[file, annotation.text].filter(Boolean).join(' · ')}
              type="button"
            >
              {place}
            </button>
            {document.editable && (
              <button
                aria-label={m.review.removeCitation(place)}
                className={styles.remove}
                onClick={() => decide({ op: 'annotation.remove', annotationId: annotation.id })}
                type="button"
              >
                <X aria-hidden />
              </button>
            )}
          </li>
        );
      })}
    </ul>
  );
};
