import type { Locator } from '../../shared/domain/locator.ts';
import type { MediaKind } from '../../shared/domain/media-kind.ts';
import { assertNever } from '../../shared/lib/assert-never.ts';
import { format } from './format.ts';

/** A time with its tenths where it has any: 0:41.3. Seconds in. */
const precise = (seconds: number): string => {
  const tenths = Math.round(seconds * 10);
  const rest = tenths % 10;
  const whole = format.duration(Math.floor(tenths / 10));
  return rest === 0 ? whole : `${whole}.${format.number(rest)}`;
};

/** A place inside a sentence; `short` is the place as it stands on a chip. */
const place = (locator: Locator, short: string): string => {
  if (locator.kind === 'whole') return 'the whole file';
  if (locator.kind !== 'time') return short;
  const start = precise(locator.start);
  return locator.end === null ? start : `${start}–${precise(locator.end)}`;
};

/** A place on its row: times with their tenths, anything else as on a chip. */
const onRow = (locator: Locator, short: string): string =>
  locator.kind === 'time' ? place(locator, short) : short;

/** How a place smaller than the file is chosen. */
const howToSelect: Readonly<Record<MediaKind, string>> = {
  video: '',
  audio: '',
  pdf: 'To cite words, select them first.',
  text: 'To cite words, select them first.',
  document: 'To cite words, select them first.',
  captions: 'To cite words, select them first.',
  image: 'To cite a part of it, mark an area first.',
  unknown: '',
};

type Turned = 'cited' | 'removed' | 'moved' | 'criteria' | 'note';

/** What undoing or doing again has led to. */
const turned = (change: Turned, at: string, letters: string): string => {
  switch (change) {
    case 'cited':
      return `the citation ${at} is back.`;
    case 'removed':
      return `the citation ${at} is gone.`;
    case 'moved':
      return `the citation is at ${at}.`;
    case 'criteria':
      return `${at} is cited for ${letters}.`;
    case 'note':
      return `the note at ${at} is as it was.`;
    default:
      return assertNever(change);
  }
};

/** The words of cited places: the list, the chips, the orphans. */
export const citations = {
  next: 'Next citation',
  previous: 'Previous citation',
  undo: 'Undo the last change of a citation',
  redo: 'Do the change of a citation again',
  note: 'Write the note of the citation',
  remove: 'Remove the citation',
  forCriterion: 'Tie the citation to the criterion in focus, or untie it',
  earlier: 'Move the citation 0.1 seconds earlier',
  later: 'Move the citation 0.1 seconds later',
  muchEarlier: 'Move the citation 1 second earlier',
  muchLater: 'Move the citation 1 second later',
  startHere: 'Begin the citation at the current position',
  endHere: 'End the citation at the current position',
  citeHere: 'Point the citation at this place instead',

  place,
  onRow,
  howToSelect,
  nothingSelected: 'Nothing is selected, so the citation stays as it is.',
  joined: (at: string, criterion: string) => `Now also cited for ${criterion}: ${at}.`,
  known: (at: string, criterion: string) => `Already cited for ${criterion}: ${at}.`,
  removed: (at: string, keys: string) =>
    keys === '' ? `Citation removed: ${at}.` : `Citation removed: ${at}. ${keys} brings it back.`,
  moved: (at: string) => `The citation is now at ${at}.`,
  criterionAdded: (at: string, criterion: string) => `${at} is now cited for ${criterion}.`,
  criterionTaken: (at: string, criterion: string) => `${at} is no longer cited for ${criterion}.`,
  turned,
  undone: (what: string) => `Undone: ${what}`,
  doneAgain: (what: string) => `Done again: ${what}`,
  nothingToTurn: 'There is no such change of a citation.',
  atOf: (at: number, all: number, what: string) => `${format.number(at)} of ${format.number(all)}: ${what}`,
  lastOne: 'There is no further citation in this direction.',
  noneListed: 'There is no citation in the list.',

  list: 'Cited places',
  count: (count: number) => format.number(count),
  show: 'Citations shown',
  showAll: (count: number) => `All (${format.number(count)})`,
  showFile: (count: number) => `This file (${format.number(count)})`,
  showCriterion: (criterion: string, count: number) => `For ${criterion} (${format.number(count)})`,
  showLost: (count: number) => `Not found (${format.number(count)})`,
  search: 'Search the citations',
  searchHint: 'Search',
  clearSearch: 'Clear the search',
  noneMatches: 'No citation has these words.',
  noneInFile: 'Nothing in this file is cited yet.',
  noneForCriterion: (criterion: string) => `Nothing is cited for ${criterion} yet.`,
  noneLost: 'Every citation in the files opened so far was found.',

  lostCount: (count: number) => format.count(count, { one: '{n} not found', other: '{n} not found' }),
  lostTitle: 'Show the citations that are not found in their files',
  orphans: 'Not found in the file',
  orphansHint: 'The citation is kept and exported. Show where it was, or point it at the right place.',
  showWhere: (at: string) => `Show where it was: ${at}`,
  citeHereShort: 'Cite here instead',
  citeHereFor: (at: string) => `Point the citation ${at} at this place instead`,
  moreOf: (at: string) => `More for the citation ${at}`,
  forTitle: (letter: string, title: string) => `${letter} ${title}`,
  /** The words that are missing, or the place where there are none. */
  quoted: (words: string, short: string) => (words === '' ? short : `“${words}”`),
  standing: {
    found: '',
    unknown: '',
    moved: 'Found again at another place, or with other words around it, than where it was cited.',
    lost: 'This place is not found in the file.',
    'file-gone': 'The file is no longer among the evidence.',
  },
  fileGone: 'A file that is no longer among the evidence',
  replaced: 'The file was replaced after this was cited.',
  wholeSubmission: 'Whole',
  rowName: (parts: readonly string[]) => parts.filter((part) => part !== '').join(' · '),

  more: (count: number) => `+${format.number(count)} more`,
  fewer: 'Show fewer',
  uncited: 'no place cited',
  uncitedHint: 'No place cited for this score.',
  uncitedRequired: 'This score needs a place in the evidence.',
  uncitedScores: 'Scored without a cited place:',
  uncitedScore: (letter: string, title: string) => `Go to ${letter} ${title}: scored, no place cited`,
  chipsLost: (count: number) =>
    format.count(count, {
      one: '{n} cited place is not found in its file',
      other: '{n} cited places are not found in their files',
    }),
};
