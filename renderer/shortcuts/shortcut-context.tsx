import { createContext, type ReactNode, useContext, useEffect, useRef, useSyncExternalStore } from 'react';
import { ariaKeyShortcut, chordsOf, keyCaps } from './chord.ts';
import { type CommandId, commandTable } from './commands.ts';
import type { ShortcutHandler, ShortcutRegistry } from './shortcut-registry.ts';
import { isInDialog, isPressOfControl, takesText } from './typing-target.ts';

const ShortcutContext = createContext<ShortcutRegistry | null>(null);

export const isMac = (): boolean => /mac|iphone|ipad/i.test(navigator.platform);

/** Hears keys on the window, after the widgets: what a widget has used (preventDefault) is left alone. */
export const ShortcutProvider = ({
  registry,
  children,
}: {
  registry: ShortcutRegistry;
  children: ReactNode;
}) => {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing || isPressOfControl(event)) return;
      const used = registry.handleKey(event, {
        mac: isMac(),
        typing: takesText(event.target),
        inDialog: isInDialog(event.target),
        at: event.timeStamp,
      });
      if (used) event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [registry]);
  return <ShortcutContext value={registry}>{children}</ShortcutContext>;
};

export const useShortcutRegistry = (): ShortcutRegistry => {
  const registry = useContext(ShortcutContext);
  if (registry === null) throw new Error('shortcuts are used outside ShortcutProvider');
  return registry;
};

/** Makes a command available while the component is mounted and `enabled`. The handler may change on every render. */
export const useShortcut = (id: CommandId, handler: ShortcutHandler, enabled = true): void => {
  const registry = useShortcutRegistry();
  const latest = useRef(handler);
  useEffect(() => {
    latest.current = handler;
  });
  useEffect(
    () => (enabled ? registry.register(id, () => latest.current()) : undefined),
    [registry, id, enabled],
  );
};

/** The commands that can run now, for the palette. */
export const useAvailableCommands = (): readonly CommandId[] => {
  const registry = useShortcutRegistry();
  return useSyncExternalStore(registry.subscribe, registry.available);
};

/** The key caps of a command's first binding, chord by chord: [['Ctrl', 'K']], [['G'], ['Q']]; empty without keys. */
export const capsOf = (id: CommandId): string[][] => {
  const binding = commandTable[id].keys[0];
  return binding === undefined ? [] : chordsOf(binding).map((chord) => keyCaps(chord, isMac()));
};

/** For `aria-keyshortcuts` on the control of a command. */
export const ariaShortcutsOf = (id: CommandId): string | undefined => {
  const written = commandTable[id].keys.flatMap((binding) => ariaKeyShortcut(binding, isMac()) ?? []);
  return written.length === 0 ? undefined : written.join(' ');
};
