import type { FilledSnippet } from '../../shared/domain/fill-snippet.ts';
import styles from './filled-text.module.css';

/** A filled snippet with its blanks marked. */
export const FilledText = ({ text, blanks }: FilledSnippet) => {
  const ends = [0, ...blanks.map(({ end }) => end)];
  return (
    <p className={styles.text}>
      {blanks.map(({ start, end }, at) => (
        <span key={start}>
          {text.slice(ends[at], start)}
          <mark className={styles.blank}>{text.slice(start, end)}</mark>
        </span>
      ))}
      {text.slice(ends.at(-1))}
    </p>
  );
};
