import { format } from './format.ts';

const annotations = (count: number): string =>
  format.count(count, { one: '{n} annotation', other: '{n} annotations' });

/** The words of exporting and importing annotations. */
export const annotationFiles = {
  exportTitle: 'Export annotations…',
  exportHeading: (code: string) => `Export the annotations of ${code}`,
  exportText:
    'The file holds your notes and the words you quoted. Treat it as you treat the evidence: it is not encrypted.',
  formatLabel: 'Format',
  formats: {
    'json-ld': 'JSON-LD, the W3C’s format for annotations',
    csv: 'CSV, a table',
    webvtt: 'WebVTT, captions for a player',
  },
  formatHint: {
    'json-ld': (count: number) =>
      `To keep, or to import again here or in another program. ${annotations(count)}, with every place.`,
    csv: (count: number) => `To read or sort in a spreadsheet. ${annotations(count)}, a row each.`,
    webvtt: (count: number) =>
      count === 0
        ? 'To see notes over a video. None of these annotations is on a time.'
        : `To see notes over a video. ${annotations(count)}, those on a time.`,
  },
  exportNothing: 'There are no annotations in this review yet. Cite a place with C; then it can be exported.',
  exportConfirm: (count: number) => `Export ${annotations(count)}`,
  exporting: 'Exporting…',
  exported: (count: number, fileName: string) => `${annotations(count)} exported to ${fileName}.`,
  exportCancelled: 'No file was written.',

  importTitle: 'Import annotations…',
  importHeading: (code: string) => `Import annotations into ${code}`,
  importText:
    'Choose a JSON-LD file of annotations on files of this submission. What is there already and differs is changed to what the file says; nothing is removed.',
  importChoose: 'Choose a file…',
  importAgain: 'Choose another file…',
  importing: 'Reading…',
  importedFrom: (fileName: string) => `From ${fileName}:`,
  imported: (added: number, changed: number, unchanged: number) =>
    [
      format.count(added, { one: '{n} annotation added', other: '{n} annotations added' }),
      `${format.number(changed)} changed`,
      `${format.number(unchanged)} as they were`,
    ].join(', '),
  leftOut: (count: number) => format.count(count, { one: '{n} was left out', other: '{n} were left out' }),
  keptPartly: (count: number) =>
    format.count(count, {
      one: '{n} thing in the file is not kept',
      other: '{n} things in the file are not kept',
    }),
  /** `index` counts from 0; null: the file as a whole. */
  problemAt: (index: number | null) => (index === null ? 'File' : `No. ${format.number(index + 1)}`),
  moreProblems: (count: number) => format.count(count, { one: 'and {n} more', other: 'and {n} more' }),
  close: 'Close',
};
