import type { Locator } from '../../shared/domain/locator.ts';
import { assertNever } from '../../shared/lib/assert-never.ts';
import { format } from './format.ts';

/** Words of a quotation that fit on a chip. */
const shortQuote = (exact: string): string => {
  const words = exact.trim().replace(/\s+/g, ' ');
  return words.length <= 36 ? `“${words}”` : `“${words.slice(0, 35).trimEnd()}…”`;
};

const pagePlace = ({ page, continued, quote, rects }: Extract<Locator, { kind: 'page' }>): string => {
  const last = continued.at(-1)?.page ?? page;
  const pages =
    last === page ? `Page ${format.number(page)}` : `Pages ${format.number(page)}–${format.number(last)}`;
  if (quote !== null) return `${pages} ${shortQuote(quote.exact)}`;
  return rects.length === 0 ? pages : `${pages}, marked area`;
};

/** A place in a piece of evidence, short enough for a chip. */
const place = (locator: Locator): string => {
  switch (locator.kind) {
    case 'whole':
      return 'Whole file';
    case 'time':
      return locator.end === null
        ? format.duration(locator.start)
        : `${format.duration(locator.start)}–${format.duration(locator.end)}`;
    case 'page':
      return pagePlace(locator);
    case 'text':
      return shortQuote(locator.quote.exact);
    case 'region':
      return 'Marked area';
    default:
      return assertNever(locator);
  }
};

/** The words of the evidence viewers. */
export const viewers = {
  place,

  playback: 'Playback',
  play: 'Play',
  pause: 'Pause',
  seekBack: 'Back 5 seconds',
  seekForward: 'Forward 5 seconds',
  frameBack: 'One frame back',
  frameForward: 'One frame forward',
  mute: 'Mute',
  unmute: 'Unmute',
  captions: 'Captions',
  speed: 'Speed',
  rate: (rate: number) => `${format.number(rate)}×`,
  slower: 'Play slower',
  faster: 'Play faster',
  position: 'Position',
  positionOf: (time: number, duration: number) => `${format.duration(time)} of ${format.duration(duration)}`,
  times: (time: number, duration: number) => `${format.duration(time)} / ${format.duration(duration)}`,
  marks: 'Citations on the timeline',
  waveform: 'Waveform',
  timelineOnly: 'No waveform for a recording of this size; the timeline works as usual.',
  video: (label: string) => `Video: ${label}`,
  audio: (label: string) => `Recording: ${label}`,
  noCaptions: 'This file has no captions.',

  pdf: (label: string) => `PDF: ${label}`,
  page: (page: number) => `Page ${format.number(page)}`,
  goToPage: 'Go to page',
  ofPages: (pages: number) => `of ${format.number(pages)}`,
  nextPage: 'Next page',
  previousPage: 'Previous page',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  zoomFit: 'Fit to width',
  zoomFitWhole: 'Fit to the stage',
  zoomPercent: (share: number) => `${format.number(Math.round(share * 100))}%`,
  rotate: 'Turn by a quarter',
  tools: 'View',

  image: (label: string) => `Image: ${label}`,
  markArea: 'Mark an area',
  clearPlace: 'Forget the selection, range or area',
  find: 'Find in this file',
  findNext: 'Next match',
  findPrevious: 'Previous match',
  markAreaHint: 'Drag over the image, then cite.',
  clearArea: 'Clear the marked area',
  imageHint: 'Drag to move, Ctrl and wheel to zoom',

  text: (label: string) => `Text: ${label}`,
  document: (label: string) => `Document: ${label}`,
  emptyText: 'This file is empty.',
  textLarger: 'Larger text',
  textSmaller: 'Smaller text',
  emptyTextHint: 'It has no words. If the criterion depends on it, use a condition code and say so.',

  cannotShow: 'This file cannot be shown here',
  cannotShowText:
    'Assay does not open files of this type, so that nothing hidden in them can run. If scoring depends on it, choose the condition “wrong file” or set the submission aside, and your lead will see why.',
  failed: 'This file could not be opened',
  failedPlay:
    'This computer cannot play it, or the file is damaged. Try again; if it stays so, set the submission aside and name this file.',
  failedRead:
    'It could not be read as what it claims to be. Try again; if it stays so, set the submission aside and name this file.',
  tooLargeToUnpack: (bytes: number) =>
    `It would unpack to ${format.bytes(bytes)}, so it is not opened. Tell your lead: set the submission aside and name this file.`,
  tooLongToRead: (bytes: number) =>
    `It holds ${format.bytes(bytes)} of text, more than can be read here. Set the submission aside and name this file.`,
  protectedPdf:
    'It is protected by a password, so it cannot be opened. Use a condition code or set the submission aside, and your lead will ask for an open copy.',

  fileName: 'File',
  fileType: 'Type',
  fileSize: 'Size',
  fileDigest: 'SHA-256',
  bytes: (size: number) => format.bytes(size),

  notHere: 'Not on this computer yet',
  notHereText: (size: number) =>
    `${format.bytes(size)} wait to be downloaded. Assay fetches evidence by itself whenever the hub can be reached.`,
  notHereOffline: (size: number) =>
    `${format.bytes(size)} wait to be downloaded, and the hub cannot be reached at the moment. The rest of the review works; this file comes as soon as the hub is back.`,
  downloading: 'Downloading',
  downloadingText: (here: number, size: number) =>
    `${format.bytes(here)} of ${format.bytes(size)} are here and checked. It opens by itself when complete.`,
  downloadNow: 'Download now',
  downloadFailed: 'The download failed',
  downloadFailedText:
    'What arrived did not match the file’s fingerprint, or the hub did not send it. Nothing wrong was kept. Try again, or tell your issuer.',
  downloadAgain: 'Download again',
};
