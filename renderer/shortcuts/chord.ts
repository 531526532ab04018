/** The parts of a KeyboardEvent that decide which command it is. */
export type KeyPress = {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
};

type Chord = { readonly key: string; readonly mod: boolean; readonly alt: boolean; readonly shift: boolean };

const modifiers = new Set(['Mod', 'Alt', 'Shift']);

/** `Mod+Shift+k` → its parts. The plus key itself is written `+`. */
const parseChord = (text: string): Chord => {
  const parts = text === '+' ? ['+'] : text.split('+');
  const held = new Set(parts.filter((part) => modifiers.has(part)));
  const key = parts.find((part) => !modifiers.has(part)) ?? '';
  return { key, mod: held.has('Mod'), alt: held.has('Alt'), shift: held.has('Shift') };
};

/** The chords of one binding: `g q` is two, one after the other. */
export const chordsOf = (binding: string): string[] => binding.split(' ');

/**
 * The key as the table writes it. Layouts without Latin letters give the letter of the physical key, so that `r` is
 * still `r` on a Greek keyboard.
 */
const keyName = ({ key, code }: KeyPress): string => {
  if (key.length !== 1) return key;
  if (key === ' ') return 'Space';
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  const ascii = key >= '!' && key <= '~';
  return !ascii && letter !== undefined ? letter.toLowerCase() : key.toLowerCase();
};

const isLetter = (key: string): boolean => /^[a-z]$/.test(key);

/** Signs such as `?` need Shift on some layouts and not on others, so only named keys and letters compare Shift. */
export const chordMatches = (chord: string, press: KeyPress, mac: boolean): boolean => {
  const wanted = parseChord(chord);
  const key = keyName(press);
  if (key !== wanted.key) return false;
  const mod = mac ? press.metaKey : press.ctrlKey;
  const otherMod = mac ? press.ctrlKey : press.metaKey;
  if (otherMod || mod !== wanted.mod || press.altKey !== wanted.alt) return false;
  const shiftCounts = isLetter(key) || key.length > 1 || wanted.shift;
  return !shiftCounts || press.shiftKey === wanted.shift;
};

/** Whether a chord would put something into a text field, or move in it. */
export const chordTypes = (chord: string): boolean => {
  const { key, mod, alt } = parseChord(chord);
  return !mod && !alt && !/^F\d+$/.test(key);
};

const names: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
  PageUp: 'PgUp',
  PageDown: 'PgDn',
};

/** The key caps of a chord: ['Ctrl', 'K'], ['⌘', 'K']. */
export const keyCaps = (chord: string, mac: boolean): string[] => {
  const { key, mod, alt, shift } = parseChord(chord);
  const shown = names[key] ?? (key.length === 1 ? key.toUpperCase() : key);
  return [
    ...(mod ? [mac ? '⌘' : 'Ctrl'] : []),
    ...(alt ? [mac ? '⌥' : 'Alt'] : []),
    ...(shift ? [mac ? '⇧' : 'Shift'] : []),
    shown,
  ];
};

/** The value of aria-keyshortcuts for a binding of one chord; sequences have no notation there. */
export const ariaKeyShortcut = (binding: string, mac: boolean): string | null => {
  const [chord, ...more] = chordsOf(binding);
  if (chord === undefined || more.length > 0) return null;
  const { key, mod, alt, shift } = parseChord(chord);
  const written = key === '+' ? 'Plus' : key;
  return [
    ...(mod ? [mac ? 'Meta' : 'Control'] : []),
    ...(alt ? ['Alt'] : []),
    ...(shift ? ['Shift'] : []),
    written,
  ].join('+');
};
