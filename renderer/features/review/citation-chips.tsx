import { MapPinOff, X } from 'lucide-react';
import { useRef, useState } from 'react';
import type { Annotation } from '../../../shared/domain/annotation.ts';
import type { CriterionId } from '../../../shared/domain/ids.ts';
import { useMessages } from '../../messages/use-messages.ts';
import styles from './citation-chips.module.css';
import { citedFor } from './citations/annotation-index.ts';
import { isOrphan, standingOf } from './citations/citation-rows.ts';
import { useDesk } from './desk-context.tsx';
import { KindIcon } from './evidence-names.tsx';

/** Chips that are shown of many, and how many make it many: hiding one or two would save no room. */
const shownOfMany = 6;
const many = 8;

/** The places cited for a criterion, each a way back to it. Of many, the first are shown. */
export const CitationChips = ({ criterionId }: { criterionId: CriterionId }) => {
  const m = useMessages();
  const { citations, anchors, files } = useDesk();
  const [open, setOpen] = useState(false);
  const list = useRef<HTMLUListElement>(null);
  const cited = citedFor(citations, criterionId);
  if (cited.length === 0) return null;
  const folds = cited.length > many;
  const shown = folds && !open ? cited.slice(0, shownOfMany) : cited;
  const lost = cited.filter((one) => isOrphan(standingOf(one, anchors, files))).length;

  /** The chip that takes the place of the one removed has the focus, or the one before it. */
  const onRemoved = (at: number): void => {
    requestAnimationFrame(() => {
      const chips = [...(list.current?.querySelectorAll<HTMLElement>('[data-chip]') ?? [])];
      chips[Math.min(at, chips.length - 1)]?.focus();
    });
  };

  return (
    <>
      <ul aria-label={m.review.notes} className={styles.chips} ref={list}>
        {shown.map((annotation, at) => (
          <Chip annotation={annotation} key={annotation.id} onRemoved={() => onRemoved(at)} />
        ))}
        {folds && (
          <li>
            <button aria-expanded={open} className={styles.more} onClick={() => setOpen(!open)} type="button">
              {open ? m.citations.fewer : m.citations.more(cited.length - shownOfMany)}
            </button>
          </li>
        )}
      </ul>
      {lost > 0 && (
        <p className={styles.lostHint}>
          <MapPinOff aria-hidden />
          {m.citations.chipsLost(lost)}
        </p>
      )}
    </>
  );
};

const Chip = ({ annotation, onRemoved }: { annotation: Annotation; onRemoved: () => void }) => {
  const m = useMessages();
  const { document, files, anchors, edits, showAnnotation } = useDesk();
  const place = m.viewers.place(annotation.locator);
  const file = files.get(annotation.artifactId);
  const label = file?.label ?? m.citations.fileGone;
  const standing = standingOf(annotation, anchors, files);
  const lost = isOrphan(standing);
  const state = lost ? m.citations.standing[standing] : '';
  return (
    <li className={styles.chip} data-lost={lost || undefined}>
      <button
        aria-label={m.citations.rowName([m.review.showCitation(place, label), annotation.text, state])}
        className={styles.go}
        data-chip
        onClick={() => showAnnotation(annotation)}
        title={m.citations.rowName([label, annotation.text, state])}
        type="button"
      >
        {lost ? <MapPinOff aria-hidden /> : <KindIcon kind={file?.kind ?? 'unknown'} />}
        <span className={styles.place}>{place}</span>
        {annotation.text !== '' && <span className={styles.words}>{annotation.text}</span>}
      </button>
      {document.editable && (
        <button
          aria-label={m.review.removeCitation(place)}
          className={styles.remove}
          onClick={() => {
            edits.remove(annotation);
            onRemoved();
          }}
          type="button"
        >
          <X aria-hidden />
        </button>
      )}
    </li>
  );
};
