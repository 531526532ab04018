import type { Segment } from './speech.ts';

type Cue = { readonly start: number; readonly end: number; readonly body: string };
const LONGEST_CUE = 78;

function clock(seconds: number): string {
  const milliseconds = Math.round(seconds * 1000);
  const two = (value: number): string => `${value}`.padStart(2, '0');
  const rest = `${milliseconds % 1000}`.padStart(3, '0');
  const whole = Math.floor(milliseconds / 1000);
  return `${two(Math.floor(whole / 3600))}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}.${rest}`;
}

function escapeCue(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Splits at spaces into pieces of even length, so that no cue needs more than two rows. */
function pieces(text: string): string[] {
  const count = Math.ceil(text.length / LONGEST_CUE);
  const target = text.length / count;
  const found: string[] = [];
  let current = '';
  for (const word of text.split(' ')) {
    const longer = current === '' ? word : `${current} ${word}`;
    if (current !== '' && longer.length > target + 6 && found.length < count - 1) {
      found.push(current);
      current = word;
    } else current = longer;
  }
  return [...found, current];
}

function cuesOf(segment: Segment): Cue[] {
  const { event, start, end } = segment;
  if (event.kind === 'board') return [];
  if (event.kind === 'pause')
    return event.note === '' ? [] : [{ start, end, body: `[${escapeCue(event.note)}]` }];
  if (event.loudness === 'far') return [{ start, end, body: `<v ${event.speaker}>[inaudible]` }];
  const total = event.text.length;
  let spoken = 0;
  return pieces(event.text).map((piece) => {
    const from = start + ((end - start) * spoken) / total;
    spoken += piece.length + 1;
    const until = start + ((end - start) * Math.min(spoken, total)) / total;
    return { start: from, end: until, body: `<v ${event.speaker}>${escapeCue(piece)}` };
  });
}

/** WebVTT with a voice tag for every speaker. */
export function webVtt(segments: readonly Segment[]): string {
  const cues = segments.flatMap(cuesOf);
  const body = cues.map(
    (cue, index) => `${index + 1}\n${clock(cue.start)} --> ${clock(cue.end)}\n${cue.body}\n`,
  );
  return `WEBVTT\n\n${body.join('\n')}`;
}
