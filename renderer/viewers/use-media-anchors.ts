import { useEffect, useMemo } from 'react';
import { isBehindEnd } from './media-actions.ts';
import type { TimedMark } from './media-retime.ts';
import { createQuoteFinder, type QuotedPlace, type QuoteFinder } from './transcript-quotes.ts';
import type { TimeLocator } from './transcript-text.ts';
import type { TranscriptState } from './use-transcript.ts';
import type { AnchorState, ViewerMark } from './viewer.ts';

const quotesOf = (
  finder: QuoteFinder | null,
  marks: readonly TimedMark[],
): ReadonlyMap<string, QuotedPlace> => {
  const places = marks.flatMap((mark) => finder?.find(mark) ?? []);
  return new Map(places.map((place) => [place.mark.id, place]));
};

const anchorOf = (
  mark: ViewerMark,
  duration: number,
  transcript: TranscriptState,
  quotes: ReadonlyMap<string, QuotedPlace>,
): AnchorState | null => {
  if (mark.locator.kind === 'whole') return 'found';
  if (mark.locator.kind !== 'time' || isBehindEnd(mark.locator.start, duration)) return 'lost';
  if (mark.locator.quote === null) return 'found';
  // Without its words the time still stands, but nobody can say that this is what was quoted.
  if (transcript.kind === 'loading') return null;
  return quotes.get(mark.id)?.state ?? 'moved';
};

/** How citations are anchored in a recording of this length (seconds) with these captions; those not named: not known yet. */
export const mediaAnchors = (
  marks: readonly ViewerMark[],
  duration: number,
  transcript: TranscriptState,
  quotes: ReadonlyMap<string, QuotedPlace>,
): ReadonlyMap<string, AnchorState> => {
  const states = marks.flatMap((mark): [string, AnchorState][] => {
    const state = anchorOf(mark, duration, transcript, quotes);
    return state === null ? [] : [[mark.id, state]];
  });
  return new Map(states);
};

type AnchorParts = {
  /** Seconds; 0: not known yet. */
  readonly duration: number;
  readonly transcript: TranscriptState;
  readonly onAnchors: (states: ReadonlyMap<string, AnchorState>) => void;
};

/** Tells how citations were anchored, once the length of the recording is known. */
const useAnchors = (
  marks: readonly ViewerMark[],
  quotes: ReadonlyMap<string, QuotedPlace>,
  { duration, transcript, onAnchors }: AnchorParts,
): void => {
  useEffect(() => {
    if (duration <= 0) return;
    const states = mediaAnchors(marks, duration, transcript, quotes);
    if (states.size > 0) onAnchors(states);
  }, [marks, quotes, duration, transcript, onAnchors]);
};

/** Where the words of citations stand in the transcript; tells the desk how every citation was anchored. */
export const useMediaAnchors = (
  marks: readonly ViewerMark[],
  timed: readonly TimedMark[],
  parts: AnchorParts,
) => {
  const { transcript } = parts;
  const finder = useMemo(
    () => (transcript.kind === 'ready' ? createQuoteFinder(transcript.transcript) : null),
    [transcript],
  );
  const quotes = useMemo(() => quotesOf(finder, timed), [finder, timed]);
  useAnchors(marks, quotes, parts);
  /** Whether what a citation quotes is still said in the time it was moved to. */
  const stillSaid = (moved: TimeLocator): boolean => {
    if (moved.quote === null || finder === null) return true;
    const place = finder.find({ id: '', title: '', letters: '', tone: null, locator: moved });
    return place?.saidThen ?? true;
  };
  return { quotes, stillSaid };
};
