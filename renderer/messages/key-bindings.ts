import { format } from './format.ts';

/** The words of choosing other keys for commands. */
export const keyBindings = {
  title: 'Keys',
  text: 'Give any command other keys. A change works at once; it is kept for your account on this computer.',
  showAll: 'Show all shortcuts',
  resetAll: 'Reset all…',
  changed: 'Changed',
  changedCount: (count: number) =>
    count === 0
      ? 'Every command has the keys it came with.'
      : format.count(count, { one: '{n} command has other keys.', other: '{n} commands have other keys.' }),

  findWords: 'Find a command',
  findWordsHint: 'Part of its name',
  byKey: 'Find by key',
  findKey: 'Press the key to look for',
  findKeyHint: 'Esc goes back to words',
  list: 'Commands and their keys',
  listHint: 'Arrow keys move, Enter changes the keys of a command.',
  found: (count: number, first: readonly string[]) =>
    count === 0
      ? 'No command found'
      : `${format.count(count, { one: '{n} command', other: '{n} commands' })}: ${first.join(', ')}${count > first.length ? '…' : ''}`,
  nothingByWords: (words: string) => `No command has “${words}” in its name.`,
  nothingByKey: (keys: string) => `${keys} is free: no command uses it.`,
  noKeys: 'No keys',
  /** A row as it is read out. */
  row: (command: string, keys: string | null, changed: boolean) =>
    `${command}: ${keys ?? 'No keys'}${changed ? ', changed' : ''}`,

  change: (command: string) => `Change the keys of “${command}”`,
  add: (command: string) => `Add another key for “${command}”`,
  reset: (command: string) => `Reset the keys of “${command}”`,

  changeTitle: (command: string) => `Change keys: ${command}`,
  addTitle: (command: string) => `Add another key: ${command}`,
  insteadOf: 'In place of',
  press: 'Press the new key',
  pressHint:
    'One key, or two one after the other, with Ctrl, Alt or Shift as you like; a third begins anew. Enter keeps them, Esc leaves everything as it was.',
  pressHintMac:
    'One key, or two one after the other, with ⌘, ⌥ or ⇧ as you like; a third begins anew. Return keeps them, Esc leaves everything as it was.',
  waiting: 'Waiting for a key',
  pressed: (keys: string) => `Pressed: ${keys}`,
  oneAfterOther: (first: string, second: string) => `${first} then ${second}`,
  keep: 'Keep this key',
  takeAway: (keys: string) => `Take ${keys} away`,
  takeOver: 'Take it over',

  conflict: (keys: string, other: string, where: string) => `${keys} already means “${other}” (${where}).`,
  conflictBegins: (keys: string, otherKeys: string, other: string, where: string) =>
    `${keys} and ${otherKeys}, which means “${other}” (${where}), begin alike, so Assay could not tell them apart.`,
  conflictOffer: 'Press other keys, or take it over: the other command then loses it.',
  already: (keys: string) => `This command has ${keys} already, or a key that begins like it.`,

  resetTitle: (command: string) => `Reset: ${command}`,
  resetOffer: 'Resetting takes it from the other command.',
  resetAllTitle: 'Reset all keys?',
  resetAllText: (count: number) =>
    `${format.count(count, { one: '{n} command gets', other: '{n} commands get' })} the keys back that Assay came with. Your own choices are forgotten.`,
  resetAllConfirm: 'Reset all',

  kept: (command: string, keys: string) => `“${command}” now has ${keys}.`,
  keptNone: (command: string) => `“${command}” now has no keys. It is still in the command palette.`,
  allReset: 'Every command has the keys again that Assay came with.',
  or: (one: string, two: string) => `${one} or ${two}`,

  refused: {
    leaves: () => 'Esc leaves fields, menus and dialogs, and stays with that.',
    focus: () => 'Tab moves the focus from one control to the next, so no command can have it.',
    presses: (keys: string) => `${keys} presses the button that has the focus. With Ctrl it can be used.`,
    moves: (keys: string) => `${keys} moves inside lists, tabs and text, so no other command can have it.`,
    scrolls: (keys: string) => `${keys} scrolls, and a score is never given by scrolling.`,
    closes: (keys: string) => `${keys} closes the window; the browser or the system does not give it away.`,
    tabs: (keys: string) => `${keys} opens or changes tabs and windows; the browser does not give it away.`,
    reloads: (keys: string) => `${keys} loads the page again.`,
    fullScreen: (keys: string) => `${keys} switches to the full screen.`,
    tools: (keys: string) => `${keys} opens the browser’s own tools.`,
    zoom: (keys: string) => `${keys} makes everything larger or smaller, which some reviewers need.`,
    print: (keys: string) => `${keys} prints.`,
    edits: (keys: string) => `${keys} copies, pastes, selects or undoes while you write.`,
    history: (keys: string) => `${keys} goes back or forward in the browser.`,
    system: (keys: string) =>
      keys === ''
        ? 'The system keeps key combinations like this one for itself.'
        : `The system keeps ${keys} for itself.`,
    dead: () =>
      'This key waits for a letter to put an accent on, so Assay cannot hear it alone. Press another one.',
    nameless: () => 'This keyboard gives that key no name that Assay could keep. Press another one.',
    long: () => 'These are too many keys at once to be kept. Press fewer.',
  },
};
