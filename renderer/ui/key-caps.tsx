import { Fragment } from 'react';
import type { CommandId } from '../shortcuts/commands.ts';
import { capsOf } from '../shortcuts/shortcut-context.tsx';
import styles from './key-caps.module.css';

/** The chords of a binding, each a list of caps. */
export const Caps = ({ chords }: { chords: readonly (readonly string[])[] }) => (
  <span className={styles.caps}>
    {chords.map((chord, at) => (
      <Fragment key={chord.join('+')}>
        {at > 0 && <span className={styles.then} />}
        {chord.map((cap) => (
          <kbd className={styles.cap} key={cap}>
            {cap}
          </kbd>
        ))}
      </Fragment>
    ))}
  </span>
);

/** The first binding of a command as key caps; nothing for a command without keys. */
export const KeyCaps = ({ command }: { command: CommandId }) => {
  const chords = capsOf(command);
  return chords.length === 0 ? null : <Caps chords={chords} />;
};
