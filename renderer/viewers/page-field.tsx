import { useState } from 'react';
import { useMessages } from '../messages/use-messages.ts';
import styles from './page-field.module.css';

type PageFieldProps = {
  readonly page: number;
  readonly pages: number;
  readonly onGo: (page: number) => void;
};

/** The page number, which can be typed; Enter goes there. */
export const PageField = ({ page, pages, onGo }: PageFieldProps) => {
  const m = useMessages();
  const [typed, setTyped] = useState<string | null>(null);
  const go = (): void => {
    const wanted = Number(typed);
    if (typed !== null && Number.isInteger(wanted) && wanted >= 1) onGo(wanted);
    setTyped(null);
  };
  return (
    <span className={styles.field}>
      <input
        aria-label={m.viewers.goToPage}
        className={styles.input}
        inputMode="numeric"
        onBlur={go}
        onChange={(event) => setTyped(event.currentTarget.value.replace(/\D/g, ''))}
        onKeyDown={(event) => {
          if (event.key === 'Enter') go();
          if (event.key === 'Escape') setTyped(null);
        }}
        value={typed ?? String(page)}
      />
      {m.viewers.ofPages(pages)}
    </span>
  );
};
