import type { KeyboardEvent } from 'react';
import type { PdfArea } from './use-pdf-area.ts';
import type { PdfPages } from './use-pdf-pages.ts';
import type { PdfPanels } from './use-pdf-panels.ts';
import type { PdfSelection } from './use-pdf-selection.ts';
import type { ViewerAction } from './viewer.ts';
import { zoomStep } from './zoom.ts';

type ActionDeps = {
  readonly pages: PdfPages;
  readonly selection: PdfSelection;
  readonly area: PdfArea;
  readonly panels: PdfPanels;
};

type Actions = Partial<Record<ViewerAction, () => void>>;

const actionsOf = ({ pages, selection, area, panels }: ActionDeps): Actions => {
  const { page, share, zoom, goTo, zoomTo, turn } = pages;
  const { finding, search } = panels;
  const step = (direction: -1 | 1) => (): void => {
    if (finding && search.outcome.matches.length > 0) search.step(direction);
    else panels.openFind();
  };
  return {
    'next-page': () => goTo(page + 1),
    'previous-page': () => goTo(page - 1),
    'zoom-in': () => zoomTo(zoomStep(share, 1)),
    'zoom-out': () => zoomTo(zoomStep(share, -1)),
    'zoom-fit': () => zoomTo(zoom === 'width' ? 'whole' : 'width'),
    rotate: turn,
    find: panels.openFind,
    'find-next': step(1),
    'find-previous': step(-1),
    thumbnails: panels.toggleThumbnails,
    'mark-area': area.start,
    'clear-place': () => {
      selection.clear();
      area.clear();
    },
  };
};

/** The zooms that every reader of PDFs has on these keys. */
const zoomOf = ({ key }: KeyboardEvent, { share }: PdfPages): number | null =>
  key === '0'
    ? 1
    : key === '+' || key === '='
      ? zoomStep(share, 1)
      : key === '-'
        ? zoomStep(share, -1)
        : null;

/** Left and Right turn the page unless they have to scroll; Home and End go to the first and the last. */
const pageOf = ({ key, currentTarget }: KeyboardEvent, { page, layout }: PdfPages): number | undefined => {
  const wide = currentTarget.scrollWidth > currentTarget.clientWidth;
  const targets: Record<string, number> = { Home: 1, End: layout.pages };
  if (!wide) Object.assign(targets, { ArrowRight: page + 1, ArrowLeft: page - 1 });
  return targets[key];
};

/** What the viewer does when it is asked to, and by the keys of the sheet itself. */
export const usePdfActions = (deps: ActionDeps) => {
  const { pages, selection, area } = deps;
  const actions = actionsOf(deps);

  const perform = (action: ViewerAction): boolean => {
    actions[action]?.();
    return actions[action] !== undefined;
  };

  const giveUp = (): boolean => {
    if (area.marking) area.leave();
    else if (area.draft !== null) area.clear();
    else if (selection.pick !== null) selection.clear();
    else return false;
    return true;
  };

  const used = (event: KeyboardEvent): boolean => {
    if (event.key === 'Escape') return giveUp();
    // The keys of what stands on the sheet are its own.
    if (event.target !== event.currentTarget) return false;
    if (selection.onKey(event, pages)) return true;
    if (event.altKey) return false;
    const zoom = event.ctrlKey || event.metaKey ? zoomOf(event, pages) : null;
    const page = event.ctrlKey || event.metaKey || event.shiftKey ? undefined : pageOf(event, pages);
    if (zoom !== null) pages.zoomTo(zoom);
    else if (page !== undefined) pages.goTo(page);
    else return false;
    return true;
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (used(event)) event.preventDefault();
  };
  return { perform, onKeyDown };
};
