import type { ReactElement, ReactNode } from 'react';
import { Menu as AriaMenu, MenuItem, MenuTrigger, Popover, Text } from 'react-aria-components';
import type { CommandId } from '../shortcuts/commands.ts';
import { KeyCaps } from './key-caps.tsx';
import styles from './menu.module.css';

export type MenuEntry = {
  readonly id: string;
  readonly title: string;
  readonly hint?: string;
  readonly icon?: ReactNode;
  readonly command?: CommandId;
  readonly isDisabled?: boolean;
  readonly onAction: () => void;
};

type MenuProps = {
  readonly label: string;
  readonly entries: readonly MenuEntry[];
  readonly header?: ReactNode;
  readonly placement?: 'bottom start' | 'bottom end' | 'top start' | 'right bottom';
  /** The react-aria button that opens it. */
  readonly children: ReactElement;
};

/** Actions behind a button. */
export const Menu = ({ label, entries, header, placement = 'bottom start', children }: MenuProps) => (
  <MenuTrigger>
    {children}
    <Popover className={styles.popover ?? ''} offset={4} placement={placement}>
      {header !== undefined && <div className={styles.header}>{header}</div>}
      <AriaMenu aria-label={label} className={styles.menu ?? ''}>
        {entries.map((entry) => (
          <MenuItem
            className={styles.item ?? ''}
            id={entry.id}
            isDisabled={entry.isDisabled ?? false}
            key={entry.id}
            onAction={entry.onAction}
            textValue={entry.title}
          >
            {entry.icon ?? <span />}
            <Text slot="label">{entry.title}</Text>
            {entry.command === undefined ? <span /> : <KeyCaps command={entry.command} />}
            {entry.hint !== undefined && (
              <Text className={styles.hint ?? ''} slot="description">
                {entry.hint}
              </Text>
            )}
          </MenuItem>
        ))}
      </AriaMenu>
    </Popover>
  </MenuTrigger>
);
