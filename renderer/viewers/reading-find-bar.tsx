import { useEffect, useRef } from 'react';
import { useMessages } from '../messages/use-messages.ts';
import { FindBar } from './find-bar.tsx';
import { matchLimit } from './reading-find.ts';
import type { ReadingFind } from './use-reading-find.ts';

type ReadingFindBarProps = {
  readonly find: ReadingFind;
  /** Counts the times the search was asked for: each puts the keys into the field. */
  readonly asked: number;
};

/** The search above a text; closing it leaves the match selected. */
export const ReadingFindBar = ({ find, asked }: ReadingFindBarProps) => {
  const m = useMessages();
  const field = useRef<HTMLInputElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each asking puts the keys into the field.
  useEffect(() => field.current?.select(), [asked]);
  const { matches, words, at } = find;
  const count =
    matches.length === 0
      ? m.viewerReading.findNothing
      : m.viewerReading.findCount(at + 1, matches.length, matches.length === matchLimit);
  const empty = words.trim() === '';
  return (
    <FindBar
      closeLabel={m.viewerReading.findClose}
      count={empty ? '' : count}
      field={field}
      label={m.viewerReading.find}
      matches={matches.length}
      nothing={!empty && matches.length === 0}
      onClose={find.close}
      onSeek={find.seek}
      onStep={find.step}
      placeholder={m.viewerReading.findPlaceholder}
      words={words}
    />
  );
};
