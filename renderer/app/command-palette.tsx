import { Search } from 'lucide-react';
import { useEffect, useRef } from 'react';
import {
  Autocomplete,
  Dialog,
  Input,
  ListBox,
  ListBoxItem,
  Modal,
  ModalOverlay,
  SearchField,
  Text,
  useFilter,
} from 'react-aria-components';
import { useMessages } from '../messages/use-messages.ts';
import { type CommandId, commandTable } from '../shortcuts/commands.ts';
import { useAvailableCommands, useShortcutRegistry } from '../shortcuts/shortcut-context.tsx';
import { classNames } from '../ui/class-names.ts';
import { KeyCaps } from '../ui/key-caps.tsx';
import box from '../ui/search-box.module.css';
import styles from './command-palette.module.css';

/** Every command that can run now, found by its words. The chosen one runs when the palette is gone. */
export const CommandPalette = ({ onClose }: { onClose: () => void }) => {
  const m = useMessages();
  const registry = useShortcutRegistry();
  const available = useAvailableCommands();
  const { contains } = useFilter({ sensitivity: 'base' });
  const chosen = useRef<CommandId | null>(null);
  // On the way out, so that what the command opens or focuses is not closed or left again with the palette.
  useEffect(
    () => () => {
      if (chosen.current !== null) registry.run(chosen.current);
    },
    [registry],
  );

  const offered = available.filter((id) => commandTable[id].hidden !== true && id !== 'app.palette');
  return (
    <ModalOverlay
      className={styles.veil ?? ''}
      isDismissable
      isOpen
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <Modal className={styles.modal ?? ''}>
        <Dialog aria-label={m.app.paletteLabel} className={styles.dialog ?? ''}>
          <Autocomplete filter={(text, words) => contains(text, words)}>
            <SearchField
              aria-label={m.app.paletteLabel}
              autoFocus
              className={classNames(box.box, styles.search)}
            >
              <Search aria-hidden />
              <Input
                className={classNames(box.input, styles.input)}
                placeholder={m.app.palettePlaceholder}
                render={(props) => <input {...props} aria-expanded role="combobox" />}
              />
            </SearchField>
            <ListBox
              aria-label={m.app.paletteLabel}
              className={styles.menu ?? ''}
              onAction={(key) => {
                chosen.current = key as CommandId;
                onClose();
              }}
              renderEmptyState={() => <p className={styles.empty}>{m.app.paletteEmpty}</p>}
            >
              {offered.map((id) => (
                <ListBoxItem
                  className={styles.item ?? ''}
                  id={id}
                  key={id}
                  textValue={commandTable[id].label(m)}
                >
                  <Text slot="label">{commandTable[id].label(m)}</Text>
                  <KeyCaps command={id} />
                </ListBoxItem>
              ))}
            </ListBox>
          </Autocomplete>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
};
