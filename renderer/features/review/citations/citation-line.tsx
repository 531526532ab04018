import { FileDiff, MapPinned, MessageSquarePlus, Trash2 } from 'lucide-react';
import { memo } from 'react';
import { useMessages } from '../../../messages/use-messages.ts';
import { IconButton } from '../../../ui/button.tsx';
import styles from './citation-line.module.css';
import { isReplaced } from './citation-rows.ts';
import { NoteField } from './note-field.tsx';
import { useRowDesk } from './row-context.tsx';
import { Cell, LettersCell, type LineProps, type Row, RowFrame } from './row-frame.tsx';
import { RowMenu } from './row-menu.tsx';
import { quoteOfPlace } from './use-citation-list.ts';

const CitedLineView = (props: LineProps) => {
  const m = useMessages();
  const { files, editable, act } = useRowDesk();
  const { annotation, active, noting } = props;
  const place = m.viewers.place(annotation.locator);
  const file = files.get(annotation.artifactId)?.label ?? '';
  return (
    <RowFrame {...props} className={styles.row}>
      <LettersCell active={active} annotation={annotation} />
      <Cell className={styles.placeCell}>
        <button
          aria-label={m.review.showCitation(place, file)}
          className={styles.place}
          onClick={() => act.show(annotation)}
          tabIndex={active ? 0 : -1}
          title={quoteOfPlace(annotation) || undefined}
          type="button"
        >
          {m.citations.onRow(annotation.locator, place)}
        </button>
      </Cell>
      {noting && editable ? (
        <Cell className={styles.noteCell}>
          <NoteField annotation={annotation} />
        </Cell>
      ) : (
        <>
          <Cell className={styles.text}>
            <span title={annotation.text || undefined}>{annotation.text}</span>
            <PlaceMarks {...props} />
          </Cell>
          <Cell className={styles.tools}>{editable && <Tools {...props} />}</Cell>
        </>
      )}
    </RowFrame>
  );
};

/** One cited place: its criteria, the place (which goes there), the note, and what can be done with it. */
export const CitedLine = memo(CitedLineView);

/** That the place was found elsewhere, or that its file was replaced: a picture with the words behind it. */
export const PlaceMarks = ({ annotation, standing }: Row) => {
  const m = useMessages();
  const { files } = useRowDesk();
  return (
    <>
      {standing === 'moved' && (
        <span className={styles.mark} title={m.citations.standing.moved}>
          <MapPinned aria-hidden />
        </span>
      )}
      {isReplaced(annotation, files) && (
        <span className={styles.mark} title={m.citations.replaced}>
          <FileDiff aria-hidden />
        </span>
      )}
    </>
  );
};

/** The controls at the end of a row; those of other rows than the active one are left out of the Tab order. */
const Tools = ({ annotation, active, index }: LineProps) => {
  const m = useMessages();
  const { act } = useRowDesk();
  return (
    <>
      <IconButton
        command="citation.note"
        excludeFromTabOrder={!active}
        icon={<MessageSquarePlus />}
        label={annotation.text === '' ? m.review.addNote : m.review.editNote}
        onPress={() => act.writeNote(annotation)}
        placement="top"
        size="small"
      />
      <IconButton
        command="citation.remove"
        excludeFromTabOrder={!active}
        icon={<Trash2 />}
        label={m.review.removeCitation(m.viewers.place(annotation.locator))}
        onPress={() => act.remove(annotation, index)}
        placement="top"
        size="small"
      />
      <RowMenu active={active} annotation={annotation} />
    </>
  );
};
