import { expect, test } from 'vitest';
import { en } from '../../../renderer/messages/en.ts';
import { chordsOf } from '../../../renderer/shortcuts/chord.ts';
import type { CommandScope } from '../../../renderer/shortcuts/command-row.ts';
import { commandIds, commandTable } from '../../../renderer/shortcuts/commands.ts';
import { createShortcutRegistry } from '../../../renderer/shortcuts/shortcut-registry.ts';

/** Scopes whose commands can be available at the same time. */
const together: CommandScope[][] = [
  ['everywhere', 'queue'],
  ['everywhere', 'sync'],
  ['everywhere', 'review', 'evidence'],
];

test.each(together)('no key has two meanings in %s %s %s', (...scopes) => {
  const bindings = commandIds
    .filter((id) => scopes.includes(commandTable[id].scope))
    .flatMap((id) => commandTable[id].keys.map((binding) => ({ id, chords: chordsOf(binding) })));
  const clashes = bindings.flatMap((one, at) =>
    bindings
      .slice(at + 1)
      .filter((two) => one.chords.every((chord, i) => i >= two.chords.length || chord === two.chords[i]))
      .map((two) => `${one.id} and ${two.id} on ${one.chords.join(' ')}`),
  );
  expect(clashes).toEqual([]);
});

test('every command has a name', () => {
  expect(commandIds.filter((id) => commandTable[id].label(en).trim() === '')).toEqual([]);
});

test('the handler of the screen on top runs, and the one below again when it is gone', () => {
  const registry = createShortcutRegistry();
  const ran: string[] = [];
  const press = {
    key: 'Enter',
    code: 'Enter',
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    shiftKey: false,
  };
  const context = { mac: false, typing: false, inDialog: false, at: 0 };

  expect(registry.handleKey(press, context)).toBe(false);
  registry.register('queue.open', () => ran.push('below'));
  const leave = registry.register('queue.open', () => ran.push('above'));
  expect(registry.available()).toEqual(['queue.open']);
  expect(registry.handleKey(press, context)).toBe(true);
  leave();
  expect(registry.handleKey(press, context)).toBe(true);
  expect(ran).toEqual(['above', 'below']);
});
