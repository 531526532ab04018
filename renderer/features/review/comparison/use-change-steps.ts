import { useEffect, useMemo, useRef, useState } from 'react';
import { useMessages } from '../../../messages/use-messages.ts';
import { useShortcut } from '../../../shortcuts/shortcut-context.tsx';
import { changeRuns, type TextChange } from './text-changes.ts';

/** Characters of a change that are read out when it is gone to. */
const spoken = 200;

/**
 * Goes from change to change by key and button, round at the ends, and brings it into view. `words`: what it is, for who
 * cannot see it.
 */
export const useChangeSteps = (changes: readonly TextChange[], count: number) => {
  const m = useMessages();
  const body = useRef<HTMLElement>(null);
  const [current, setCurrent] = useState<number | null>(null);

  const go = (direction: -1 | 1): void => {
    if (count === 0) return;
    const from = current ?? (direction === 1 ? -1 : 0);
    setCurrent((from + direction + count) % count);
  };
  const runs = useMemo(() => changeRuns(changes), [changes]);
  const words = (current === null ? [] : (runs[current] ?? []))
    .map(({ kind, text }) => {
      const short = text.replace(/\s+/gu, ' ').trim().slice(0, spoken);
      return kind === 'added' ? m.comparison.added(short) : m.comparison.removed(short);
    })
    .join(' ');
  useShortcut('review.nextChange', () => go(1), count > 0);
  useShortcut('review.previousChange', () => go(-1), count > 0);

  useEffect(() => {
    if (current === null) return;
    body.current?.querySelector(`[data-change="${current}"]`)?.scrollIntoView({ block: 'center' });
  }, [current]);

  return { body, current, go, words };
};
