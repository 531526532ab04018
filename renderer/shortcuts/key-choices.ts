import { isBinding } from './chord.ts';
import { type CommandId, commandIds, commandTable } from './commands.ts';
import { type BoundCommand, type Conflict, conflictsOf } from './find-conflicts.ts';

/**
 * The keys the reviewer has chosen, by command id: all of a command's bindings, in order. What is not named has the
 * keys of the table. Ids of other versions are kept and mean nothing here.
 */
export type KeyChoices = Readonly<Record<string, readonly string[]>>;

/** The keys of every command as they work now. */
export type EffectiveKeys = (id: CommandId) => readonly string[];

/** The most bindings of one command, and the most letters of one binding: what the settings keep. */
export const mostBindings = 6;
export const longestBinding = 40;

/** The keys of the table. */
export const defaultKeys = (id: CommandId): readonly string[] => commandTable[id].keys;

const sameKeys = (one: readonly string[], two: readonly string[]): boolean =>
  one.length === two.length && one.every((binding, at) => binding === two[at]);

/** The chosen keys of a command; null when none were chosen, or what was stored is not readable here. */
const chosenKeys = (choices: KeyChoices, id: CommandId): readonly string[] | null => {
  const chosen = Object.hasOwn(choices, id) ? choices[id] : undefined;
  return chosen?.every(isBinding) ? [...new Set(chosen)] : null;
};

/** Whether a command has other keys than the table gives it. */
export const isChanged = (keys: EffectiveKeys, id: CommandId): boolean =>
  !sameKeys(keys(id), defaultKeys(id));

const bound = (id: CommandId, keys: readonly string[]): BoundCommand<CommandId> => ({
  id,
  scope: commandTable[id].scope,
  keys,
});

/** The keys of a command in the table, without those that the reviewer has given to another command. */
const keysLeft = (id: CommandId, chosen: readonly BoundCommand<CommandId>[]): readonly string[] => {
  const taken = new Set(conflictsOf(bound(id, defaultKeys(id)), chosen).map(({ binding }) => binding));
  return taken.size === 0 ? defaultKeys(id) : defaultKeys(id).filter((binding) => !taken.has(binding));
};

/**
 * The keys as they work: chosen ones first, then those of the table. A default that a chosen binding needs gives way, so
 * that a later version's new commands never take the reviewer's keys.
 */
export const resolveKeys = (choices: KeyChoices): EffectiveKeys => {
  const chosen = commandIds.flatMap((id) => {
    const keys = chosenKeys(choices, id);
    return keys === null ? [] : [bound(id, keys)];
  });
  const keys = new Map<CommandId, readonly string[]>(
    commandIds.map((id) => [id, chosenKeys(choices, id) ?? keysLeft(id, chosen)]),
  );
  return (id) => keys.get(id) ?? [];
};

/** Every command with its keys, for the conflict finder. */
export const boundCommands = (keys: EffectiveKeys): BoundCommand<CommandId>[] =>
  commandIds.map((id) => bound(id, keys(id)));

/** What giving a command these keys would clash with, as things are. */
export const conflictsWith = (
  choices: KeyChoices,
  id: CommandId,
  keys: readonly string[],
): Conflict<CommandId>[] => conflictsOf(bound(id, keys), boundCommands(resolveKeys(choices)));

const withChoice = (choices: KeyChoices, id: CommandId, keys: readonly string[]): KeyChoices => {
  const { [id]: _, ...others } = choices;
  return sameKeys(keys, defaultKeys(id)) ? others : { ...others, [id]: keys };
};

/** Gives a command these keys, and takes away from the others what clashes with them. */
export const giveKeys = (choices: KeyChoices, id: CommandId, keys: readonly string[]): KeyChoices => {
  const effective = resolveKeys(choices);
  const clashes = conflictsWith(choices, id, keys);
  const given = [...new Set(clashes.map(({ otherId }) => otherId))].reduce<KeyChoices>((rest, otherId) => {
    const lost = clashes.filter((clash) => clash.otherId === otherId).map((clash) => clash.otherBinding);
    return withChoice(
      rest,
      otherId,
      effective(otherId).filter((binding) => !lost.includes(binding)),
    );
  }, choices);
  return withChoice(given, id, keys);
};

/** All commands of this version back to the table; what other versions have chosen stays. */
export const resetAll = (choices: KeyChoices): KeyChoices => {
  const known = new Set<string>(commandIds);
  return Object.fromEntries(Object.entries(choices).filter(([id]) => !known.has(id)));
};
