import type { SnippetKind } from '../../shared/domain/comment-snippet.ts';
import type { PlaceholderName } from '../../shared/domain/fill-snippet.ts';
import type { Locator } from '../../shared/domain/locator.ts';
import { assertNever } from '../../shared/lib/assert-never.ts';
import { format } from './format.ts';

const inQuotes = (words: string): string => `“${words}”`;

const short = (exact: string): string => {
  const words = exact.trim().replace(/\s+/g, ' ');
  return words.length <= 60 ? words : `${words.slice(0, 59).trimEnd()}…`;
};

const pages = ({ page, continued }: Extract<Locator, { kind: 'page' }>): string => {
  const last = continued.at(-1)?.page ?? page;
  return last === page
    ? `page ${format.number(page)}`
    : `pages ${format.number(page)}–${format.number(last)}`;
};

/** A place inside a sentence: 0:41, page 4. */
const place = (locator: Locator): string => {
  switch (locator.kind) {
    case 'whole':
      return 'the whole file';
    case 'time':
      return locator.end === null
        ? format.duration(locator.start)
        : `${format.duration(locator.start)}–${format.duration(locator.end)}`;
    case 'page':
      return pages(locator);
    case 'text':
      return `the words ${inQuotes(short(locator.quote.exact))}`;
    case 'region':
      return 'the marked area';
    default:
      return assertNever(locator);
  }
};

/** A place at the head of a sentence: At 0:41, On page 4. */
const lead = (locator: Locator): string => {
  switch (locator.kind) {
    case 'whole':
      return 'In the file as a whole';
    case 'page':
      return `On ${pages(locator)}`;
    case 'text':
      return `At ${place(locator)}`;
    case 'region':
      return 'In the marked area';
    default:
      return `At ${place(locator)}`;
  }
};

const kind: Readonly<Record<SnippetKind, string>> = {
  strength: 'Strength',
  gap: 'Gap',
  nextStep: 'Next step',
  rationale: 'Rationale',
  note: 'Note of a citation',
  any: 'Any field',
};

const placeholder: Readonly<Record<PlaceholderName, string>> = {
  criterion: 'the criterion’s title',
  level: 'the title of the level you gave',
  score: 'the score you gave',
  'level descriptor': 'the words of that level',
  'next level': 'the title of the level above',
  'next descriptor': 'the words of the level above',
  quote: 'the words of the newest citation',
  place: 'the place of the newest citation',
  places: 'the places of all citations',
  submission: 'the submission’s code',
};

/** What the placeholders could stand for, in the preview of the settings. */
const example: Readonly<Record<PlaceholderName, string>> = {
  criterion: 'Time and room to think',
  level: 'Proficient',
  score: '3',
  'level descriptor': 'Students have at least three seconds of quiet.',
  'next level': 'Exemplary',
  'next descriptor': 'The kind of thinking time fits the demand of the question.',
  quote: 'Take a moment before you answer.',
  place: '0:41',
  places: '0:41, 1:12 and page 4',
  submission: 'ABC-123',
};

