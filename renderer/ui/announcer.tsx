import { createContext, type ReactNode, useCallback, useContext, useEffect, useState } from 'react';
import styles from './announcer.module.css';

/** Says a sentence to eyes and ears for some seconds. For what has just been done, never for errors that need an answer. */
export type Announce = (sentence: string) => void;

const AnnounceContext = createContext<Announce>(() => undefined);

const shownFor = 6000;

export const AnnouncerProvider = ({ children }: { children: ReactNode }) => {
  const [note, setNote] = useState<{ readonly sentence: string } | null>(null);
  const announce = useCallback((sentence: string) => setNote({ sentence }), []);
  useEffect(() => {
    if (note === null) return undefined;
    const timer = setTimeout(() => setNote(null), shownFor);
    return () => clearTimeout(timer);
  }, [note]);
  return (
    <AnnounceContext value={announce}>
      {children}
      {/* The mark keeps it heard while a dialog hides the rest of the page. */}
      <div aria-live="polite" className={styles.place} data-live-announcer="true" role="status">
        {note !== null && <p className={styles.note}>{note.sentence}</p>}
      </div>
    </AnnounceContext>
  );
};

export const useAnnounce = (): Announce => useContext(AnnounceContext);
