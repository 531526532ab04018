import { chordOf, isModifierKey, type KeyPress } from './chord.ts';
import type { CommandId } from './commands.ts';
import { longestBinding } from './key-choices.ts';
import { type KeyRefusal, refusalOf } from './refused-keys.ts';

/** Keys pressed so far to make a binding, and why the last one was not taken. */
export type Capture = {
  readonly chords: readonly string[];
  readonly refused: { readonly chord: string; readonly why: KeyRefusal } | null;
};

export const noKeys: Capture = { chords: [], refused: null };

type CaptureRules = {
  readonly mac: boolean;
  /** The command the keys are for; null where any key may be asked about. */
  readonly command: CommandId | null;
  /** How many chords one after the other. */
  readonly most: 1 | 2;
};

/** What a key pressed in a capture field means: for the field itself, nothing yet, or more of the binding. */
export type CapturePress =
  | { readonly kind: 'leave' | 'keep' | 'nothing' }
  | { readonly kind: 'keys'; readonly capture: Capture };

const isBare = ({ ctrlKey, metaKey, altKey }: KeyPress): boolean => !ctrlKey && !metaKey && !altKey;

const add = (chords: readonly string[], chord: string, most: number): readonly string[] =>
  chords.length >= most ? [chord] : [...chords, chord];

/**
 * One key press on the way to a binding. Escape and Tab leave the field, Enter keeps what is there; a key after the last
 * one begins anew.
 */
export const pressKey = (
  { chords }: Capture,
  press: KeyPress,
  { mac, command, most }: CaptureRules,
): CapturePress => {
  if (isModifierKey(press)) return { kind: 'nothing' };
  if (isBare(press) && (press.key === 'Escape' || press.key === 'Tab')) return { kind: 'leave' };
  if (isBare(press) && !press.shiftKey && press.key === 'Enter') return { kind: 'keep' };
  const refuse = (chord: string, why: KeyRefusal): CapturePress => ({
    kind: 'keys',
    capture: { chords, refused: { chord, why } },
  });
  const chord = chordOf(press, mac);
  if (chord === null) return refuse('', 'system');
  const why = refusalOf(chord, command);
  if (why !== null) return refuse(chord, why);
  const next = add(chords, chord, most);
  if (next.join(' ').length > longestBinding) return refuse(chord, 'long');
  return { kind: 'keys', capture: { chords: next, refused: null } };
};
