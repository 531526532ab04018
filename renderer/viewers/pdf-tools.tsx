import { ChevronDown, ChevronUp, PanelLeft, Search, SquareDashedMousePointer, X } from 'lucide-react';
import { useMessages } from '../messages/use-messages.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Menu } from '../ui/menu.tsx';
import { PageField } from './page-field.tsx';
import styles from './pdf-viewer.module.css';
import type { PdfArea } from './use-pdf-area.ts';
import type { PdfPages } from './use-pdf-pages.ts';
import type { PdfPanels } from './use-pdf-panels.ts';
import type { ViewerAction } from './viewer.ts';

type PdfToolsProps = {
  readonly pages: PdfPages;
  readonly area: PdfArea;
  readonly panels: Pick<PdfPanels, 'thumbnails' | 'finding'>;
  readonly perform: (action: ViewerAction) => void;
};

/** The tools of a PDF, before those that all pictures share. */
export const PdfTools = ({ pages, area, panels: { thumbnails, finding }, perform }: PdfToolsProps) => {
  const m = useMessages();
  const { page, goTo, layout } = pages;
  return (
    <>
      <IconButton
        aria-pressed={thumbnails}
        command="evidence.thumbnails"
        icon={<PanelLeft />}
        label={thumbnails ? m.viewerPdf.hideThumbnails : m.viewerPdf.thumbnails}
        onPress={() => perform('thumbnails')}
        placement="top"
        variant={thumbnails ? 'secondary' : 'quiet'}
      />
      <IconButton
        aria-pressed={finding}
        command="evidence.find"
        icon={<Search />}
        label={m.viewerPdf.find}
        onPress={() => perform('find')}
        placement="top"
        variant={finding ? 'secondary' : 'quiet'}
      />
      <IconButton
        aria-pressed={area.marking}
        command="evidence.markArea"
        icon={<SquareDashedMousePointer />}
        label={m.viewers.markArea}
        onPress={() => perform('mark-area')}
        placement="top"
        variant={area.marking ? 'secondary' : 'quiet'}
      />
      {area.draft !== null && !area.marking && (
        <IconButton icon={<X />} label={m.viewers.clearArea} onPress={area.clear} placement="top" />
      )}
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
        isDisabled={page >= layout.pages}
        label={m.viewers.nextPage}
        onPress={() => goTo(page + 1)}
        placement="top"
      />
      <PageField onGo={goTo} page={page} pages={layout.pages} />
    </>
  );
};

const shares = [0.5, 0.75, 1.25, 1.5, 2, 4];

/** The zoom as a number, which opens the zooms there are. */
export const ZoomMenu = ({ share, zoomTo }: Pick<PdfPages, 'share' | 'zoomTo'>) => {
  const m = useMessages();
  return (
    <Menu
      entries={[
        { id: 'width', title: m.viewerPdf.zoomWidth, onAction: () => zoomTo('width') },
        { id: 'whole', title: m.viewerPdf.zoomPage, onAction: () => zoomTo('whole') },
        { id: 'actual', title: m.viewerPdf.zoomActual, onAction: () => zoomTo(1) },
        ...shares.map((wanted) => ({
          id: String(wanted),
          title: m.viewerPdf.zoomTo(wanted),
          onAction: () => zoomTo(wanted),
        })),
      ]}
      label={m.viewerPdf.zoom(share)}
      placement="top start"
    >
      <Button aria-label={m.viewerPdf.zoom(share)} size="small" variant="quiet">
        <span className={styles.share}>{m.viewers.zoomPercent(share)}</span>
      </Button>
    </Menu>
  );
};
