import { Keyboard, Search } from 'lucide-react';
import { useState } from 'react';
import { ToggleButton } from 'react-aria-components';
import { useMessages } from '../../../messages/use-messages.ts';
import { chordOf, isModifierKey, type KeyPress } from '../../../shortcuts/chord.ts';
import { type CommandSearch, commandGroups } from '../../../shortcuts/command-groups.ts';
import { commandIds, commandTable } from '../../../shortcuts/commands.ts';
import { defaultKeys, isChanged } from '../../../shortcuts/key-choices.ts';
import { useShortcutKeys, useShortcutRegistry } from '../../../shortcuts/shortcut-context.tsx';
import { Button } from '../../../ui/button.tsx';
import { KeyCaps } from '../../../ui/key-caps.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { VisuallyHidden } from '../../../ui/visually-hidden.tsx';
import { Part } from '../part.tsx';
import { chordWords } from './binding-words.ts';
import { KeyDialog } from './key-dialog.tsx';
import { KeyField } from './key-field.tsx';
import { KeyList, type KeyWish } from './key-list.tsx';
import styles from './keys-section.module.css';
import { ResetAllDialog, ResetDialog } from './reset-dialogs.tsx';
import { useKeyChoices } from './use-key-choices.ts';

const everything: CommandSearch = { by: 'words', words: '' };

/** Every command with its keys, and the ways to give it others. */
export const KeysSection = () => {
  const m = useMessages();
  const { effectiveKeys, mac } = useShortcutKeys();
  const { conflicts, reset } = useKeyChoices();
  const [search, setSearch] = useState<CommandSearch>(everything);
  const [wish, setWish] = useState<KeyWish | null>(null);
  const done = (): void => setWish(null);

  const onWish = (next: KeyWish): void => {
    const plainReset = next.kind === 'reset' && conflicts(next.id, defaultKeys(next.id)).length === 0;
    if (plainReset) reset(next.id);
    else setWish(next);
  };
  const groups = commandGroups(search, effectiveKeys, m);
  const changed = commandIds.filter((id) => isChanged(effectiveKeys, id)).length;
  const lead = [m.keyBindings.text, m.keyBindings.changedCount(changed)];
  const nothing =
    search.by === 'words'
      ? m.keyBindings.nothingByWords(search.words)
      : m.keyBindings.nothingByKey(chordWords(search.chord ?? '', mac));
  return (
    <Part actions={<Actions changed={changed} />} lead={lead} title={m.keyBindings.title}>
      <Find onSearch={setSearch} search={search} />
      <KeyList groups={groups} nothing={nothing} onWish={onWish} />
      {wish?.kind === 'reset' && <ResetDialog id={wish.id} onClose={done} />}
      {wish !== null && wish.kind !== 'reset' && <KeyDialog id={wish.id} mode={wish.kind} onClose={done} />}
    </Part>
  );
};

/** `changed`: how many commands have other keys than they came with. */
const Actions = ({ changed }: { changed: number }) => {
  const m = useMessages();
  const registry = useShortcutRegistry();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button command="app.help" onPress={() => registry.run('app.help')}>
        {m.keyBindings.showAll}
        <KeyCaps command="app.help" />
      </Button>
      <Button isDisabled={changed === 0} onPress={() => setAsking(true)}>
        {m.keyBindings.resetAll}
      </Button>
      {asking && <ResetAllDialog changed={changed} onClose={() => setAsking(false)} />}
    </>
  );
};

type FindProps = { readonly search: CommandSearch; readonly onSearch: (search: CommandSearch) => void };

const Find = ({ search, onSearch }: FindProps) => {
  const m = useMessages();
  const { effectiveKeys, mac } = useShortcutKeys();
  const onKey = (press: KeyPress): boolean => {
    if (press.key === 'Tab') return false;
    if (press.key === 'Escape') onSearch(everything);
    else if (!isModifierKey(press)) onSearch({ by: 'key', chord: chordOf(press, mac) });
    return true;
  };
  const shown = commandGroups(search, effectiveKeys, m).flatMap(({ ids }) => ids);
  return (
    <search className={styles.find}>
      <div className={styles.field}>
        {search.by === 'key' ? (
          <KeyField
            hint={m.keyBindings.findKeyHint}
            label={m.keyBindings.findKey}
            onKey={onKey}
            words={search.chord === null ? '' : chordWords(search.chord, mac)}
          />
        ) : (
          <TextField
            hint={m.keyBindings.listHint}
            label={m.keyBindings.findWords}
            onChange={(words) => onSearch({ by: 'words', words })}
            placeholder={m.keyBindings.findWordsHint}
            value={search.words}
          />
        )}
        <span aria-live="polite">
          <VisuallyHidden>
            {shown.length === commandIds.length
              ? ''
              : m.keyBindings.found(
                  shown.length,
                  shown.slice(0, 3).map((id) => commandTable[id].label(m)),
                )}
          </VisuallyHidden>
        </span>
      </div>
      <ToggleButton
        className={styles.toggle ?? ''}
        isSelected={search.by === 'key'}
        onChange={(byKey) => onSearch(byKey ? { by: 'key', chord: null } : everything)}
      >
        {search.by === 'key' ? <Search aria-hidden /> : <Keyboard aria-hidden />}
        {m.keyBindings.byKey}
      </ToggleButton>
    </search>
  );
};
