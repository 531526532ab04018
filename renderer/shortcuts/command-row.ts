import type { Messages } from '../messages/en.ts';

/** Where a command applies; also its heading, in the order of the help sheet. */
export const commandScopes = ['everywhere', 'queue', 'sync', 'review', 'evidence'] as const;
export type CommandScope = (typeof commandScopes)[number];

/**
 * One thing the interface can do. `keys` are alternatives, each a chord or a sequence of chords:
 * `Mod+k` (Ctrl, or Cmd on a Mac), `Shift+ArrowDown`, `?`, `g q`. Letters are lower case. An empty list: palette only.
 */
export type CommandRow = {
  readonly keys: readonly string[];
  readonly scope: CommandScope;
  readonly label: (messages: Messages) => string;
  /** Also fires while a text field has the focus. Chords with Mod or Alt, and function keys, always do. */
  readonly whileTyping?: boolean;
  /** Also fires inside a dialog. */
  readonly inDialogs?: boolean;
  /** Left out of the palette: moving a cursor makes no sense there. */
  readonly hidden?: boolean;
};

/** Keeps the ids of a table of commands, and its declared type short however many words the messages have. */
export const commandRows = <Id extends string>(
  rows: Readonly<Record<Id, CommandRow>>,
): Readonly<Record<Id, CommandRow>> => rows;
