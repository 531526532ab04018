import { type Anchorer, createAnchorer } from '../../shared/annotation/anchor.ts';
import { codePointIndex, codePointsBefore } from '../../shared/annotation/code-points.ts';
import {
  cueBefore,
  cueOfOffset,
  type Stretch,
  type TimeLocator,
  type Transcript,
  timesOf,
} from './transcript-text.ts';
import type { ViewerMark } from './viewer.ts';

/** A citation's words in the transcript. `moved`: elsewhere than cited, or with other words in or around them. */
export type QuotedPlace = Stretch & {
  readonly mark: ViewerMark;
  readonly state: 'found' | 'moved';
  /** The words are said in the time that is cited. */
  readonly saidThen: boolean;
};

/** Seconds that captions may have been shifted by without the quote counting as moved: less than a word. */
const tolerance = 0.5;

const isSaidThen = (transcript: Transcript, place: Stretch, { start, end }: TimeLocator): boolean => {
  const times = timesOf(transcript, place);
  if (times === null) return false;
  return times.start <= (end ?? start) + tolerance && times.end >= start - tolerance;
};

const isUnchanged = ({ text }: Transcript, { from, to }: Stretch, { quote }: TimeLocator): boolean =>
  quote !== null &&
  text.slice(from, to) === quote.exact &&
  text.slice(0, from).endsWith(quote.prefix) &&
  text.startsWith(quote.suffix, to);

/** Finds the quotes of citations in a transcript: first where they were said, then anywhere in it. */
export const createQuoteFinder = (transcript: Transcript) => {
  const anchorer: Anchorer = createAnchorer(transcript.text);
  const points = codePointIndex(transcript.text);
  return {
    find: (mark: ViewerMark): QuotedPlace | null => {
      const { locator } = mark;
      if (locator.kind !== 'time' || locator.quote === null) return null;
      const cue = Math.max(0, cueBefore(transcript, locator.start + 0.001));
      const start = points.toPoints(transcript.starts[cue] ?? 0);
      const length = codePointsBefore(locator.quote.exact, locator.quote.exact.length);
      const found = anchorer.find(locator.quote, { start, end: start + length });
      if (found === null) return null;
      const saidThen = isSaidThen(transcript, found, locator);
      const state = saidThen && isUnchanged(transcript, found, locator) ? 'found' : 'moved';
      return { from: found.from, to: found.to, mark, state, saidThen };
    },
  };
};

export type QuoteFinder = ReturnType<typeof createQuoteFinder>;

/** The quoted places by the caption they touch, for drawing captions one by one. */
export const placesByCue = (
  transcript: Transcript,
  places: readonly QuotedPlace[],
): ReadonlyMap<number, readonly QuotedPlace[]> => {
  const byCue = new Map<number, QuotedPlace[]>();
  for (const place of places) {
    const last = cueOfOffset(transcript, Math.max(place.from, place.to - 1));
    for (let cue = cueOfOffset(transcript, place.from); cue >= 0 && cue <= last; cue += 1) {
      const known = byCue.get(cue);
      if (known === undefined) byCue.set(cue, [place]);
      else known.push(place);
    }
  }
  return byCue;
};
