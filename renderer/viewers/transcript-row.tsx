import { memo } from 'react';
import { useMessages } from '../messages/use-messages.ts';
import type { Cue } from './parse-cues.ts';
import { toneStyle } from './tone.ts';
import styles from './transcript-panel.module.css';
import type { QuotedPlace } from './transcript-quotes.ts';
import type { Stretch } from './transcript-text.ts';

type TranscriptRowProps = {
  readonly cue: Cue;
  readonly index: number;
  /** Where its words begin in the transcript. */
  readonly offset: number;
  readonly top: number;
  readonly current: boolean;
  /** It has the list's tab stop. */
  readonly isStop: boolean;
  readonly sameSpeaker: boolean;
  readonly places: readonly QuotedPlace[];
  readonly matches: readonly Stretch[];
  readonly shownMatch: Stretch | null;
  readonly measure: (element: Element | null) => void;
  readonly onSeek: (cue: number) => void;
};

type Piece = {
  readonly from: number;
  readonly text: string;
  readonly quoted: QuotedPlace | null;
  readonly match: 'shown' | 'other' | null;
};

const covers = ({ from, to }: Stretch, at: number): boolean => from <= at && at < to;

/** The words cut wherever a quote or a match begins or ends. */
const piecesOf = ({ cue, offset, places, matches, shownMatch }: TranscriptRowProps): Piece[] => {
  const end = offset + cue.text.length;
  const near = matchesIn(matches, offset, end);
  const cuts = new Set([offset, end]);
  for (const { from, to } of [...places, ...near]) {
    cuts.add(Math.min(end, Math.max(offset, from)));
    cuts.add(Math.min(end, Math.max(offset, to)));
  }
  const sorted = [...cuts].sort((a, b) => a - b);
  return sorted.slice(0, -1).map((from, at) => {
    const match = near.find((one) => covers(one, from));
    return {
      from,
      text: cue.text.slice(from - offset, (sorted[at + 1] ?? end) - offset),
      quoted: places.find((place) => covers(place, from)) ?? null,
      match: match === undefined ? null : match === shownMatch ? 'shown' : 'other',
    };
  });
};

/** Matches that touch a caption. They come sorted, so the first one is searched for, not walked to. */
const matchesIn = (matches: readonly Stretch[], from: number, to: number): readonly Stretch[] => {
  let low = 0;
  let high = matches.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((matches[middle]?.to ?? 0) <= from) low = middle + 1;
    else high = middle;
  }
  let end = low;
  while (end < matches.length && (matches[end]?.from ?? to) < to) end += 1;
  return matches.slice(low, end);
};

/** One caption: its time, which goes there; who speaks, when that changes; its words with quotes and matches. */
export const TranscriptRow = memo((props: TranscriptRowProps) => {
  const { cue, index, top, current, isStop, sameSpeaker, measure, onSeek } = props;
  const m = useMessages();
  return (
    <li
      aria-current={current ? 'true' : undefined}
      className={styles.line}
      data-cue={index}
      data-index={index}
      ref={measure}
      style={{ transform: `translateY(${top}px)` }}
    >
      <button
        aria-label={m.viewerMedia.goTo(cue.start, cue.speaker)}
        className={styles.time}
        onClick={() => onSeek(index)}
        tabIndex={isStop ? 0 : -1}
        type="button"
      >
        {m.viewerMedia.time(cue.start)}
      </button>
      {/* biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: a click on the words goes there, too; the keyboard has the time beside them. */}
      <div
        className={styles.said}
        onClick={() => {
          if (document.getSelection()?.isCollapsed !== false) onSeek(index);
        }}
      >
        {cue.speaker !== null && !sameSpeaker && <span className={styles.speaker}>{cue.speaker}</span>}
        <p className={styles.words} data-words={index}>
          {piecesOf(props).map((piece) => (
            <Piece key={piece.from} {...piece} />
          ))}
        </p>
      </div>
    </li>
  );
});

const Piece = ({ text, quoted, match }: Piece) => {
  const m = useMessages();
  if (quoted === null && match === null) return <span>{text}</span>;
  return (
    <mark
      className={styles.piece}
      data-match={match ?? undefined}
      data-quoted={quoted?.state}
      style={quoted === null ? undefined : toneStyle(quoted.mark.tone)}
      title={quoted === null ? undefined : m.viewerMedia.quoted(quoted.mark.letters)}
    >
      {text}
    </mark>
  );
};
