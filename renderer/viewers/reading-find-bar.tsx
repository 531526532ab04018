import { ChevronDown, ChevronUp, X } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { useMessages } from '../messages/use-messages.ts';
import { IconButton } from '../ui/button.tsx';
import { matchLimit } from './reading-find.ts';
import styles from './reading-find-bar.module.css';
import type { ReadingFind } from './use-reading-find.ts';

type ReadingFindBarProps = {
  readonly find: ReadingFind;
  /** Counts the times the search was asked for: each puts the keys into the field. */
  readonly asked: number;
};

/** The search above a text: Enter and Shift+Enter go from match to match, Escape leaves with the match selected. */
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

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter') find.step(event.shiftKey ? -1 : 1);
    else if (event.key === 'Escape') find.close();
    else return;
    event.preventDefault();
  };

  return (
    <search aria-label={m.viewerReading.find} className={styles.bar}>
      <input
        aria-label={m.viewerReading.find}
        className={styles.field}
        onChange={({ currentTarget }) => find.seek(currentTarget.value)}
        onKeyDown={onKeyDown}
        placeholder={m.viewerReading.findPlaceholder}
        ref={field}
        spellCheck={false}
        type="text"
        value={words}
      />
      <output className={styles.count}>{words.trim() === '' ? '' : count}</output>
      <IconButton
        command="evidence.findPrevious"
        icon={<ChevronUp />}
        isDisabled={matches.length === 0}
        label={m.viewers.findPrevious}
        onPress={() => find.step(-1)}
        size="small"
      />
      <IconButton
        command="evidence.findNext"
        icon={<ChevronDown />}
        isDisabled={matches.length === 0}
        label={m.viewers.findNext}
        onPress={() => find.step(1)}
        size="small"
      />
      <IconButton icon={<X />} label={m.viewerReading.findClose} onPress={find.close} size="small" />
    </search>
  );
};
