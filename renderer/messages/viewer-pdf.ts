import { format } from './format.ts';

const percent = (share: number): string => `${format.number(Math.round(share * 100))}%`;

/** What to do about a file that cannot be shown. */
const setAside =
  'If scoring depends on it, choose the condition “wrong file” or set the submission aside and name this file.';

/** The words of the PDF viewer. */
export const viewerPdf = {
  thumbnails: 'Page thumbnails',
  hideThumbnails: 'Hide the page thumbnails',
  thumbnail: (page: number, cited: string) =>
    cited === '' ? `Page ${format.number(page)}` : `Page ${format.number(page)}, cited for ${cited}`,

  zoom: (share: number) => `Zoom, now ${percent(share)}`,
  zoomWidth: 'Fit to width',
  zoomPage: 'Fit to page',
  zoomActual: 'Actual size, 100%',
  zoomTo: (share: number) => percent(share),

  find: 'Find in this PDF',
  findPlaceholder: 'Find words',
  findClose: 'Close the search',
  findCount: (at: number, matches: number, more: boolean) =>
    `${format.number(at)} of ${format.number(matches)}${more ? '+' : ''}`,
  findSearching: 'Searching…',
  findNothing: 'No match',
  findNoText: 'This PDF has no text layer, so its words cannot be found.',

  noText:
    'This PDF has no text layer: its pages are pictures, so words cannot be selected or found. Cite areas instead.',

  markAreaHint: 'Drag over the page, or: arrows move, Shift+arrows resize, Enter keeps, Escape leaves.',
  markAreaStarted: (page: number) =>
    `Marking an area on page ${format.number(page)}. Arrows move it, Shift and arrows resize it, Enter keeps it, Escape leaves.`,
  areaKept: (page: number) => `Area on page ${format.number(page)} marked. Cite it now.`,
  areaLeft: 'No area marked.',
  areaBox: (page: number) => `Area to mark on page ${format.number(page)}`,
  areaAt: (x: number, y: number, width: number, height: number) =>
    `${percent(x)} from the left, ${percent(y)} from the top, ${percent(width)} wide, ${percent(height)} high`,
  movableMark: (title: string) => `${title}. Arrows move it, Shift and arrows resize it, Enter keeps that.`,
  areaMoved: 'The cited area was moved.',
  lostMark: (title: string) => `${title} (its words are no longer found; it once stood here)`,
  movedMark: (title: string) => `${title} (found again here)`,

  pageFailed: 'This page could not be drawn. The others are not affected.',

  refused: {
    'not-pdf': `It is named as a PDF, but it is none: nothing in it says what it is. It may be encrypted or damaged. ${setAside}`,
    password:
      'It opens only with a password, so it cannot be read here. Choose a condition or set the submission aside, and your lead will ask for an open copy.',
    damaged:
      'It is a PDF, but it is damaged beyond repair. Try again; if it stays so, set the submission aside and name this file.',
    'no-pages': `It is a PDF without a single page. ${setAside}`,
    unreadable:
      'Its bytes could not be read on this computer. Try again; if it stays so, set the submission aside and name this file.',
  },
};
