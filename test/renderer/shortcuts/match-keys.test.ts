import { describe, expect, test } from 'vitest';
import { ariaKeyShortcut, type KeyPress, keyCaps } from '../../../renderer/shortcuts/chord.ts';
import {
  type Bindable,
  type KeyContext,
  matchKeys,
  sequenceTimeout,
} from '../../../renderer/shortcuts/match-keys.ts';
import { press } from './key-presses.ts';

const row = (id: string, ...keys: string[]): Bindable => ({ id, keys, whileTyping: false, inDialogs: false });
const atRest: KeyContext = { mac: false, typing: false, inDialog: false, at: 0 };

const rows = [
  row('palette', 'Mod+k'),
  row('help', '?'),
  row('go', 'g q'),
  row('recuse', 'r'),
  row('next', 'ArrowDown', 'j'),
  row('deselect', 'Shift+ArrowDown'),
  { ...row('submit', 'Mod+Enter'), inDialogs: true },
  { ...row('leaveField', 'Escape'), whileTyping: true },
];
const idOf = (key: KeyPress, context: Partial<KeyContext> = {}): string | null =>
  matchKeys(key, rows, [], { ...atRest, ...context }).id;

describe('one chord', () => {
  test('needs exactly the modifiers of the table', () => {
    expect(idOf(press('r'))).toBe('recuse');
    expect(idOf(press('r', { ctrlKey: true }))).toBeNull();
    expect(idOf(press('R', { shiftKey: true }))).toBeNull();
    expect(idOf(press('ArrowDown', { shiftKey: true }))).toBe('deselect');
    expect(idOf(press('j'))).toBe('next');
  });

  test('means Cmd on a Mac and Ctrl elsewhere', () => {
    expect(idOf(press('k', { ctrlKey: true }))).toBe('palette');
    expect(idOf(press('k', { metaKey: true }))).toBeNull();
    expect(idOf(press('k', { metaKey: true }), { mac: true })).toBe('palette');
    expect(idOf(press('k', { ctrlKey: true }), { mac: true })).toBeNull();
  });

  test('finds a sign on any layout, with Shift or without', () => {
    expect(idOf(press('?', { shiftKey: true }))).toBe('help');
    expect(idOf(press('?'))).toBe('help');
  });

  test('takes the physical key on a layout without Latin letters', () => {
    expect(idOf(press('к', { code: 'KeyR' }))).toBe('recuse');
    expect(idOf(press('é', { code: 'Digit2' }))).toBeNull();
  });
});

describe('while typing and in dialogs', () => {
  test('single keys are text in a field; chords with Ctrl still work', () => {
    expect(idOf(press('r'), { typing: true })).toBeNull();
    expect(idOf(press('ArrowDown'), { typing: true })).toBeNull();
    expect(idOf(press('k', { ctrlKey: true }), { typing: true })).toBe('palette');
    expect(idOf(press('Escape'), { typing: true })).toBe('leaveField');
  });

  test('only commands made for dialogs run in one', () => {
    expect(idOf(press('r'), { inDialog: true })).toBeNull();
    expect(idOf(press('k', { ctrlKey: true }), { inDialog: true })).toBeNull();
    expect(idOf(press('Enter', { ctrlKey: true }), { inDialog: true })).toBe('submit');
  });
});

describe('a sequence', () => {
  test('runs when its keys come one after the other in time', () => {
    const first = matchKeys(press('g'), rows, [], atRest);
    expect(first.id).toBeNull();
    const second = matchKeys(press('q'), rows, first.pending, { ...atRest, at: sequenceTimeout });
    expect(second).toEqual({ id: 'go', pending: [] });
  });

  test('is forgotten after the time, and by another key', () => {
    const first = matchKeys(press('g'), rows, [], atRest);
    expect(matchKeys(press('q'), rows, first.pending, { ...atRest, at: sequenceTimeout + 1 }).id).toBeNull();
    const other = matchKeys(press('r'), rows, first.pending, atRest);
    expect(other.id).toBe('recuse');
    expect(matchKeys(press('q'), rows, other.pending, atRest).id).toBeNull();
  });

  test('does not begin in a text field', () => {
    expect(matchKeys(press('g'), rows, [], { ...atRest, typing: true }).pending).toEqual([]);
  });
});

test('chords are written for people and for screen readers', () => {
  expect(keyCaps('Mod+Shift+s', false)).toEqual(['Ctrl', 'Shift', 'S']);
  expect(keyCaps('Mod+k', true)).toEqual(['⌘', 'K']);
  expect(keyCaps('ArrowDown', false)).toEqual(['↓']);
  expect(ariaKeyShortcut('Mod+Shift+s', false)).toBe('Control+Shift+s');
  expect(ariaKeyShortcut('g q', false)).toBeNull();
});
