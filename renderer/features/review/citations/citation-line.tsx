import { FileDiff, MapPinned, MessageSquarePlus, Trash2 } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import type { Annotation } from '../../../../shared/domain/annotation.ts';
import { useMessages } from '../../../messages/use-messages.ts';
import { IconButton } from '../../../ui/button.tsx';
import { lettersOf } from '../annotation-marks.ts';
import styles from './citation-line.module.css';
import { isReplaced, type Standing } from './citation-rows.ts';
import { CriteriaToggles } from './criteria-toggles.tsx';
import { type Line, lineStyle } from './line.ts';
import { NoteField } from './note-field.tsx';
import { useRowDesk } from './row-context.tsx';
import { RowMenu } from './row-menu.tsx';
import { quoteOfPlace } from './use-citation-list.ts';

/** All of them plain values or objects that stay: a row is drawn anew only when it changes. */
export type LineProps = Line & {
  readonly annotation: Annotation;
  readonly standing: Standing;
  /** The row that Tab stops at; its controls are the next stops. */
  readonly active: boolean;
  /** It was cited or shown last. */
  readonly current: boolean;
  /** Its note is being written. */
  readonly noting: boolean;
};

type Row = Pick<LineProps, 'annotation' | 'standing'>;

/** What a row says as a whole: criteria, place, note, file, and what is to be known of the place. */
const useRowName = ({ annotation, standing }: Row): string => {
  const m = useMessages();
  const { criteria, files } = useRowDesk();
  return m.citations.rowName([
    lettersOf(annotation, criteria) || m.citations.wholeSubmission,
    m.citations.place(annotation.locator, m.viewers.place(annotation.locator)),
    annotation.text,
    files.get(annotation.artifactId)?.label ?? '',
    m.citations.standing[standing],
    isReplaced(annotation, files) ? m.citations.replaced : '',
  ]);
};

type RowFrameProps = LineProps & { readonly className: string | undefined; readonly children: ReactNode };

/** A row that takes the focus. */
export const RowFrame = ({ className, children, active, current, index, ...row }: RowFrameProps) => {
  const name = useRowName(row);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table cannot be virtual
    <div
      aria-current={current ? 'true' : undefined}
      aria-label={name}
      aria-rowindex={index + 1}
      className={className}
      data-citation={row.annotation.id}
      data-entry={active || undefined}
      role="row"
      style={lineStyle(row)}
      tabIndex={active ? 0 : -1}
    >
      {children}
    </div>
  );
};

/** A cell of a row. */
export const Cell = ({ className, children }: { className: string | undefined; children?: ReactNode }) => (
  // biome-ignore lint/a11y/useSemanticElements: a table cannot be virtual
  // biome-ignore lint/a11y/useFocusableInteractive: the row has the focus, and the controls in the cell
  <div className={className} role="gridcell">
    {children}
  </div>
);

const CitedLineView = (props: LineProps) => {
  const m = useMessages();
  const { files, editable, act } = useRowDesk();
  const { annotation, active, noting } = props;
  const place = m.viewers.place(annotation.locator);
  const file = files.get(annotation.artifactId)?.label ?? '';
  return (
    <RowFrame {...props} className={styles.row}>
      <Cell className={styles.letters}>
        <CriteriaToggles active={active} annotation={annotation} />
      </Cell>
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
