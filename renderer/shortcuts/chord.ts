/** The parts of a KeyboardEvent that decide which command it is. */
export type KeyPress = {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  /** Asked for AltGr, which Windows reports as Ctrl and Alt together. */
  readonly getModifierState?: (key: 'AltGraph') => boolean;
};

type Chord = { readonly key: string; readonly mod: boolean; readonly alt: boolean; readonly shift: boolean };

const modifiers = new Set(['Mod', 'Alt', 'Shift']);
const modifierKeys = new Set(['Control', 'Meta', 'Alt', 'AltGraph', 'Shift', 'CapsLock', 'Fn', 'OS']);

/** What stands on a key of a US keyboard, for layouts on which the key itself gives no Latin sign. */
const signOfCode: Readonly<Record<string, string>> = {
  Minus: '-',
  Equal: '=',
  BracketLeft: '[',
  BracketRight: ']',
  Backslash: '\\',
  Semicolon: ';',
  Quote: "'",
  Comma: ',',
  Period: '.',
  Slash: '/',
  Backquote: '`',
  Space: 'Space',
};

/** `Mod+Shift+k` → its parts. The plus key is written `+`: `Mod++`. */
const parseChord = (text: string): Chord => {
  const plus = text.endsWith('+');
  const parts = (plus ? text.slice(0, -1) : text).split('+');
  const held = new Set(parts.filter((part) => modifiers.has(part)));
  const key = plus ? '+' : (parts.at(-1) ?? '');
  return { key, mod: held.has('Mod'), alt: held.has('Alt'), shift: held.has('Shift') };
};

/** Signs such as `?` need Shift on some layouts and not on others, so only named keys and letters name it. */
const namesShift = (key: string): boolean => key.length > 1 || key.toLowerCase() !== key.toUpperCase();

const writeChord = ({ key, mod, alt, shift }: Chord): string =>
  [
    ...(mod ? ['Mod'] : []),
    ...(alt ? ['Alt'] : []),
    ...(shift && namesShift(key) ? ['Shift'] : []),
    key,
  ].join('+');

/** The chords of one binding: `g q` is two, one after the other. */
export const chordsOf = (binding: string): string[] => binding.split(' ');

const isKeyName = (key: string): boolean =>
  key.length === 1
    ? key !== ' ' && key === key.toLowerCase() && key.trim() !== ''
    : /^[A-Z][A-Za-z0-9]+$/.test(key) && !modifierKeys.has(key) && key !== 'Dead';

/** Whether a text is a binding as this version writes them: one chord or two, modifiers in order, letters lower case. */
export const isBinding = (text: string): boolean => {
  const chords = chordsOf(text);
  return (
    chords.length <= 2 &&
    chords.every((chord) => {
      const parsed = parseChord(chord);
      return isKeyName(parsed.key) && writeChord(parsed) === chord;
    })
  );
};

/** Shift, Ctrl and the like, pressed on the way to a chord. */
export const isModifierKey = ({ key }: Pick<KeyPress, 'key'>): boolean => modifierKeys.has(key);

const isOtherScript = (key: string): boolean => /\p{L}/u.test(key) && !/\p{Script=Latin}/u.test(key);

/**
 * The key as the table writes it. Where the layout gives no Latin letter, that of the physical key, so that `r` is
 * still `r` on a Greek keyboard, and Option+I still has its letter on a Mac.
 */
const keyName = ({ key, code, altKey }: KeyPress, mac: boolean): string => {
  const dead = key === 'Dead';
  if (key === ' ') return 'Space';
  if (key.length > 1 && !(dead && altKey)) return key;
  if (!dead && key >= '!' && key <= '~') return key.toLowerCase();
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  if (letter !== undefined) return letter.toLowerCase();
  const sign = /^Digit(\d)$/.exec(code)?.[1] ?? signOfCode[code];
  return sign !== undefined && ((mac && altKey) || isOtherScript(key))
    ? sign
    : dead
      ? key
      : key.toLowerCase();
};

/**
 * The chord of a key press, written as the table writes it; null with a modifier that belongs to the system: Ctrl on a
 * Mac, the Windows key elsewhere. Signs made with AltGr are plain signs.
 */
export const chordOf = (press: KeyPress, mac: boolean): string | null => {
  const altGr = !mac && press.getModifierState?.('AltGraph') === true;
  const mod = mac ? press.metaKey : press.ctrlKey && !altGr;
  if (mac ? press.ctrlKey : press.metaKey) return null;
  return writeChord({
    key: keyName(press, mac),
    mod,
    alt: press.altKey && !altGr,
    shift: press.shiftKey,
  });
};

/** Whether a key press is this chord. A sequence of chords is no chord. */
export const chordMatches = (chord: string, press: KeyPress, mac: boolean): boolean =>
  chordOf(press, mac) === chord;

/** What everybody expects to copy, paste, select and undo in a text field. */
export const editingChords: readonly string[] = [
  ...['Mod+a', 'Mod+c', 'Mod+v', 'Mod+Shift+v', 'Mod+x', 'Mod+y', 'Mod+z', 'Mod+Shift+z'],
];

/** Whether a chord would put something into a text field, change what is there, or move in it. */
export const chordTypes = (chord: string): boolean => {
  if (editingChords.includes(chord)) return true;
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
