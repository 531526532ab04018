import { useMessages } from '../messages/use-messages.ts';
import styles from './skip-link.module.css';

/** The first stop of the Tab key: past the rail, to the screen. A button, because the address names the screen. */
export const SkipLink = () => {
  const m = useMessages();
  return (
    <button className={styles.skip} onClick={() => document.getElementById('content')?.focus()} type="button">
      {m.app.skipToContent}
    </button>
  );
};
