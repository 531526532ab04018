import { Quote } from 'lucide-react';
import { criterionLetter } from '../../../shared/domain/rubric.ts';
import { useMessages } from '../../messages/use-messages.ts';
import { Button } from '../../ui/button.tsx';
import { KeyCaps } from '../../ui/key-caps.tsx';
import styles from './citation-pane.module.css';
import { CitationGrid } from './citations/citation-grid.tsx';
import { CitationTools } from './citations/citation-tools.tsx';
import { type CitationList, useCitationList } from './citations/use-citation-list.ts';
import { useCitationTurns } from './citations/use-citation-turns.ts';
import { useDesk } from './desk-context.tsx';

/** Every place cited, by file, each with its criteria and its note; what is not found in its file is on top. */
export const CitationPane = () => {
  const m = useMessages();
  const { document, criterionId, artifactId, citations, cite } = useDesk();
  const list = useCitationList();
  useCitationTurns(list);
  const at = document.microCredential.rubric.criteria.findIndex(({ id }) => id === criterionId);
  const all = citations.inOrder.length;
  return (
    <section aria-label={m.review.notes} className={styles.pane} data-region="citations">
      <div className={styles.head}>
        <h2>{m.review.notes}</h2>
        {all > 0 && (
          <span className={styles.tools}>
            <CitationTools list={list} />
          </span>
        )}
        {document.editable && (
          <span className={styles.cite}>
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
          </span>
        )}
      </div>
      {list.rows.length === 0 ? (
        <p className={styles.empty}>
          <EmptyWords all={all} list={list} />
        </p>
      ) : (
        <CitationGrid list={list} />
      )}
    </section>
  );
};

/** Why the list is empty. */
const EmptyWords = ({ all, list }: { all: number; list: CitationList }) => {
  const m = useMessages();
  const { filter, words } = list.look;
  if (all === 0) return m.review.notesEmpty;
  if (words.trim() !== '') return m.citations.noneMatches;
  if (filter === 'file') return m.citations.noneInFile;
  return filter === 'lost' ? m.citations.noneLost : m.citations.noneForCriterion(list.criterionName);
};
