import { Pencil, Plus, RotateCcw } from 'lucide-react';
import { Fragment } from 'react';
import { GridList, GridListHeader, GridListItem, GridListSection } from 'react-aria-components';
import { useMessages } from '../../../messages/use-messages.ts';
import type { CommandScope } from '../../../shortcuts/command-row.ts';
import { type CommandId, commandTable } from '../../../shortcuts/commands.ts';
import { isChanged, mostBindings } from '../../../shortcuts/key-choices.ts';
import { bindingCaps, useShortcutKeys } from '../../../shortcuts/shortcut-context.tsx';
import { Badge } from '../../../ui/badge.tsx';
import { IconButton } from '../../../ui/button.tsx';
import { classNames } from '../../../ui/class-names.ts';
import { Caps } from '../../../ui/key-caps.tsx';
import rows from '../rows.module.css';
import { keysWords } from './binding-words.ts';
import styles from './key-list.module.css';

/** What is wanted of a command's keys. */
export type KeyWish = { readonly id: CommandId; readonly kind: 'change' | 'add' | 'reset' };

type KeyListProps = {
  readonly groups: readonly { readonly scope: CommandScope; readonly ids: readonly CommandId[] }[];
  readonly onWish: (wish: KeyWish) => void;
  /** Said where the search finds nothing. */
  readonly nothing: string;
};

/** Commands by where they work, with their keys. Arrows move between rows and into a row's buttons. */
export const KeyList = ({ groups, onWish, nothing }: KeyListProps) => {
  const m = useMessages();
  const { effectiveKeys, mac } = useShortcutKeys();
  if (groups.length === 0) return <p className={rows.none}>{nothing}</p>;
  return (
    <GridList
      aria-label={m.keyBindings.list}
      className={classNames(rows.list, styles.list)}
      // The rows show what is outside the collection too.
      dependencies={[effectiveKeys, mac, onWish, m]}
      disallowTypeAhead
      onAction={(id) => onWish({ id: id as CommandId, kind: 'change' })}
      selectionMode="none"
    >
      {groups.map(({ scope, ids }) => (
        <GridListSection
          aria-label={m.commands.scope[scope]}
          className={styles.section ?? ''}
          id={scope}
          key={scope}
        >
          <GridListHeader className={styles.scope ?? ''}>{m.commands.scope[scope]}</GridListHeader>
          {ids.map((id) => (
            <Row id={id} key={id} onWish={onWish} />
          ))}
        </GridListSection>
      ))}
    </GridList>
  );
};

const Row = ({ id, onWish }: { id: CommandId; onWish: (wish: KeyWish) => void }) => {
  const m = useMessages();
  const { effectiveKeys, mac } = useShortcutKeys();
  const label = commandTable[id].label(m);
  const changed = isChanged(effectiveKeys, id);
  const said = m.keyBindings.row(label, keysWords(effectiveKeys(id), mac, m), changed);
  return (
    <GridListItem className={classNames(rows.row, styles.row)} id={id} textValue={said}>
      <span className={styles.name}>
        {label}
        {changed && <Badge tone="accent">{m.keyBindings.changed}</Badge>}
      </span>
      <Keys keys={effectiveKeys(id)} />
      <span className={rows.actions}>
        {changed && (
          <IconButton
            icon={<RotateCcw />}
            label={m.keyBindings.reset(label)}
            onPress={() => onWish({ id, kind: 'reset' })}
            size="small"
          />
        )}
        {effectiveKeys(id).length < mostBindings && (
          <IconButton
            icon={<Plus />}
            label={m.keyBindings.add(label)}
            onPress={() => onWish({ id, kind: 'add' })}
            size="small"
          />
        )}
        <IconButton
          icon={<Pencil />}
          label={m.keyBindings.change(label)}
          onPress={() => onWish({ id, kind: 'change' })}
          size="small"
        />
      </span>
    </GridListItem>
  );
};

const Keys = ({ keys }: { keys: readonly string[] }) => {
  const m = useMessages();
  const { mac } = useShortcutKeys();
  return (
    <span className={styles.keys}>
      {keys.length === 0 && <span className={styles.none}>{m.keyBindings.noKeys}</span>}
      {keys.map((binding, at) => (
        <Fragment key={binding}>
          {at > 0 && <span className={styles.none}>{m.app.orKey}</span>}
          <Caps chords={bindingCaps(binding, mac)} />
        </Fragment>
      ))}
    </span>
  );
};
