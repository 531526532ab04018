import { type CSSProperties, memo, type ReactNode, useRef } from 'react';
import { useMessages } from '../messages/use-messages.ts';
import { Button } from '../ui/button.tsx';
import { type PageBox, type PageLook, type PageRect, shownSize } from './pdf-geometry.ts';
import { lineRects } from './pdf-line-rects.ts';
import { MarkFlags, MarkTints, MatchTints, MovableAreas, PlainTints } from './pdf-overlay.tsx';
import styles from './pdf-page.module.css';
import type { PdfStage } from './pdf-stage.ts';
import type { PlacedMark } from './use-pdf-anchors.ts';
import { usePdfPicture, usePdfWords } from './use-pdf-page.ts';
import type { ViewerProps } from './viewer.ts';

type PdfPageProps = Pick<ViewerProps, 'onPick' | 'onMove' | 'onActivity'> & {
  readonly stage: PdfStage;
  readonly page: number;
  readonly box: PageBox;
  readonly look: PageLook;
  readonly left: number;
  readonly top: number;
  /** Drawn; else only its words are kept, because they are selected. */
  readonly near: boolean;
  readonly placed: readonly PlacedMark[];
  readonly search: RegExp | null;
  /** Where the match that is looked at begins, when it is on this page. */
  readonly current: number | null;
  /** The part of the selected words on this page, as offsets, when the browser does not show it itself. */
  readonly picked: { readonly from: number; readonly to: number } | null;
  readonly flash: PageRect | null;
  readonly onBox: (page: number, box: PageBox) => void;
  readonly onWords: (any: boolean) => void;
  readonly children?: ReactNode;
};

/** One page: its picture, what is marked on it, its words to be selected, and what can be taken hold of. */
export const PdfPage = memo((props: PdfPageProps) => {
  const { stage, page, box, look, left, top, near, placed, search, current, picked, flash } = props;
  const m = useMessages();
  const picture = useRef<HTMLDivElement>(null);
  const words = useRef<HTMLDivElement>(null);
  const { drawn, failed, retry } = usePdfPicture(
    { stage, page, holder: picture, onBox: props.onBox },
    look,
    near,
  );
  const content = usePdfWords(stage, page, words, styles.end ?? '', props.onWords);
  const { width, height } = shownSize(box, look);
  const place = { box, look };
  return (
    <article
      aria-busy={near && !drawn && !failed}
      aria-label={m.viewers.page(page)}
      className={styles.page}
      data-drawn={drawn || undefined}
      data-page={page}
      style={{ left, top, width, height }}
    >
      <div className={styles.picture} ref={picture} />
      <MarkTints {...place} placed={placed} />
      {content !== null && search !== null && (
        <MatchTints {...place} content={content} current={current} measure={stage.measure} pattern={search} />
      )}
      {content !== null && picked !== null && (
        <PlainTints
          {...place}
          kind="pick"
          rects={lineRects(content, picked.from, picked.to, stage.measure)}
        />
      )}
      <div
        className={styles.text}
        data-text-layer
        data-turn={look.turn}
        ref={words}
        style={{ '--total-scale-factor': look.scale * box.userUnit } as CSSProperties}
      />
      {failed && (
        <div className={styles.failed} role="alert">
          <p>{m.viewerPdf.pageFailed}</p>
          <Button onPress={retry}>{m.common.retry}</Button>
        </div>
      )}
      {props.onMove !== null && (
        <MovableAreas
          {...place}
          onActivity={props.onActivity}
          onMove={props.onMove}
          onPick={props.onPick}
          page={page}
          placed={placed}
        />
      )}
      <MarkFlags {...place} onPick={props.onPick} placed={placed} />
      {flash !== null && <PlainTints {...place} kind="flash" rects={[flash]} />}
      {props.children}
    </article>
  );
});
