import type { Messages } from '../messages/en.ts';
import { chordsOf } from './chord.ts';
import { type CommandScope, commandScopes } from './command-row.ts';
import { type CommandId, commandIds, commandTable } from './commands.ts';
import type { EffectiveKeys } from './key-choices.ts';

/** What a list of commands is narrowed to: words of their names, or a chord among their keys. */
export type CommandSearch =
  | { readonly by: 'words'; readonly words: string }
  | { readonly by: 'key'; readonly chord: string | null };

const found = (id: CommandId, search: CommandSearch, keys: EffectiveKeys, m: Messages): boolean => {
  if (search.by === 'key') {
    const { chord } = search;
    return chord === null || keys(id).some((binding) => chordsOf(binding).includes(chord));
  }
  const { label, scope } = commandTable[id];
  const text = `${label(m)} ${m.commands.scope[scope]}`.toLocaleLowerCase();
  return search.words
    .toLocaleLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
};

/** The commands that a search finds, by where they work, in the order of the table. Groups without any are left out. */
export const commandGroups = (
  search: CommandSearch,
  keys: EffectiveKeys,
  m: Messages,
): { readonly scope: CommandScope; readonly ids: readonly CommandId[] }[] =>
  commandScopes
    .map((scope) => ({
      scope,
      ids: commandIds.filter((id) => commandTable[id].scope === scope && found(id, search, keys, m)),
    }))
    .filter(({ ids }) => ids.length > 0);
