import type { CommandId } from '../shortcuts/commands.ts';
import { useShortcutKeys } from '../shortcuts/shortcut-context.tsx';
import styles from './key-caps.module.css';

/** The chords of a binding, one or two, each a list of caps. */
export const Caps = ({ chords: [first = [], second] }: { chords: readonly (readonly string[])[] }) => (
  <span className={styles.caps}>
    <Chord caps={first} />
    {second !== undefined && (
      <>
        <span className={styles.then} />
        <Chord caps={second} />
      </>
    )}
  </span>
);

const Chord = ({ caps }: { caps: readonly string[] }) =>
  caps.map((cap) => (
    <kbd className={styles.cap} key={cap}>
      {cap}
    </kbd>
  ));

/** The first binding of a command, as it works now, as key caps; nothing for a command without keys. */
export const KeyCaps = ({ command }: { command: CommandId }) => {
  const chords = useShortcutKeys().capsOf(command);
  return chords.length === 0 ? null : <Caps chords={chords} />;
};
