import type { KeyPress } from './chord.ts';
import { type CommandId, commandIds, commandTable } from './commands.ts';
import type { EffectiveKeys } from './key-choices.ts';
import { type Bindable, type KeyContext, matchKeys, type Pending } from './match-keys.ts';

export type ShortcutHandler = () => void;

const rowOf = (id: CommandId, keys: EffectiveKeys): Bindable & { readonly id: CommandId } => ({
  id,
  keys: keys(id),
  whileTyping: commandTable[id].whileTyping ?? false,
  inDialogs: commandTable[id].inDialogs ?? false,
});

/**
 * Which commands can run now. A screen registers handlers while it is shown; of two handlers for one command the later
 * one runs.
 */
export const createShortcutRegistry = () => {
  const handlers = new Map<CommandId, ShortcutHandler[]>();
  const listeners = new Set<() => void>();
  let pending: readonly Pending[] = [];
  let available: readonly CommandId[] = [];

  const changed = (): void => {
    available = commandIds.filter((id) => (handlers.get(id)?.length ?? 0) > 0);
    for (const listener of listeners) listener();
  };

  const run = (id: CommandId): boolean => {
    const handler = handlers.get(id)?.at(-1);
    handler?.();
    return handler !== undefined;
  };

  return {
    /** Makes a command available until the returned function is called. */
    register: (id: CommandId, handler: ShortcutHandler): (() => void) => {
      handlers.set(id, [...(handlers.get(id) ?? []), handler]);
      changed();
      return () => {
        handlers.set(
          id,
          (handlers.get(id) ?? []).filter((one) => one !== handler),
        );
        changed();
      };
    },
    run,
    /** The commands that have a handler, in table order. The same array until that changes. */
    available: (): readonly CommandId[] => available,
    subscribe: (listener: () => void): (() => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    /** Runs the command of a key press; true when the key was used and the browser should not act on it. */
    handleKey: (press: KeyPress, keys: EffectiveKeys, context: KeyContext): boolean => {
      const active = available.map((id) => rowOf(id, keys));
      const match = matchKeys(press, active, pending, context);
      pending = match.pending;
      const row = active.find(({ id }) => id === match.id);
      return row === undefined ? pending.length > 0 : run(row.id);
    },
  };
};

export type ShortcutRegistry = ReturnType<typeof createShortcutRegistry>;
