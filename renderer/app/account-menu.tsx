import { FlaskConical, Keyboard, Lock, LogOut } from 'lucide-react';
import { Button } from 'react-aria-components';
import { useMessages } from '../messages/use-messages.ts';
import { useShortcutRegistry } from '../shortcuts/shortcut-context.tsx';
import { useApp } from '../stores/use-stores.tsx';
import { initialsOf } from '../ui/initials.ts';
import { Menu, type MenuEntry } from '../ui/menu.tsx';
import styles from './account-menu.module.css';

/** Who is at work, and the ways out. Signing out keeps everything. */
export const AccountMenu = ({ onLeaveSample }: { onLeaveSample: () => void }) => {
  const m = useMessages();
  const registry = useShortcutRegistry();
  const state = useApp((slice) => slice.state);
  if (state?.phase !== 'ready') return null;
  const { account, hub, protection } = state;
  const entries: MenuEntry[] = [
    {
      id: 'help',
      title: m.app.keyboardHelp,
      icon: <Keyboard aria-hidden />,
      command: 'app.help',
      onAction: () => registry.run('app.help'),
    },
    ...(protection === 'passphrase'
      ? [
          {
            id: 'lock',
            title: m.app.lock,
            icon: <Lock aria-hidden />,
            command: 'vault.lock' as const,
            onAction: () => void registry.run('vault.lock'),
          },
        ]
      : []),
    {
      id: 'sign-out',
      title: m.app.signOut,
      hint: m.app.signOutHint,
      icon: <LogOut aria-hidden />,
      onAction: () => registry.run('session.signOut'),
    },
    ...(hub.sample
      ? [
          {
            id: 'leave',
            title: m.app.leaveSample,
            icon: <FlaskConical aria-hidden />,
            onAction: onLeaveSample,
          },
        ]
      : []),
  ];
  return (
    <Menu
      entries={entries}
      header={m.app.signedInAs(account.name, hub.name)}
      label={m.app.account(account.name)}
      placement="right bottom"
    >
      <Button aria-label={m.app.account(account.name)} className={styles.avatar ?? ''}>
        {initialsOf(account.name)}
      </Button>
    </Menu>
  );
};
