import { ChevronDown, ChevronUp } from 'lucide-react';
import type { PDFDocumentProxy } from 'pdfjs-dist';
import { type KeyboardEvent, useRef, useState } from 'react';
import { useMessages } from '../messages/use-messages.ts';
import { IconButton } from '../ui/button.tsx';
import { describePage } from './describe-page.ts';
import { PageField } from './page-field.tsx';
import { PdfPage } from './pdf-page.tsx';
import styles from './pdf-viewer.module.css';
import { type PageSize, usePdf } from './use-pdf.ts';
import { usePdfPages } from './use-pdf-pages.ts';
import { useViewerHandle } from './use-viewer-handle.ts';
import { ViewTools } from './view-tools.tsx';
import type { ViewerAction, ViewerMark, ViewerProps } from './viewer.ts';
import { FailedFace, OpeningFace } from './viewer-face.tsx';
import { type Zoom, zoomStep } from './zoom.ts';

export const PdfViewer = (props: ViewerProps) => {
  const m = useMessages();
  const [attempt, setAttempt] = useState(0);
  const state = usePdf(props.source.url, attempt);
  if (state.kind === 'opening') return <OpeningFace />;
  if (state.kind === 'failed') {
    const text = state.reason === 'protected' ? m.viewers.protectedPdf : m.viewers.failedRead;
    return <FailedFace onRetry={() => setAttempt(attempt + 1)} text={text} />;
  }
  return <PdfPages {...props} firstSize={state.firstSize} pdf={state.pdf} />;
};

type PdfPagesProps = ViewerProps & { readonly pdf: PDFDocumentProxy; readonly firstSize: PageSize };

const PdfPages = ({ ref, source, pdf, firstSize, onPick, onActivity }: PdfPagesProps) => {
  const m = useMessages();
  const scroller = useRef<HTMLElement>(null);
  const [zoom, setZoom] = useState<Zoom>('width');
  const [rotation, setRotation] = useState(0);
  const [marks, setMarks] = useState<readonly ViewerMark[]>([]);
  const pages = usePdfPages(scroller, { pages: pdf.numPages, firstSize, zoom, rotation });
  const { page, goTo } = pages;

  const actions: Partial<Record<ViewerAction, () => void>> = {
    'next-page': () => goTo(page + 1),
    'previous-page': () => goTo(page - 1),
    'zoom-in': () => setZoom(zoomStep(pages.share, 1)),
    'zoom-out': () => setZoom(zoomStep(pages.share, -1)),
    'zoom-fit': () => setZoom(zoom === 'width' ? 'whole' : 'width'),
    rotate: () => setRotation((rotation + 90) % 360),
  };
  const perform = (action: ViewerAction): boolean => {
    actions[action]?.();
    return actions[action] !== undefined;
  };

  useViewerHandle(ref, {
    describe: () => describePage(scroller.current, page),
    reveal: (locator) => {
      if (locator.kind !== 'page') return false;
      goTo(locator.page);
      return locator.page <= pdf.numPages;
    },
    highlight: setMarks,
    perform,
  });

  return (
    <div className={styles.viewer}>
      <section
        aria-label={m.viewers.pdf(source.label)}
        className={styles.scroller}
        onKeyDown={(event) => turnPage(event, page, pdf.numPages, goTo)}
        onScroll={() => {
          pages.onScroll();
          onActivity();
        }}
        ref={scroller}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
        tabIndex={0}
      >
        <div className={styles.pages} style={{ height: pages.height }}>
          {pages.shown.map(({ index, start }) => (
            <div className={styles.slot} key={index} style={{ transform: `translateY(${start}px)` }}>
              <PdfPage
                marks={marks.filter(({ locator }) => locator.kind === 'page' && locator.page === index + 1)}
                number={index + 1}
                onPick={onPick}
                onSize={pages.onSize}
                pdf={pdf}
                rotation={rotation}
                scale={pages.scale}
                size={pages.sizeOf(index + 1)}
              />
            </div>
          ))}
        </div>
      </section>
      <ViewTools
        fitLabel={zoom === 'width' ? m.viewers.zoomFitWhole : m.viewers.zoomFit}
        perform={perform}
        scale={pages.share}
      >
        <PageTools goTo={goTo} page={page} pages={pdf.numPages} />
      </ViewTools>
    </div>
  );
};

/** Left and Right turn the page; Home and End go to the first and the last. Up and Down scroll by themselves. */
const turnPage = (event: KeyboardEvent, page: number, pages: number, goTo: (page: number) => void): void => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const target = { ArrowRight: page + 1, ArrowLeft: page - 1, Home: 1, End: pages }[event.key];
  if (target === undefined) return;
  event.preventDefault();
  goTo(target);
};

const PageTools = ({ page, pages, goTo }: { page: number; pages: number; goTo: (page: number) => void }) => {
  const m = useMessages();
  return (
    <>
      <IconButton
        command="evidence.previousPage"
        icon={<ChevronUp />}
        isDisabled={page <= 1}
        label={m.viewers.previousPage}
        onPress={() => goTo(page - 1)}
        placement="top"
      />
      <IconButton
        command="evidence.nextPage"
        icon={<ChevronDown />}
        isDisabled={page >= pages}
        label={m.viewers.nextPage}
        onPress={() => goTo(page + 1)}
        placement="top"
      />
      <PageField onGo={goTo} page={page} pages={pages} />
    </>
  );
};
