import type { Messages } from '../../../messages/en.ts';
import { chordsOf, keyCaps } from '../../../shortcuts/chord.ts';

/** A chord in a sentence: Ctrl+K, ⌘K. */
export const chordWords = (chord: string, mac: boolean): string => keyCaps(chord, mac).join(mac ? '' : '+');

/** A binding in a sentence: `G then Q`. */
export const bindingWords = (binding: string, mac: boolean, m: Messages): string => {
  const [first = '', second] = chordsOf(binding).map((chord) => chordWords(chord, mac));
  return second === undefined ? first : m.keyBindings.oneAfterOther(first, second);
};

/** All keys of a command in a sentence; null without keys. */
export const keysWords = (keys: readonly string[], mac: boolean, m: Messages): string | null =>
  keys.length === 0
    ? null
    : keys.map((binding) => bindingWords(binding, mac, m)).reduce((one, two) => m.keyBindings.or(one, two));
