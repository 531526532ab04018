import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { findWords, type Stretch, type Transcript } from './transcript-text.ts';

/** Looking for words in a transcript: what was asked, where it stands, and which of those is shown. */
export const useTranscriptSearch = (
  transcript: Transcript,
  show: (stretch: Stretch) => void,
  focusAtOnce: boolean,
) => {
  const field = useRef<HTMLInputElement>(null);
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const asked = useDeferredValue(query);
  const matches = useMemo(() => findWords(transcript.text, asked), [transcript, asked]);
  const shown = matches[Math.min(at, matches.length - 1)] ?? null;
  const latest = useRef(show);
  useEffect(() => {
    latest.current = show;
  });

  useEffect(() => {
    if (shown !== null) latest.current(shown);
  }, [shown]);

  const focus = (): void => {
    field.current?.focus();
    field.current?.select();
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the panel opens.
  useEffect(() => {
    if (focusAtOnce) focus();
  }, []);

  return {
    field,
    query,
    matches,
    shown,
    at: Math.min(at, Math.max(0, matches.length - 1)),
    ask: (next: string): void => {
      setQuery(next);
      setAt(0);
    },
    go: (direction: -1 | 1): void => {
      if (matches.length > 0)
        setAt((known) => (Math.min(known, matches.length - 1) + direction + matches.length) % matches.length);
    },
    focus,
  };
};
