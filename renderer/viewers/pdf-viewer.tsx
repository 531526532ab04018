import { useMemo, useRef, useState } from 'react';
import { useMessages } from '../messages/use-messages.ts';
import { Button } from '../ui/button.tsx';
import { FailedRead } from './failed-read.tsx';
import type { OpenedPdf } from './pdf-document.ts';
import { PdfFindBar } from './pdf-find-bar.tsx';
import { locatorOfArea, locatorOfPage, locatorOfPick } from './pdf-locator.ts';
import { createReveal } from './pdf-reveal.ts';
import { PdfSheet } from './pdf-sheet.tsx';
import { createPdfStage, type PdfStage } from './pdf-stage.ts';
import { PdfThumbnails } from './pdf-thumbnails.tsx';
import { PdfTools, ZoomMenu } from './pdf-tools.tsx';
import styles from './pdf-viewer.module.css';
import { usePdf } from './use-pdf.ts';
import { usePdfActions } from './use-pdf-actions.ts';
import { usePdfAnchors } from './use-pdf-anchors.ts';
import { usePdfArea } from './use-pdf-area.ts';
import { usePdfFlash } from './use-pdf-flash.ts';
import { usePdfPages } from './use-pdf-pages.ts';
import { usePdfPanels } from './use-pdf-panels.ts';
import { usePdfSelection } from './use-pdf-selection.ts';
import { usePdfWheel } from './use-pdf-wheel.ts';
import { usePdfWordless } from './use-pdf-wordless.ts';
import { useViewerHandle } from './use-viewer-handle.ts';
import { ViewTools } from './view-tools.tsx';
import type { ViewerMark, ViewerProps } from './viewer.ts';
import { FailedFace, OpeningFace } from './viewer-face.tsx';

export const PdfViewer = (props: ViewerProps) => {
  const m = useMessages();
  const [attempt, setAttempt] = useState(0);
  const state = usePdf(props.source, attempt);
  if (state.kind === 'opening') return <OpeningFace />;
  if (state.kind === 'refused') {
    const text = m.viewerPdf.refused[state.why];
    if (state.why === 'not-pdf') return <FailedRead source={props.source} text={text} />;
    const mayMend = state.why === 'damaged' || state.why === 'unreadable';
    return <FailedFace {...(mayMend && { onRetry: () => setAttempt(attempt + 1) })} text={text} />;
  }
  return <OpenPdf {...props} firstBox={state.firstBox} pdf={state.pdf} />;
};

const OpenPdf = ({ pdf, ...props }: ViewerProps & OpenedPdf) => {
  const stage = useMemo(() => createPdfStage(pdf), [pdf]);
  return <PdfDesk {...props} stage={stage} />;
};

type PdfDeskProps = ViewerProps & Omit<OpenedPdf, 'pdf'> & { readonly stage: PdfStage };

const PdfDesk = ({ ref, source, stage, firstBox, onPick, onMove, onAnchors, onActivity }: PdfDeskProps) => {
  const m = useMessages();
  const scroller = useRef<HTMLElement>(null);
  const [marks, setMarks] = useState<readonly ViewerMark[]>([]);
  const pages = usePdfPages(scroller, stage, firstBox);
  const anchors = usePdfAnchors(stage, marks, onAnchors);
  const { flash, on: flashOn } = usePdfFlash();
  const selection = usePdfSelection(stage, scroller, () => area.clear());
  const area = usePdfArea(scroller, pages, selection.clear);
  const panels = usePdfPanels(stage, scroller, pages, selection);
  const { wordless, onWords } = usePdfWordless(stage);
  const { perform, onKeyDown } = usePdfActions({ pages, selection, area, panels });
  usePdfWheel(scroller, pages);

  useViewerHandle(ref, {
    describe: () => {
      if (area.draft !== null) return locatorOfArea(area.draft.page, area.draft.rect);
      const textOf = (page: number) => (stage.layers.get(page) ?? stage.texts.peek(page))?.text ?? null;
      const picked = selection.pick === null ? null : locatorOfPick(selection.pick, textOf, stage.measure);
      return picked ?? locatorOfPage(pages.page);
    },
    reveal: createReveal({ stage, pages, marks, placementOf: anchors.placementOf, flash }),
    highlight: setMarks,
    perform,
  });

  return (
    <div className={styles.viewer}>
      {panels.finding && (
        <PdfFindBar field={panels.field} onClose={panels.closeFind} search={panels.search} />
      )}
      {wordless && <NoTextNote onMark={() => perform('mark-area')} />}
      <div className={styles.body}>
        {panels.thumbnails && (
          <PdfThumbnails
            onClose={panels.closeThumbnails}
            onGo={pages.goTo}
            page={pages.page}
            placed={anchors.placed}
            rotation={pages.rotation}
            stage={stage}
          />
        )}
        <PdfSheet
          {...{
            scroller,
            stage,
            pages,
            selection,
            area,
            onPick,
            onMove,
            onActivity,
            onKeyDown,
            onWords,
            flashOn,
          }}
          label={m.viewers.pdf(source.label)}
          placed={anchors.placed}
          search={panels.finding ? panels.search : null}
        />
        {area.marking && <p className={styles.hint}>{m.viewerPdf.markAreaHint}</p>}
      </div>
      <ViewTools
        fitLabel={pages.zoom === 'width' ? m.viewerPdf.zoomPage : m.viewerPdf.zoomWidth}
        perform={perform}
        scale={pages.share}
        zoomField={<ZoomMenu share={pages.share} zoomTo={pages.zoomTo} />}
      >
        <PdfTools {...{ area, pages, panels, perform }} />
      </ViewTools>
    </div>
  );
};

/** Said once for a file whose pages are pictures: what still can be cited. */
const NoTextNote = ({ onMark }: { onMark: () => void }) => {
  const m = useMessages();
  return (
    <p className={styles.note} role="status">
      {m.viewerPdf.noText}
      <Button onPress={onMark} size="small">
        {m.viewers.markArea}
      </Button>
    </p>
  );
};
