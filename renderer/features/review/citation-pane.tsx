import { Quote } from 'lucide-react';
import { criterionLetter } from '../../../shared/domain/rubric.ts';
import { useMessages } from '../../messages/use-messages.ts';
import { Button } from '../../ui/button.tsx';
import { KeyCaps } from '../../ui/key-caps.tsx';
import { sortedAnnotations } from './annotation-marks.ts';
import styles from './citation-pane.module.css';
import { CitationRow } from './citation-row.tsx';
import { useDesk } from './desk-context.tsx';
import { evidenceBySlot } from './evidence-order.ts';

/** Every place cited, this file's first, each with its note. */
export const CitationPane = () => {
  const m = useMessages();
  const { document, content, criterionId, artifactId, cite } = useDesk();
  const { criteria } = document.microCredential.rubric;
  const at = criteria.findIndex(({ id }) => id === criterionId);
  const files = evidenceBySlot(document).flatMap(({ items }) => items.map(({ id }) => id));
  const order = [...files.filter((id) => id === artifactId), ...files.filter((id) => id !== artifactId)];
  const annotations = sortedAnnotations(content.annotations, order);
  return (
    <section aria-label={m.review.notes} className={styles.pane} data-region="citations">
      <div className={styles.head}>
        <h2>{m.review.notes}</h2>
        <span className={styles.count}>{annotations.length > 0 && annotations.length}</span>
        {document.editable && (
          <Button
            command="review.cite"
            icon={<Quote />}
            isDisabled={artifactId === null}
            onPress={() => cite(true)}
            size="small"
          >
            {at === -1 ? m.review.citeWhole : m.review.citeFor(criterionLetter(at))}
            <KeyCaps command="review.cite" />
          </Button>
        )}
      </div>
      {annotations.length === 0 ? (
        <p className={styles.empty}>{m.review.notesEmpty}</p>
      ) : (
        <ul className={styles.list}>
          {annotations.map((annotation) => (
            <CitationRow annotation={annotation} key={annotation.id} />
          ))}
        </ul>
      )}
    </section>
  );
};
