import { LocateFixed, Trash2 } from 'lucide-react';
import { memo } from 'react';
import { useMessages } from '../../../messages/use-messages.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { PlaceMarks } from './citation-line.tsx';
import { NoteField } from './note-field.tsx';
import styles from './orphan-line.module.css';
import { useRowDesk } from './row-context.tsx';
import { Cell, LettersCell, type LineProps, RowFrame } from './row-frame.tsx';
import { quoteOfPlace } from './use-citation-list.ts';

const OrphanLineView = (props: LineProps) => {
  const m = useMessages();
  const { files, editable, artifactId, act } = useRowDesk();
  const { annotation, standing, active, noting, index } = props;
  const place = m.viewers.place(annotation.locator);
  const file = files.get(annotation.artifactId)?.label ?? m.citations.fileGone;
  return (
    <RowFrame {...props} className={styles.row}>
      <LettersCell active={active} annotation={annotation} />
      <Cell className={styles.words}>
        <button
          className={styles.quote}
          disabled={standing === 'file-gone'}
          onClick={() => act.show(annotation)}
          tabIndex={active ? 0 : -1}
          title={m.citations.showWhere(place)}
          type="button"
        >
          {m.citations.quoted(quoteOfPlace(annotation), place)}
        </button>
        {noting && editable ? (
          <NoteField annotation={annotation} />
        ) : (
          <span className={styles.facts}>
            <span>{m.citations.rowName([file, annotation.text])}</span>
            <PlaceMarks {...props} />
          </span>
        )}
      </Cell>
      <Cell className={styles.tools}>
        {editable && (
          <>
            <Button
              aria-label={m.citations.citeHereFor(place)}
              excludeFromTabOrder={!active}
              icon={<LocateFixed />}
              isDisabled={artifactId === null}
              onPress={() => act.citeHere(annotation)}
              size="small"
            >
              <span className={styles.buttonWords}>{m.citations.citeHereShort}</span>
            </Button>
            <IconButton
              command="citation.remove"
              excludeFromTabOrder={!active}
              icon={<Trash2 />}
              label={m.review.removeCitation(place)}
              onPress={() => act.remove(annotation, index)}
              placement="top"
              size="small"
            />
          </>
        )}
      </Cell>
    </RowFrame>
  );
};

/** A citation whose place is not found: its words, file and note, and the ways to repair it. */
export const OrphanLine = memo(OrphanLineView);
