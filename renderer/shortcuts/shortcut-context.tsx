import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useSyncExternalStore,
} from 'react';
import { ariaKeyShortcut, chordsOf, keyCaps } from './chord.ts';
import type { CommandId } from './commands.ts';
import { type EffectiveKeys, type KeyChoices, resolveKeys } from './key-choices.ts';
import type { ShortcutHandler, ShortcutRegistry } from './shortcut-registry.ts';
import { isInDialog, isPressOfControl, takesText } from './typing-target.ts';

type Shortcuts = { readonly registry: ShortcutRegistry; readonly keys: ShortcutKeys };

/** The keys as they work now, for whoever shows or compares them. */
export type ShortcutKeys = {
  readonly effectiveKeys: EffectiveKeys;
  readonly mac: boolean;
  /** The caps of a command's first binding, chord by chord: [['Ctrl', 'K']], [['G'], ['Q']]; empty without keys. */
  readonly capsOf: (id: CommandId) => string[][];
  /** For `aria-keyshortcuts` on the control of a command. */
  readonly ariaOf: (id: CommandId) => string | undefined;
};

const ShortcutContext = createContext<Shortcuts | null>(null);

const isMac = (): boolean => /mac|iphone|ipad/i.test(navigator.platform);

/** The caps of a binding, chord by chord. */
export const bindingCaps = (binding: string, mac: boolean): string[][] =>
  chordsOf(binding).map((chord) => keyCaps(chord, mac));

const shortcutKeys = (choices: KeyChoices, mac: boolean): ShortcutKeys => {
  const effectiveKeys = resolveKeys(choices);
  return {
    effectiveKeys,
    mac,
    capsOf: (id) => {
      const binding = effectiveKeys(id)[0];
      return binding === undefined ? [] : bindingCaps(binding, mac);
    },
    ariaOf: (id) => {
      const written = effectiveKeys(id).flatMap((binding) => ariaKeyShortcut(binding, mac) ?? []);
      return written.length === 0 ? undefined : written.join(' ');
    },
  };
};

type ShortcutProviderProps = {
  readonly registry: ShortcutRegistry;
  /** The reviewer's own keys; a change holds from the next key press on. */
  readonly choices: KeyChoices;
  readonly children: ReactNode;
};

/** Hears keys on the window, after the widgets: what a widget has used (preventDefault) is left alone. */
export const ShortcutProvider = ({ registry, choices, children }: ShortcutProviderProps) => {
  const shortcuts = useMemo(() => ({ registry, keys: shortcutKeys(choices, isMac()) }), [registry, choices]);
  const { effectiveKeys, mac } = shortcuts.keys;
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing || isPressOfControl(event)) return;
      const used = registry.handleKey(event, effectiveKeys, {
        mac,
        typing: takesText(event.target),
        inDialog: isInDialog(event.target),
        at: event.timeStamp,
      });
      if (used) event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [registry, effectiveKeys, mac]);
  return <ShortcutContext value={shortcuts}>{children}</ShortcutContext>;
};

const useShortcuts = (): Shortcuts => {
  const shortcuts = useContext(ShortcutContext);
  if (shortcuts === null) throw new Error('shortcuts are used outside ShortcutProvider');
  return shortcuts;
};

export const useShortcutRegistry = (): ShortcutRegistry => useShortcuts().registry;

/** The keys as they work now; the component renders again when the reviewer changes them. */
export const useShortcutKeys = (): ShortcutKeys => useShortcuts().keys;

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
