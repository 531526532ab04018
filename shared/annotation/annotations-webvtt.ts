import type { Annotation } from '../domain/annotation.ts';
import type { Locator } from '../domain/locator.ts';
import type { TableNames } from './annotations-csv.ts';
import { clockTime } from './clock-time.ts';

/** Seconds for which a point in time is shown, as a cue needs an end. */
export const pointSeconds = 4;

type Timed = Annotation & { readonly locator: Extract<Locator, { kind: 'time' }> };

export const isTimed = (annotation: Annotation): annotation is Timed => annotation.locator.kind === 'time';

/**
 * The time-coded annotations as WebVTT, in order of time. Each cue names its file as its voice, so that the annotations
 * of several recordings can stand in one file; then the criteria, the words of the captions in quotes, and the note.
 */
export const annotationsWebVtt = (annotations: readonly Annotation[], names: TableNames): string => {
  const timed = annotations
    .filter(isTimed)
    .sort((a, b) => a.locator.start - b.locator.start || endOf(a) - endOf(b));
  const blocks = [
    `WEBVTT - Annotations of ${inHeader(names.code)}`,
    `NOTE\nA point in time is shown for ${pointSeconds} seconds. The voice of a cue is the file it belongs to.`,
    ...timed.map((annotation) => cueOf(annotation, names)),
  ];
  return `${blocks.join('\n\n')}\n`;
};

const milliseconds = (seconds: number): number => Math.round(seconds * 1000);

/** A cue must end after it starts. */
const endOf = ({ locator: { start, end } }: Timed): number =>
  end !== null && milliseconds(end) > milliseconds(start) ? end : start + pointSeconds;

const cueOf = (annotation: Timed, { labelOf, criteria }: TableNames): string => {
  const { locator, text } = annotation;
  const letters = criteria
    .filter(({ id }) => annotation.criterionIds.some((one) => one === id))
    .map(({ letter, title }) => `${letter} ${title}`)
    .join(', ');
  const quote = locator.quote === null ? '' : `“${locator.quote.exact}”`;
  const payload = [letters, quote, text]
    .map(lines)
    .filter((part) => part !== '')
    .join('\n');
  return [
    inHeader(annotation.id),
    `${clockTime(locator.start, 2)} --> ${clockTime(endOf(annotation), 2)}`,
    `<v ${escaped(lines(labelOf(annotation.artifactId)).replace(/\n/g, ' '))}>${escaped(payload === '' ? '–' : payload)}</v>`,
  ].join('\n');
};

/** A title or a cue's name: one line, without the arrow that would make it a time. */
const inHeader = (text: string): string => lines(text).replace(/\n/g, ' ').replace(/-->/g, '→');

/** Line breaks as WebVTT has them; an empty line would end the cue. */
const lines = (text: string): string =>
  text
    .replace(/\r\n?/g, '\n')
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '')
    .join('\n');

const escaped = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
