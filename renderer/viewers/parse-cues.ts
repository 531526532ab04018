import { decodeReferences } from '../../shared/lib/decode-references.ts';

/** What one voice says in one caption. Times in seconds; `text` is plain, on one line, never empty. */
export type Cue = {
  readonly start: number;
  readonly end: number;
  /** Who speaks, where the captions say so. */
  readonly speaker: string | null;
  readonly text: string;
};

const timestamp = /^(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})$/;

const secondsOf = (written: string): number | null => {
  const parts = timestamp.exec(written);
  if (parts === null) return null;
  const [, hours = '0', minutes = '0', seconds = '0', thousandths = '0'] = parts;
  // Whole milliseconds first: 0.1 + 0.2 is not a time that anybody wrote.
  const whole = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds);
  return (whole * 1000 + Number(thousandths)) / 1000;
};

const timingOf = (line: string): { readonly start: number; readonly end: number } | null => {
  const [, from, to] = /^\s*([\d:.]+)[ \t]*-->[ \t]*([\d:.]+)(?:[ \t].*)?$/.exec(line) ?? [];
  const start = secondsOf(from ?? '');
  const end = secondsOf(to ?? '');
  return start === null || end === null ? null : { start, end: Math.max(start, end) };
};

const oneLine = (text: string): string => decodeReferences(text).replace(/\s+/g, ' ').trim();

type Speech = { readonly speaker: string | null; text: string };

/** The words of a caption by voice. Styling, language and karaoke times are left out, the words in them are kept. */
const speechesOf = (payload: string): Speech[] => {
  const speeches: Speech[] = [{ speaker: null, text: '' }];
  for (const token of payload.match(/<[^>]*>?|[^<]+/g) ?? []) {
    const voice = /^<v(?:\.[^\s>]*)?(?:\s+([^>]*))?>?$/.exec(token);
    if (voice !== null) speeches.push({ speaker: oneLine(voice[1] ?? '') || null, text: '' });
    else if (/^<\/v\s*>?$/.test(token)) speeches.push({ speaker: null, text: '' });
    else if (!token.startsWith('<')) (speeches.at(-1) as Speech).text += token;
  }
  return speeches;
};

const cuesOf = (lines: readonly string[]): Cue[] => {
  const at = lines.findIndex((line) => line.includes('-->'));
  const timing = timingOf(lines[at] ?? '');
  if (timing === null) return [];
  return speechesOf(lines.slice(at + 1).join('\n')).flatMap(({ speaker, text }) => {
    const words = oneLine(text);
    return words === '' ? [] : [{ ...timing, speaker, text: words }];
  });
};

/** Lines that belong together. A line with an arrow begins a caption of its own even without a blank line before it. */
const blocksOf = (lines: readonly string[]): string[][] => {
  const blocks: string[][] = [];
  let open: string[] = [];
  const close = (): void => {
    if (open.length > 0) blocks.push(open);
    open = [];
  };
  for (const line of lines) {
    if (line.trim() === '') close();
    else if (line.includes('-->') && open.some((before) => before.includes('-->'))) {
      close();
      open.push(line);
    } else open.push(line);
  }
  close();
  return blocks;
};

/**
 * The captions of a WebVTT file (W3C WebVTT 1, section 6) in the order they are said; null when it is not one. A byte
 * order mark, any line endings, notes, styles, regions and identifiers are passed over; a caption whose times cannot be
 * read is left out, as players do.
 */
export const parseCues = (file: string): Cue[] | null => {
  const lines = file
    .replace(/^\ufeff/, '')
    .replaceAll('\0', '\ufffd')
    .split(/\r\n|\r|\n/);
  if (!/^WEBVTT(?:[ \t]|$)/.test(lines[0] ?? '')) return null;
  return blocksOf(lines.slice(1))
    .flatMap(cuesOf)
    .sort((a, b) => a.start - b.start);
};
