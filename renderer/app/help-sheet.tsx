import { Fragment } from 'react';
import { useMessages } from '../messages/use-messages.ts';
import { chordsOf, keyCaps } from '../shortcuts/chord.ts';
import type { CommandScope } from '../shortcuts/command-row.ts';
import { type CommandId, commandIds, commandTable } from '../shortcuts/commands.ts';
import { isMac } from '../shortcuts/shortcut-context.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Caps } from '../ui/key-caps.tsx';
import styles from './help-sheet.module.css';

const scopes: readonly CommandScope[] = ['everywhere', 'queue', 'sync', 'review', 'evidence'];

const idsOf = (scope: CommandScope): CommandId[] =>
  commandIds.filter((id) => commandTable[id].scope === scope && commandTable[id].keys.length > 0);

/** Every key there is, by where it works. Read from the same table that makes them work. */
export const HelpSheet = ({ onClose }: { onClose: () => void }) => {
  const m = useMessages();
  return (
    <Dialog isOpen onClose={onClose} title={m.app.helpTitle} wide>
      <p className={styles.note}>{m.app.helpText}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the sheet scrolls, and has to with keys alone */}
      <section aria-label={m.app.helpTitle} className={styles.sheet} tabIndex={0}>
        {scopes.map((scope) => {
          const ids = idsOf(scope);
          return ids.length === 0 ? null : (
            <section className={styles.scope} key={scope}>
              <h3 className={styles.scopeTitle}>{m.commands.scope[scope]}</h3>
              <dl className={styles.keys}>
                {ids.map((id) => (
                  <Row id={id} key={id} />
                ))}
              </dl>
            </section>
          );
        })}
      </section>
    </Dialog>
  );
};

const Row = ({ id }: { id: CommandId }) => {
  const m = useMessages();
  return (
    <>
      <dt>{commandTable[id].label(m)}</dt>
      <dd>
        {commandTable[id].keys.map((binding, at) => (
          <Fragment key={binding}>
            {at > 0 && <span className={styles.or}>{m.app.orKey}</span>}
            <Caps chords={chordsOf(binding).map((chord) => keyCaps(chord, isMac()))} />
          </Fragment>
        ))}
      </dd>
    </>
  );
};
