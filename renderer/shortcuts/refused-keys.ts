import { chordsOf, editingChords } from './chord.ts';
import { type CommandId, commandTable } from './commands.ts';

/** Why a chord cannot be given to a command. Each has its sentence in the messages. */
export type KeyRefusal =
  | 'leaves'
  | 'focus'
  | 'presses'
  | 'moves'
  | 'scrolls'
  | 'closes'
  | 'tabs'
  | 'reloads'
  | 'fullScreen'
  | 'tools'
  | 'zoom'
  | 'print'
  | 'edits'
  | 'history'
  | 'system'
  | 'dead'
  | 'nameless'
  | 'long';

/** What browsers, windows and systems keep for themselves, or everybody expects from them. */
const reserved: Readonly<Partial<Record<KeyRefusal, readonly string[]>>> = {
  closes: ['Mod+w', 'Mod+Shift+w', 'Mod+q', 'Mod+Shift+q', 'Mod+F4', 'Alt+F4'],
  tabs: [
    ...['Mod+t', 'Mod+Shift+t', 'Mod+n', 'Mod+Shift+n', 'Mod+Tab', 'Mod+Shift+Tab'],
    ...['Mod+PageUp', 'Mod+PageDown', 'Mod+Shift+PageUp', 'Mod+Shift+PageDown'],
    ...['1', '2', '3', '4', '5', '6', '7', '8', '9'].map((digit) => `Mod+${digit}`),
  ],
  reloads: ['F5', 'Mod+F5', 'Shift+F5', 'Mod+Shift+F5', 'Mod+r', 'Mod+Shift+r'],
  fullScreen: ['F11', 'Shift+F11', 'Mod+F11'],
  tools: ['F12', 'Mod+Shift+i', 'Mod+Shift+j', 'Mod+Shift+c', 'Mod+Alt+i', 'Mod+Alt+j', 'Mod+u', 'Mod+Alt+u'],
  zoom: ['Mod++', 'Mod+=', 'Mod+-', 'Mod+_', 'Mod+0'],
  print: ['Mod+p', 'Mod+Shift+p'],
  edits: editingChords,
  history: ['Alt+ArrowLeft', 'Alt+ArrowRight', 'Alt+Home'],
  system: [
    ...['Alt+Tab', 'Alt+Shift+Tab', 'Alt+Space', 'Mod+Space', 'Mod+Alt+Delete', 'Mod+h', 'Mod+m'],
    ...['ContextMenu', 'PrintScreen', 'NumLock', 'ScrollLock', 'Pause', 'Shift+F10'],
  ],
};

const reasonOf = new Map(
  Object.entries(reserved).flatMap(([reason, chords]) =>
    chords.map((chord) => [chord, reason as KeyRefusal] as const),
  ),
);

const bareKey = (chord: string): string => chord.replace(/^(Mod\+)?(Alt\+)?(Shift\+)?(?=.)/, '');

/** Commands that give or take a score: never by a key that scrolls. */
const scores = (id: CommandId): boolean => /^review\.(level\d|half|clearScore)$/.test(id);

const byKey = (chord: string): KeyRefusal | null => {
  const key = bareKey(chord);
  const held = chord.startsWith('Mod+') || chord.startsWith('Alt+');
  if (key === 'Escape') return chord === 'Escape' ? 'leaves' : 'system';
  if (key === 'Tab') return 'focus';
  if ((key === 'Enter' || key === 'Space') && !chord.startsWith('Mod+')) return 'presses';
  if (!held && /^(Arrow(Up|Down|Left|Right)|Home|End)$/.test(key)) return 'moves';
  if (key === 'Dead') return 'dead';
  if (/^(Unidentified|Process|Compose|Convert|NonConvert)$/.test(key)) return 'nameless';
  if (/^(Audio|Media|Brightness|Launch|Browser|Power|Sleep|WakeUp|Eject|Kana|Hiragana|Lang)/.test(key)) {
    return 'system';
  }
  return null;
};

/** Why this chord is refused; null when it may be used. With a command: also what that command must not have. */
export const refusalOf = (chord: string, id: CommandId | null): KeyRefusal | null => {
  if (id !== null && commandTable[id].keys.some((binding) => chordsOf(binding).includes(chord))) return null;
  const reason = reasonOf.get(chord) ?? byKey(chord);
  if (reason !== null || id === null || !scores(id)) return reason;
  return /^(Shift\+)?Page(Up|Down)$/.test(chord) ? 'scrolls' : null;
};
