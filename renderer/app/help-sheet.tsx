import { Keyboard, Printer } from 'lucide-react';
import { Fragment, useState } from 'react';
import { useMessages } from '../messages/use-messages.ts';
import { commandGroups } from '../shortcuts/command-groups.ts';
import { type CommandId, commandTable } from '../shortcuts/commands.ts';
import { bindingCaps, useShortcutKeys } from '../shortcuts/shortcut-context.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Caps } from '../ui/key-caps.tsx';
import { TextField } from '../ui/text-field.tsx';
import styles from './help-sheet.module.css';

type HelpSheetProps = {
  readonly onClose: () => void;
  /** Absent where there are no settings to change keys in. */
  readonly onChangeKeys?: (() => void) | undefined;
};

/** Every key there is, by where it works. Read from the same table, with the same changes, that makes them work. */
export const HelpSheet = ({ onClose, onChangeKeys }: HelpSheetProps) => {
  const m = useMessages();
  const { effectiveKeys } = useShortcutKeys();
  const [words, setWords] = useState('');
  const groups = commandGroups({ by: 'words', words }, effectiveKeys, m)
    .map(({ scope, ids }) => ({ scope, ids: ids.filter((id) => effectiveKeys(id).length > 0) }))
    .filter(({ ids }) => ids.length > 0);
  return (
    <Dialog
      footer={
        <>
          {onChangeKeys !== undefined && (
            <Button icon={<Keyboard aria-hidden />} onPress={onChangeKeys}>
              {m.app.helpChange}
            </Button>
          )}
          <Button icon={<Printer aria-hidden />} onPress={() => window.print()}>
            {m.app.helpPrint}
          </Button>
        </>
      }
      isOpen
      onClose={onClose}
      title={m.app.helpTitle}
      wide
    >
      <div className={styles.find}>
        <TextField autoFocus hint={m.app.helpText} label={m.app.helpFind} onChange={setWords} value={words} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the sheet scrolls, and has to with keys alone */}
      <section aria-label={m.app.helpTitle} className={styles.sheet} tabIndex={0}>
        {groups.length === 0 && <p className={styles.nothing}>{m.keyBindings.nothingByWords(words)}</p>}
        <div className={styles.columns}>
          {groups.map(({ scope, ids }) => (
            <section className={styles.scope} key={scope}>
              <h3 className={styles.scopeTitle}>{m.commands.scope[scope]}</h3>
              <dl>
                {ids.map((id) => (
                  <Row id={id} key={id} />
                ))}
              </dl>
            </section>
          ))}
        </div>
      </section>
    </Dialog>
  );
};

const Row = ({ id }: { id: CommandId }) => {
  const m = useMessages();
  const { effectiveKeys, mac } = useShortcutKeys();
  return (
    <div className={styles.row}>
      <dt>{commandTable[id].label(m)}</dt>
      <dd>
        {effectiveKeys(id).map((binding, at) => (
          <Fragment key={binding}>
            {at > 0 && <span className={styles.or}>{m.app.orKey}</span>}
            <Caps chords={bindingCaps(binding, mac)} />
          </Fragment>
        ))}
      </dd>
    </div>
  );
};
