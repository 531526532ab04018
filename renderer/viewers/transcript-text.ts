import { quoteOf } from '../../shared/annotation/quote.ts';
import type { Locator } from '../../shared/domain/locator.ts';
import type { Cue } from './parse-cues.ts';

export type TimeLocator = Extract<Locator, { kind: 'time' }>;

/** UTF-16 offsets in the words of a transcript, end exclusive. */
export type Stretch = { readonly from: number; readonly to: number };

/** All that is said, a line for each caption; `starts` says where in `text` the words of each begin. */
export type Transcript = {
  readonly cues: readonly Cue[];
  readonly text: string;
  readonly starts: readonly number[];
};

export const transcriptOf = (cues: readonly Cue[]): Transcript => {
  const starts: number[] = [];
  let at = 0;
  for (const { text } of cues) {
    starts.push(at);
    at += text.length + 1;
  }
  return { cues, starts, text: cues.map(({ text }) => text).join('\n') };
};

/** The last place in an ascending list whose value is at most `value`; −1 when all are greater. */
const lastUpTo = (length: number, valueAt: (at: number) => number, value: number): number => {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (valueAt(middle) <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
};

/** The caption an offset lies in; the line break after a caption belongs to it. −1 without captions. */
export const cueOfOffset = ({ starts }: Transcript, offset: number): number =>
  Math.max(
    starts.length > 0 ? 0 : -1,
    lastUpTo(starts.length, (at) => starts[at] ?? 0, offset),
  );

/** The caption that began last at a time; −1 before the first. */
export const cueBefore = ({ cues }: Transcript, seconds: number): number =>
  lastUpTo(cues.length, (at) => cues[at]?.start ?? 0, seconds);

/** From when to when the words of a stretch are said: from its first caption's start to the latest end of its captions. */
export const timesOf = (
  transcript: Transcript,
  { from, to }: Stretch,
): { readonly start: number; readonly end: number } | null => {
  const first = cueOfOffset(transcript, from);
  const last = cueOfOffset(transcript, Math.max(from, to - 1));
  const spoken = transcript.cues.slice(Math.max(0, first), last + 1);
  const [begin] = spoken;
  if (begin === undefined) return null;
  return { start: begin.start, end: Math.max(...spoken.map(({ end }) => end)) };
};

/** The place of selected words: when they are said, and the words. Null for blanks, or more than a citation can hold. */
export const placeOfWords = (transcript: Transcript, { from, to }: Stretch): TimeLocator | null => {
  const [blank = ''] = /^\s*/.exec(transcript.text.slice(from, to)) ?? [];
  const exact = transcript.text.slice(from, to).trim();
  const begin = from + blank.length;
  const quoted = quoteOf(transcript.text, begin, begin + exact.length);
  const times = timesOf(transcript, { from: begin, to: begin + exact.length });
  if (quoted === null || times === null) return null;
  return { kind: 'time', ...times, region: null, quote: quoted.quote };
};

const escaped = (word: string): string => word.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

/** Most matches that are looked for: nobody steps through more. */
const mostMatches = 5000;

/** Where words stand, whatever their case, and also across the end of a caption. */
export const findWords = (text: string, query: string): Stretch[] => {
  const words = query.trim().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  const pattern = new RegExp(words.map(escaped).join('\\s+'), 'giu');
  const found: Stretch[] = [];
  for (const { index, 0: match } of text.matchAll(pattern)) {
    if (found.length === mostMatches) break;
    found.push({ from: index, to: index + match.length });
  }
  return found;
};
