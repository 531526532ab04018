import { useEffect, useRef, useState } from 'react';
import type { Locator } from '../../shared/domain/locator.ts';
import { useMessages } from '../messages/use-messages.ts';
import { useAnnounce } from '../ui/announcer.tsx';
import { type MarkPart, retimed, type TimedMark } from './media-retime.ts';
import type { TimeLocator } from './transcript-text.ts';

/** A citation that is being moved: where it stands meanwhile. */
export type Draft = { readonly mark: TimedMark; readonly part: MarkPart; readonly locator: TimeLocator };

type RetimeParts = {
  /** Seconds. */
  readonly duration: number;
  readonly onMove: ((markId: string, locator: Locator) => void) | null;
  /** Shows the moment that is being chosen. */
  readonly onPreview: (seconds: number) => void;
  readonly stillSaid: (moved: TimeLocator) => boolean;
};

const sameTimes = (a: TimeLocator, b: TimeLocator): boolean => a.start === b.start && a.end === b.end;

/** Moving a citation in time. Nothing is kept until `commit`; `cancel` puts it back. */
export const useRetime = ({ duration, onMove, onPreview, stillSaid }: RetimeParts) => {
  const m = useMessages();
  const announce = useAnnounce();
  const [draft, setDraftState] = useState<Draft | null>(null);
  const current = useRef<Draft | null>(null);
  const setDraft = (next: Draft | null): void => {
    current.current = next;
    setDraftState(next);
  };

  const moveTo = (mark: TimedMark, part: MarkPart, by: number): void => {
    const locator = retimed(mark.locator, part, by, duration, stillSaid);
    setDraft({ mark, part, locator });
    onPreview(part === 'end' && locator.end !== null ? locator.end : locator.start);
  };

  const cancel = (): void => {
    if (current.current === null) return;
    setDraft(null);
    announce(m.viewerMedia.moveCancelled);
  };

  const commit = (): void => {
    const moved = current.current;
    if (moved === null) return;
    setDraft(null);
    if (sameTimes(moved.locator, moved.mark.locator)) return;
    onMove?.(moved.mark.id, moved.locator);
    announce(m.viewerMedia.moved(moved.locator.start, moved.locator.end));
  };

  // A citation that is changed or taken away elsewhere while it is being moved stays as it is there.
  useEffect(() => {
    if (onMove === null) {
      current.current = null;
      setDraftState(null);
    }
  }, [onMove]);

  return {
    draft,
    /** Moves a citation from where it stood by seconds. */
    moveTo,
    /** Moves the one being moved further, or begins with it. */
    nudge: (mark: TimedMark, part: MarkPart, by: number): void => {
      const begun = current.current;
      const same = begun !== null && begun.mark.id === mark.id && begun.part === part;
      const from = same ? { ...begun.locator, quote: mark.locator.quote } : null;
      const moved = from === null ? null : retimed(from, part, by, duration, stillSaid);
      if (moved === null) {
        commit();
        moveTo(mark, part, by);
        return;
      }
      setDraft({ mark, part, locator: moved });
      onPreview(part === 'end' && moved.end !== null ? moved.end : moved.start);
    },
    cancel,
    commit,
  };
};

export type Retime = ReturnType<typeof useRetime>;
