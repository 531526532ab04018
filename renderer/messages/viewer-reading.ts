import { format } from './format.ts';

/** What a Word document can hold that a reading of its words leaves out. */
const leftOut = {
  comments: 'comments',
  revisions: 'what was deleted with tracked changes',
  headers: 'headers and footers',
  charts: 'charts and diagrams',
  equations: 'equations',
  embedded: 'embedded files',
};

const listed = (words: readonly string[]): string =>
  new Intl.ListFormat('en', { type: 'conjunction' }).format(words);

/** The words of the viewer of texts, reflections and Word documents. */
export const viewerReading = {
  selectHint:
    'Select words to cite exactly those. Arrow keys move a cursor in the text; with Shift they select.',

  find: 'Find in this text',
  findPlaceholder: 'Find words',
  findClose: 'Close the search',
  findCount: (at: number, matches: number, more: boolean) =>
    `${format.number(at)} of ${format.number(matches)}${more ? '+' : ''}`,
  findNothing: 'No match',

  encoding: (name: string) =>
    `Shown as ${name}: the file does not say how its letters are encoded. If some look wrong, that is why.`,
  marked: (name: string) => `The file is encoded as ${name}.`,
  notText:
    'By its name it is text, but it is not: it holds bytes that no text has. Set the submission aside and name this file, and your lead will ask for the right one.',

  wordsOnly: 'Shown are the words, tables and pictures of this document, not its page layout.',
  notShown: (things: readonly (keyof typeof leftOut)[]) =>
    `It also holds ${listed(things.map((thing) => leftOut[thing]))}, which ${things.length === 1 && (things[0] === 'revisions') ? 'is' : 'are'} not shown here.`,
  macros: 'It holds macros. They were not run.',
  protectedDocument:
    'It is protected by a password, so it cannot be opened. Use a condition code or set the submission aside, and your lead will ask for an open copy.',
  oldDocument:
    'It is a Word document of the time before 2007 under a new name, which Assay cannot read. Set the submission aside and name this file, and your lead will ask for a .docx or a PDF.',
  notWord:
    'It is packed like a Word document but holds none. Set the submission aside and name this file, and your lead will ask for the right one.',
  tooMuchText: (limit: number) =>
    `It unpacks to more than ${format.bytes(limit)} of text, so it is not opened. Tell your lead: set the submission aside and name this file.`,
  tooLarge: (limit: number) =>
    `It unpacks to more than ${format.bytes(limit)}, so it is not opened. Tell your lead: set the submission aside and name this file.`,
};
