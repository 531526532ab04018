import { MessageSquarePlus, Trash2 } from 'lucide-react';
import { useLayoutEffect, useRef } from 'react';
import type { Annotation } from '../../../shared/domain/annotation.ts';
import { criterionLetter } from '../../../shared/domain/rubric.ts';
import { useMessages } from '../../messages/use-messages.ts';
import { useAnnounce } from '../../ui/announcer.tsx';
import { IconButton } from '../../ui/button.tsx';
import { toneOf, toneStyle } from '../../viewers/tone.ts';
import styles from './citation-row.module.css';
import { useDesk } from './desk-context.tsx';
import { enterRegion } from './regions.ts';

/** One cited place: its criteria, the place (which goes there), the note, and its removal. */
export const CitationRow = ({ annotation }: { annotation: Annotation }) => {
  const m = useMessages();
  const announce = useAnnounce();
  const { document: review, artifactId, showAnnotation, notedId, writeNote, decide } = useDesk();
  const place = m.viewers.place(annotation.locator);
  const file = review.evidence.find(({ id }) => id === annotation.artifactId)?.label ?? '';
  const elsewhere = annotation.artifactId !== artifactId;
  const editing = notedId === annotation.id && review.editable;

  const remove = (): void => {
    const screen =
      document.activeElement?.closest<HTMLElement>('[data-region="citations"]')?.parentElement ?? null;
    decide({ op: 'annotation.remove', annotationId: annotation.id });
    announce(m.review.citationRemoved);
    // The focused row is gone; the list's first control takes over, so that the keyboard is not sent to the top.
    requestAnimationFrame(() => enterRegion(screen, 'citations'));
  };

  return (
    <li className={styles.row} data-elsewhere={elsewhere || undefined}>
      <Letters annotation={annotation} />
      <button
        aria-label={m.review.showCitation(place, file)}
        className={styles.place}
        onClick={() => showAnnotation(annotation)}
        type="button"
      >
        {place}
        {elsewhere && <span className={styles.file}>{file}</span>}
      </button>
      {editing ? (
        <NoteField annotation={annotation} onDone={() => writeNote(null)} />
      ) : (
        <span className={styles.text}>{annotation.text}</span>
      )}
      {review.editable && !editing && (
        <span className={styles.tools}>
          <IconButton
            icon={<MessageSquarePlus />}
            label={annotation.text === '' ? m.review.addNote : m.review.editNote}
            onPress={() => writeNote(annotation.id)}
            placement="top"
            size="small"
          />
          <IconButton
            icon={<Trash2 />}
            label={m.review.removeCitation(place)}
            onPress={remove}
            placement="top"
            size="small"
          />
        </span>
      )}
    </li>
  );
};

const Letters = ({ annotation }: { annotation: Annotation }) => {
  const { criteria } = useDesk().document.microCredential.rubric;
  return (
    <span className={styles.letters}>
      {annotation.criterionIds.map((criterionId) => {
        const at = criteria.findIndex(({ id }) => id === criterionId);
        return at === -1 ? null : (
          <span className={styles.letter} key={criterionId} style={toneStyle(toneOf(at))}>
            {criterionLetter(at)}
          </span>
        );
      })}
    </span>
  );
};

const NoteField = ({ annotation, onDone }: { annotation: Annotation; onDone: () => void }) => {
  const m = useMessages();
  const { type, flush } = useDesk();
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    field.current?.focus();
    field.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  return (
    <input
      aria-label={m.review.noteOf(m.viewers.place(annotation.locator))}
      className={styles.note}
      maxLength={10_000}
      onBlur={() => {
        flush();
        onDone();
      }}
      onChange={(event) =>
        type({ op: 'annotation.put', annotation: { ...annotation, text: event.currentTarget.value } })
      }
      onKeyDown={(event) => {
        if (event.key !== 'Enter') return;
        event.preventDefault();
        const screen =
          event.currentTarget.closest<HTMLElement>('[data-region="citations"]')?.parentElement ?? null;
        onDone();
        requestAnimationFrame(() => enterRegion(screen, 'citations'));
      }}
      placeholder={m.review.notePlaceholder}
      ref={field}
      value={annotation.text}
    />
  );
};
