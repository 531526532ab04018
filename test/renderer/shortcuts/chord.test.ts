import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chordMatches, chordOf, isBinding, type KeyPress } from '../../../renderer/shortcuts/chord.ts';
import { noKeys, pressKey } from '../../../renderer/shortcuts/key-capture.ts';
import { matchKeys } from '../../../renderer/shortcuts/match-keys.ts';
import { anyPress, press } from './key-presses.ts';

const atRest = { mac: false, typing: false, inDialog: false, at: 0 };

describe('a key press written as a chord', () => {
  test('is the same key press again, and no other one', () => {
    fc.assert(
      fc.property(anyPress, anyPress, (one, two) => {
        const chord = chordOf(one, false) ?? '';
        expect(isBinding(chord)).toBe(true);
        expect(chordMatches(chord, one, false)).toBe(true);
        expect(chordMatches(chord, two, false)).toBe(chordOf(two, false) === chord);
      }),
    );
  });

  test('means the same with Cmd on a Mac as with Ctrl elsewhere', () => {
    fc.assert(
      fc.property(anyPress, (one) => {
        fc.pre(!one.altKey);
        const cmd = { ...one, ctrlKey: false, metaKey: one.ctrlKey };
        expect(chordOf(cmd, true)).toBe(chordOf(one, false));
      }),
    );
  });

  test('captured as a binding runs its command when it is pressed again', () => {
    fc.assert(
      fc.property(anyPress, anyPress, (one, two) => {
        const rules = { mac: false, command: null, most: 2 } as const;
        const first = pressKey(noKeys, one, rules);
        fc.pre(first.kind === 'keys' && first.capture.refused === null);
        const second = first.kind === 'keys' ? pressKey(first.capture, two, rules) : first;
        fc.pre(second.kind === 'keys' && second.capture.refused === null);
        const binding = second.kind === 'keys' ? second.capture.chords.join(' ') : '';
        const rows = [{ id: 'command', keys: [binding], whileTyping: false, inDialogs: false }];
        const begun = matchKeys(one, rows, [], atRest);
        expect(begun.id).toBeNull();
        // The Shift that makes the second key is pressed in between, and is not that key.
        const shift = matchKeys(press('Shift', { shiftKey: true }), rows, begun.pending, atRest);
        expect(matchKeys(two, rows, shift.pending, atRest).id).toBe('command');
      }),
    );
  });

  test.each<[string, KeyPress, boolean, string | null]>([
    ['a capital', press('K', { shiftKey: true }), false, 'Shift+k'],
    ['Caps Lock', press('K'), false, 'k'],
    ['a sign that needs Shift', press('?', { shiftKey: true }), false, '?'],
    ['Ctrl and plus', press('+', { ctrlKey: true, shiftKey: true }), false, 'Mod++'],
    ['a letter of another script', press('л', { code: 'KeyK', ctrlKey: true }), false, 'Mod+k'],
    ['a bracket key of another script', press('х', { code: 'BracketLeft' }), false, '['],
    ['a Latin letter that is not English', press('ö', { code: 'Semicolon' }), false, 'ö'],
    ['a digit row with accents', press('é', { code: 'Digit2' }), false, 'é'],
    ['Option with a letter on a Mac', press('ç', { code: 'KeyC', altKey: true }), true, 'Alt+c'],
    ['Option with a dead letter on a Mac', press('Dead', { code: 'KeyI', altKey: true }), true, 'Alt+i'],
    ['Option with a bracket on a Mac', press('“', { code: 'BracketLeft', altKey: true }), true, 'Alt+['],
    [
      'AltGr, which Windows calls Ctrl and Alt',
      press('@', { code: 'KeyQ', ctrlKey: true, altKey: true, getModifierState: () => true }),
      false,
      '@',
    ],
    ['Ctrl on a Mac', press('k', { ctrlKey: true }), true, null],
    ['the Windows key', press('k', { metaKey: true }), false, null],
  ])('%s', (_what, key, mac, chord) => {
    expect(chordOf(key, mac)).toBe(chord);
  });
});

test.each([
  '',
  'K',
  'Shift+Mod+k',
  'Mod+',
  'g q n',
  'g ',
  'Hyper+k',
  'Shift+?',
  'Dead',
  'Mod+Shift',
  'nonsense',
])('“%s” is no binding', (text) => {
  expect(isBinding(text)).toBe(false);
});
