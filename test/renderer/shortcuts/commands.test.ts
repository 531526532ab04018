import { expect, test } from 'vitest';
import { en } from '../../../renderer/messages/en.ts';
import { isBinding } from '../../../renderer/shortcuts/chord.ts';
import { commandIds, commandTable } from '../../../renderer/shortcuts/commands.ts';
import { findConflicts } from '../../../renderer/shortcuts/find-conflicts.ts';
import {
  boundCommands,
  defaultKeys,
  longestBinding,
  mostBindings,
  resolveKeys,
} from '../../../renderer/shortcuts/key-choices.ts';
import { createShortcutRegistry } from '../../../renderer/shortcuts/shortcut-registry.ts';
import { commandKeysSchema } from '../../../shared/workbench-api/app-state.ts';

const defaults = boundCommands(defaultKeys);

test('no key of the table has two meanings', () => {
  expect(findConflicts(defaults)).toEqual([]);
});

test('a key given twice in the table would be found', () => {
  const planted = defaults.map((one) => (one.id === 'evidence.mute' ? { ...one, keys: ['c'] } : one));
  expect(findConflicts(planted)).toEqual([
    { id: 'review.cite', binding: 'c', otherId: 'evidence.mute', otherBinding: 'c' },
  ]);
});

test('the keys of the table are written as pressed keys are, and could be stored', () => {
  const bindings = commandIds.flatMap((id) => commandTable[id].keys);
  expect(bindings.filter((binding) => !isBinding(binding))).toEqual([]);
  expect(commandIds.filter((id) => !commandKeysSchema.safeParse(commandTable[id].keys).success)).toEqual([]);
  expect(commandKeysSchema.safeParse(Array(mostBindings).fill('x'.repeat(longestBinding))).success).toBe(
    true,
  );
  expect(commandKeysSchema.safeParse(Array(mostBindings + 1).fill('x')).success).toBe(false);
  expect(commandKeysSchema.safeParse(['x'.repeat(longestBinding + 1)]).success).toBe(false);
});

test('every command has a name', () => {
  expect(commandIds.filter((id) => commandTable[id].label(en).trim() === '')).toEqual([]);
});

const enter = {
  key: 'Enter',
  code: 'Enter',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
};
const context = { mac: false, typing: false, inDialog: false, at: 0 };

test('the handler of the screen on top runs, and the one below again when it is gone', () => {
  const registry = createShortcutRegistry();
  const ran: string[] = [];
  expect(registry.handleKey(enter, defaultKeys, context)).toBe(false);
  registry.register('queue.open', () => ran.push('below'));
  const leave = registry.register('queue.open', () => ran.push('above'));
  expect(registry.available()).toEqual(['queue.open']);
  expect(registry.handleKey(enter, defaultKeys, context)).toBe(true);
  leave();
  expect(registry.handleKey(enter, defaultKeys, context)).toBe(true);
  expect(ran).toEqual(['above', 'below']);
});

test('other keys hold from the next press on, also in the middle of a sequence', () => {
  const registry = createShortcutRegistry();
  const ran: string[] = [];
  const press = (key: string) => ({ ...enter, key, code: `Key${key.toUpperCase()}` });
  registry.register('go.queue', () => ran.push('queue'));
  const changed = resolveKeys({ 'go.queue': ['y'] });

  expect(registry.handleKey(press('g'), defaultKeys, context)).toBe(true);
  expect(registry.handleKey(press('q'), changed, context)).toBe(false);
  expect(ran).toEqual([]);
  expect(registry.handleKey(press('y'), changed, context)).toBe(true);
  expect(registry.handleKey(press('g'), changed, context)).toBe(false);
  expect(ran).toEqual(['queue']);
});
