import { useMessages } from '../../../messages/use-messages.ts';
import { type CommandId, commandTable } from '../../../shortcuts/commands.ts';
import type { Conflict } from '../../../shortcuts/find-conflicts.ts';
import {
  conflictsWith,
  defaultKeys,
  giveKeys,
  type KeyChoices,
  resetAll,
} from '../../../shortcuts/key-choices.ts';
import { useShortcutKeys } from '../../../shortcuts/shortcut-context.tsx';
import { useSettings } from '../../../stores/use-stores.tsx';
import { useAnnounce } from '../../../ui/announcer.tsx';
import { bindingWords, keysWords } from './binding-words.ts';

/** The reviewer's keys, and the ways to change them. What is done is said. */
export const useKeyChoices = () => {
  const m = useMessages();
  const announce = useAnnounce();
  const choices: KeyChoices = useSettings(({ settings }) => settings.keys);
  const change = useSettings((slice) => slice.change);
  const { mac } = useShortcutKeys();

  const save = (next: KeyChoices): void => {
    const keys = Object.fromEntries(Object.entries(next).map(([id, bindings]) => [id, [...bindings]]));
    void change({ keys });
  };
  /** Gives a command these keys; other commands lose what clashes. */
  const give = (id: CommandId, keys: readonly string[]): void => {
    save(giveKeys(choices, id, keys));
    const label = commandTable[id].label(m);
    const words = keysWords(keys, mac, m);
    announce(words === null ? m.keyBindings.keptNone(label) : m.keyBindings.kept(label, words));
  };
  return {
    give,
    conflicts: (id: CommandId, keys: readonly string[]): Conflict<CommandId>[] =>
      conflictsWith(choices, id, keys),
    reset: (id: CommandId): void => give(id, defaultKeys(id)),
    resetAll: (): void => {
      save(resetAll(choices));
      announce(m.keyBindings.allReset);
    },
  };
};

/** Which command stands in the way of which keys, in words. */
export const useConflictWords = () => {
  const m = useMessages();
  const { mac } = useShortcutKeys();
  return ({ binding, otherId, otherBinding }: Conflict<CommandId>): string => {
    const { label, scope } = commandTable[otherId];
    const [keys, otherKeys] = [bindingWords(binding, mac, m), bindingWords(otherBinding, mac, m)];
    return binding === otherBinding
      ? m.keyBindings.conflict(keys, label(m), m.commands.scope[scope])
      : m.keyBindings.conflictBegins(keys, otherKeys, label(m), m.commands.scope[scope]);
  };
};
