import { chordMatches, chordsOf, chordTypes, isModifierKey, type KeyPress } from './chord.ts';

/** A binding whose first chords were pressed, waiting for the next one until `until` (milliseconds). */
export type Pending = {
  readonly id: string;
  readonly binding: string;
  readonly matched: number;
  readonly until: number;
};

export type Bindable = {
  readonly id: string;
  readonly keys: readonly string[];
  readonly whileTyping: boolean;
  readonly inDialogs: boolean;
};

export type KeyContext = {
  readonly mac: boolean;
  /** The focus is where letters are text. */
  readonly typing: boolean;
  readonly inDialog: boolean;
  /** When the key was pressed, in milliseconds of any steady clock. */
  readonly at: number;
};

export type KeyMatch = { readonly id: string | null; readonly pending: readonly Pending[] };

/** How long the second key of a sequence may take, in milliseconds. */
export const sequenceTimeout = 1200;

const allowed = (row: Bindable, chord: string, context: KeyContext): boolean =>
  (!context.typing || row.whileTyping || !chordTypes(chord)) && (!context.inDialog || row.inDialogs);

/**
 * What a key press means, given the sequences begun before. A sequence that is completed wins over a single chord;
 * earlier rows win over later ones.
 */
export const matchKeys = (
  press: KeyPress,
  rows: readonly Bindable[],
  begun: readonly Pending[],
  context: KeyContext,
): KeyMatch => {
  const alive = begun.filter((pending) => pending.until >= context.at);
  // Shift on the way to the second key of a sequence is not that key.
  if (isModifierKey(press)) return { id: null, pending: alive };
  const advanced: Pending[] = [];
  for (const pending of alive) {
    const row = rows.find(({ id, keys }) => id === pending.id && keys.includes(pending.binding));
    const chords = chordsOf(pending.binding);
    const chord = chords[pending.matched];
    if (row === undefined || chord === undefined || !allowed(row, chord, context)) continue;
    if (!chordMatches(chord, press, context.mac)) continue;
    if (pending.matched + 1 === chords.length) return { id: pending.id, pending: [] };
    advanced.push({ ...pending, matched: pending.matched + 1, until: context.at + sequenceTimeout });
  }
  let single: string | null = null;
  for (const row of rows) {
    for (const binding of row.keys) {
      const [first, ...rest] = chordsOf(binding);
      if (first === undefined || !allowed(row, first, context)) continue;
      if (!chordMatches(first, press, context.mac)) continue;
      if (rest.length === 0) single ??= row.id;
      else advanced.push({ id: row.id, binding, matched: 1, until: context.at + sequenceTimeout });
    }
  }
  return single === null ? { id: null, pending: advanced } : { id: single, pending: [] };
};