/** The words of the comment bank and of feedback made from citations. */
export const commentBank = {
  insert: 'Insert from the comment bank',
  fromCitations: 'Write feedback from the citations',

  kind,
  place,
  places: (all: readonly string[]) => format.list(all),
  /** Between two levels. */
  halfLevel: (lower: string, upper: string) => `between ${lower} and ${upper}`,
  score: (score: number) => format.number(score),

  /** One citation as a line of feedback. Without words of its own it ends in a blank to fill in. */
  citation: (locator: Locator, words: string) => `${lead(locator)}: ${words}`,
  citationIn: (locator: Locator, file: string, words: string) => `${lead(locator)} (${file}): ${words}`,
  citedFile: (file: string) => `${file}:`,
  fileOfSlot: (slot: string, file: string) => `${slot}, ${file}`,
  quoted: inQuotes,
  blankNote: '[what it shows]',

  tools: (field: string) => `Insert into ${field}`,
  insertCitation: (place: string, words: string) =>
    words === '' ? `Insert ${place}` : `Insert ${place}: ${words}`,
  inserted: (title: string, blanks: number) =>
    blanks === 0
      ? `Inserted “${title}”.`
      : `Inserted “${title}”. ${format.count(blanks, { one: '{n} blank to fill in.', other: '{n} blanks to fill in.' })}`,
  citationsInserted: (count: number) =>
    format.count(count, { one: '{n} citation inserted.', other: '{n} citations inserted.' }),
  noCitations: 'No place is cited here yet. Cite one, then write from it.',
  citationsThere: 'Every citation stands in this field already.',
  noRoom: 'There is no room for that in this field.',
  fromCitationsShort: 'From citations',

  popover: 'Comment bank',
  find: 'Find a snippet',
  findPlaceholder: 'Find by its words',
  options: 'Snippets, the most fitting first',
  preview: 'What will be inserted',
  more: (count: number) =>
    format.count(count, { one: '{n} more: type to narrow', other: '{n} more: type to narrow' }),
  keyInserts: 'inserts',
  keyReturns: 'back to the field',
  noMatch: 'No snippet has these words.',
  nothingHere:
    'There is no snippet for this field yet. Select words you wrote and save them from here, or write one in the settings.',
  fromIssuer: 'From the issuer',
  saveSelection: 'Save the selection…',

  saveTitle: 'Save as a snippet',
  saveText: 'A snippet stays when the submission is gone: leave out names and what only this student did.',
  offered: 'Offered',
  offeredOn: {
    criterion: 'On this criterion',
    microCredential: (code: string) => `With ${code}`,
    everywhere: 'Everywhere',
  },
  saved: (title: string) => `“${title}” is in your comment bank.`,

  title: 'Comment bank',
  lead: 'Comments worth using again. They stay on this computer, and every field of a review offers them:',
  banks: 'Which comments',
  own: (count: number) => `Mine (${format.number(count)})`,
  issuer: (count: number) => `From the issuer (${format.number(count)})`,
  findInBank: 'Find in the comment bank',
  create: 'New snippet',
  editOne: (title: string) => `Edit “${title}”`,
  removeOne: (title: string) => `Delete “${title}”`,
  copyOne: (title: string) => `Copy “${title}” to mine`,
  copied: (title: string) => `“${title}” is copied to your own.`,
  list: 'Snippets',
  removed: (title: string) => `“${title}” is deleted.`,
  undo: 'Undo',
  undone: (title: string) => `“${title}” is back.`,
  used: (count: number) =>
    count === 0 ? 'Not used yet' : format.count(count, { one: 'Used once', other: 'Used {n} times' }),
  emptyTitle: 'No snippets of your own yet',
  emptyText:
    'Write a comment you find yourself typing again, or copy one of the issuer’s. In a review, select words you wrote and open the comment bank to save them here.',
  issuerEmptyTitle: 'Your issuers bring no comments',
  issuerEmptyText:
    'When a micro-credential comes with comments, they are shown here and offered while you review.',
  noneFound: 'No snippet has these words.',
  failed: 'The comment bank cannot be read.',

  newTitle: 'New snippet',
  editTitle: 'Edit the snippet',
  fieldTitle: 'Title',
  fieldText: 'Text',
  fieldKind: 'Written for',
  fieldMicroCredential: 'Offered with',
  fieldCriterion: 'On the criterion',
  everywhere: 'Every micro-credential',
  everyCriterion: 'Every criterion',
  gone: 'One that is no longer here',
  scopeOf: (code: string, criterion: string) => `${code}, ${criterion}`,
  placeholders: 'Placeholders',
  placeholdersHint:
    'Filled from the review when the snippet is inserted; what cannot be filled is left as a blank. Put a backslash before braces that are meant as braces.',
  placeholder,
  example,
  insertPlaceholder: (name: string) => `Insert {{${name}}}`,
  braces: (name: string) => `{{${name}}}`,
  unknown: (names: readonly string[]) =>
    `Nothing fills ${format.list(names.map((name) => `{{${name}}}`))}: a blank will stay.`,
  exampleTitle: 'For example',
  save: 'Save',
  needed: 'This must not be empty.',
};
