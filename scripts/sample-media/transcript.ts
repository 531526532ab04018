/** The written script of a clip: who says what, where, and what stands on the board. */
export type Room = 'tables' | 'carpet' | 'seminar' | 'lab' | 'conference';
export type ClipFormat = 'mp4' | 'webm-vp9' | 'webm-vp8' | 'm4a' | 'mp3' | 'ulaw';
/** quiet: a child who barely speaks up; far: speech the microphone hardly caught. */
export type Loudness = 'normal' | 'quiet' | 'far';

export type TranscriptEvent =
  | { readonly kind: 'speech'; readonly speaker: string; readonly text: string; readonly loudness: Loudness }
  | { readonly kind: 'pause'; readonly seconds: number; readonly hands: number; readonly note: string }
  | { readonly kind: 'board'; readonly lines: readonly string[] };

export type Transcript = {
  readonly room: Room;
  readonly format: ClipFormat;
  /** File name without its ending. */
  readonly file: string;
  /** Age of the children in years; sets pitch and size. */
  readonly age: number;
  readonly board: readonly string[];
  /** Children in the picture who may never speak. */
  readonly children: number;
  readonly events: readonly TranscriptEvent[];
};

const ROOMS: readonly Room[] = ['tables', 'carpet', 'seminar', 'lab', 'conference'];
const FORMATS: readonly ClipFormat[] = ['mp4', 'webm-vp9', 'webm-vp8', 'm4a', 'mp3', 'ulaw'];
const PAUSE = /^\[(\d+(?:\.\d+)?)(?: hands (\d+))?\]\s*(.*)$/;
const SPEECH = /^([^:(]+?)\s*(?:\((quiet|far)\))?:\s+(.+)$/;

function boardLines(text: string): string[] {
  return text
    .split('|')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function oneOf<Name extends string>(names: readonly Name[], value: string, what: string): Name {
  const found = names.find((name) => name === value);
  if (found === undefined) throw new Error(`"${value}" is not a ${what}. Use one of: ${names.join(', ')}.`);
  return found;
}

function parseEvent(line: string, row: number, source: string): TranscriptEvent {
  if (line.startsWith('>')) return { kind: 'board', lines: boardLines(line.slice(1)) };
  const pause = PAUSE.exec(line);
  if (pause !== null) {
    return { kind: 'pause', seconds: Number(pause[1]), hands: Number(pause[2] ?? 0), note: pause[3] ?? '' };
  }
  const speech = SPEECH.exec(line);
  if (speech === null)
    throw new Error(`${source} line ${row}: expected "Name: words", "[seconds] note" or "> board".`);
  const loudness: Loudness = speech[2] === 'quiet' || speech[2] === 'far' ? speech[2] : 'normal';
  return { kind: 'speech', speaker: speech[1] ?? '', text: speech[3] ?? '', loudness };
}

/** Header lines `key: value`, a line `---`, then one event a line. `source` names the file in errors. */
export function parseTranscript(text: string, source: string): Transcript {
  const lines = text.split('\n').map((line) => line.trim());
  const divider = lines.indexOf('---');
  if (divider < 0) throw new Error(`${source}: the header must end with a line "---".`);
  const header = new Map(
    lines
      .slice(0, divider)
      .filter((line) => line !== '')
      .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()] as const),
  );
  const events = lines.flatMap((line, index) =>
    index <= divider || line === '' ? [] : [parseEvent(line, index + 1, source)],
  );
  const format = oneOf(FORMATS, header.get('format') ?? 'mp4', 'format');
  return {
    room: oneOf(ROOMS, header.get('room') ?? 'tables', 'room'),
    format,
    file: header.get('file') ?? 'recording',
    age: Number(header.get('age') ?? 10),
    board: boardLines(header.get('board') ?? ''),
    children: Number(header.get('children') ?? 8),
    events,
  };
}

export function isAdult(speaker: string): boolean {
  return speaker === 'Teacher';
}

/** Speaking children in order of first word. */
export function childrenOf(transcript: Transcript): string[] {
  const names = new Set<string>();
  for (const event of transcript.events) {
    if (event.kind === 'speech' && !isAdult(event.speaker)) names.add(event.speaker);
  }
  return [...names];
}
