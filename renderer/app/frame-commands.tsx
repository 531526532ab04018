import { useState } from 'react';
import { useMessages } from '../messages/use-messages.ts';
import { useShortcut } from '../shortcuts/shortcut-context.tsx';
import { useApp, useGo, useSettings, useStores } from '../stores/use-stores.tsx';
import { useAnnounce } from '../ui/announcer.tsx';
import { CommandPalette } from './command-palette.tsx';
import { HelpSheet } from './help-sheet.tsx';
import { isDarkNow } from './use-theme.ts';

type FrameCommandsProps = {
  readonly onLeaveSample: () => void;
  /** False on a desk without screens to go to and work to sync. */
  readonly hasScreens?: boolean;
};

/** The commands that hold on every screen, with the palette and the help sheet. */
export const FrameCommands = ({ onLeaveSample, hasScreens = true }: FrameCommandsProps) => {
  const m = useMessages();
  const go = useGo();
  const announce = useAnnounce();
  const { app, sync } = useStores();
  const theme = useSettings(({ settings }) => settings.theme);
  const change = useSettings((slice) => slice.change);
  const canLock = useApp(({ state }) => state?.phase === 'ready' && state.protection === 'passphrase');
  const sample = useApp(({ state }) => state?.phase === 'ready' && state.hub.sample);
  const [overlay, setOverlay] = useState<'palette' | 'help' | null>(null);

  const syncNow = async (): Promise<void> => {
    const answer = await sync.getState().syncNow();
    announce(answer.ok ? m.sync.done : m.common.problem(answer.problem));
  };
  const leaveBy = async (way: 'lock' | 'signOut'): Promise<void> => {
    const answer = await app.getState()[way]();
    if (!answer.ok) announce(m.common.problem(answer.problem));
  };

  useShortcut('app.palette', () => setOverlay('palette'));
  useShortcut('app.help', () => setOverlay('help'));
  useShortcut('go.queue', () => go({ name: 'queue' }), hasScreens);
  useShortcut('go.sync', () => go({ name: 'sync' }), hasScreens);
  useShortcut('go.settings', () => go({ name: 'settings' }), hasScreens);
  useShortcut('go.storage', () => go({ name: 'settings', section: 'storage' }), hasScreens);
  useShortcut('sync.now', () => void syncNow(), hasScreens);
  useShortcut('theme.toggle', () => void change({ theme: isDarkNow(theme) ? 'light' : 'dark' }));
  useShortcut('session.signOut', () => void leaveBy('signOut'));
  useShortcut('vault.lock', () => void leaveBy('lock'), canLock);
  useShortcut('sample.leave', onLeaveSample, sample);

  const close = (): void => setOverlay(null);
  const changeKeys = (): void => {
    close();
    go({ name: 'settings', section: 'keys' });
  };
  return (
    <>
      {overlay === 'palette' && <CommandPalette onClose={close} />}
      {overlay === 'help' && <HelpSheet onChangeKeys={hasScreens ? changeKeys : undefined} onClose={close} />}
    </>
  );
};
