import { useMessages } from '../messages/use-messages.ts';
import styles from './skeleton.module.css';
import { VisuallyHidden } from './visually-hidden.tsx';

const widths = ['72%', '88%', '64%', '80%', '56%', '92%', '70%', '84%'];

/** Grey lines where text will be; not shown before 150 ms, so that quick answers do not flicker. */
export const Skeleton = ({ lines = 6 }: { lines?: number }) => {
  const m = useMessages();
  return (
    <div className={styles.group} role="status">
      <VisuallyHidden>{m.common.loading}</VisuallyHidden>
      {Array.from({ length: lines }, (_, at) => (
        <span
          className={styles.line}
          key={`line-${String(at)}`}
          style={{ width: widths[at % widths.length] }}
        />
      ))}
    </div>
  );
};
