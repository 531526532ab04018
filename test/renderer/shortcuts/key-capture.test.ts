import { describe, expect, test } from 'vitest';
import type { KeyPress } from '../../../renderer/shortcuts/chord.ts';
import type { CommandId } from '../../../renderer/shortcuts/commands.ts';
import { type Capture, noKeys, pressKey } from '../../../renderer/shortcuts/key-capture.ts';
import { press } from './key-presses.ts';

const rules = { mac: false, command: 'review.cite', most: 2 } as const;

const captured = (keys: readonly KeyPress[], command: CommandId = 'review.cite', mac = false): Capture =>
  keys.reduce<Capture>((capture, key) => {
    const next = pressKey(capture, key, { mac, command, most: 2 });
    return next.kind === 'keys' ? next.capture : capture;
  }, noKeys);

describe('pressing the new keys', () => {
  test('one key, then a second; a third begins anew', () => {
    expect(captured([press('g')]).chords).toEqual(['g']);
    expect(captured([press('g'), press('Q', { shiftKey: true })]).chords).toEqual(['g', 'Shift+q']);
    expect(captured([press('g'), press('q'), press('y')]).chords).toEqual(['y']);
  });

  test('Escape and Tab leave the field, Enter keeps, Ctrl alone is on its way', () => {
    expect(pressKey(noKeys, press('Escape'), rules).kind).toBe('leave');
    expect(pressKey(noKeys, press('Tab', { shiftKey: true }), rules).kind).toBe('leave');
    expect(pressKey(noKeys, press('Enter'), rules).kind).toBe('keep');
    expect(pressKey(noKeys, press('Control', { ctrlKey: true }), rules).kind).toBe('nothing');
  });

  test('a refused key keeps what was there and says why', () => {
    expect(captured([press('g'), press('Dead')])).toEqual({
      chords: ['g'],
      refused: { chord: 'Dead', why: 'dead' },
    });
    expect(captured([press('g'), press('Dead'), press('y')])).toEqual({ chords: ['g', 'y'], refused: null });
  });
});

const ctrl = { ctrlKey: true };

test.each([
  ['Ctrl+W', press('w', ctrl), 'closes'],
  ['Alt+F4', press('F4', { altKey: true }), 'closes'],
  ['Ctrl+T', press('t', ctrl), 'tabs'],
  ['Ctrl+Shift+N', press('N', { ctrlKey: true, shiftKey: true }), 'tabs'],
  ['Ctrl+Tab', press('Tab', ctrl), 'tabs'],
  ['F5', press('F5'), 'reloads'],
  ['F11', press('F11'), 'fullScreen'],
  ['F12', press('F12'), 'tools'],
  ['Ctrl+plus', press('+', ctrl), 'zoom'],
  ['Ctrl+Z', press('z', ctrl), 'edits'],
  ['Space', press(' ', { code: 'Space' }), 'presses'],
  ['Shift+Enter', press('Enter', { shiftKey: true }), 'presses'],
  ['an arrow', press('ArrowDown'), 'moves'],
  ['Ctrl+Escape', press('Escape', ctrl), 'system'],
  ['the Windows key', press('e', { metaKey: true }), 'system'],
  ['a key without a name', press('Unidentified'), 'nameless'],
] as const)('%s is refused', (_keys, key, why) => {
  expect(captured([key]).refused?.why).toBe(why);
});

test('a key that a command came with can always be given back to it', () => {
  expect(captured([press(' ', { code: 'Space' })], 'evidence.playPause').chords).toEqual(['Space']);
  expect(captured([press('ArrowDown')], 'queue.next').chords).toEqual(['ArrowDown']);
});

test('a score is never given by a key that scrolls', () => {
  expect(captured([press('PageDown')], 'review.level3').refused?.why).toBe('scrolls');
  expect(captured([press('ArrowDown')], 'review.clearScore').refused?.why).toBe('moves');
  expect(captured([press('PageDown')], 'review.nextCriterion').chords).toEqual(['PageDown']);
});

test('two long chords are too long to be kept', () => {
  const long = press('ArrowRight', { ctrlKey: true, altKey: true, shiftKey: true });
  expect(captured([long, long])).toMatchObject({ refused: { why: 'long' } });
});
