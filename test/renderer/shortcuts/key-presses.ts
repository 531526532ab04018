import fc from 'fast-check';
import type { KeyPress } from '../../../renderer/shortcuts/chord.ts';

/** A key of some layout as the browser reports it without modifiers. */
export const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code: /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...more,
});

const letters = [...'abcdefghijklmnopqrstuvwxyz'].map((key) => ({ key, code: `Key${key.toUpperCase()}` }));
const cyrillic = [...'йцукен'].map((key, at) => ({ key, code: `Key${'QWERTY'[at]}` }));
const signs = [...'1234567890-=[];\',./?<>!@#$+*~`\\|"&()_{}^%:öß'].map((key) => ({ key, code: '' }));
const named = [
  ...['Enter', 'Backspace', 'Delete', 'Insert', 'PageUp', 'PageDown', 'ArrowUp', 'ArrowLeft', 'F2', 'F9'],
].map((key) => ({ key, code: key }));

/** Any key press that can be a chord, on a computer that is no Mac. */
export const anyPress: fc.Arbitrary<KeyPress> = fc
  .record({
    key: fc.constantFrom(...letters, ...cyrillic, ...signs, ...named, { key: ' ', code: 'Space' }),
    ctrlKey: fc.boolean(),
    altKey: fc.boolean(),
    shiftKey: fc.boolean(),
  })
  .map(({ key: { key, code }, ...held }) => ({
    ...held,
    metaKey: false,
    code,
    key: held.shiftKey && key.length === 1 && key !== 'ß' ? key.toUpperCase() : key,
  }));
