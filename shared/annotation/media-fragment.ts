import { decimal, numbersOf } from './decimal.ts';
import { fragmentParameters } from './fragment-parameters.ts';

/** Names the grammar of a FragmentSelector's value. */
export const mediaFragments = 'http://www.w3.org/TR/media-frags/';

/** Seconds. `end` null: from `start` on, which for us is a point in time; the grammar has no points. */
export type MediaTime = { readonly start: number; readonly end: number | null };

/** A rectangle from the top left, in hundredths of the picture or in its pixels. */
export type MediaArea = {
  readonly unit: 'percent' | 'pixel';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
};

/** The dimensions of W3C Media Fragments 1.0 that we know. */
export type MediaFragment = { readonly time: MediaTime | null; readonly area: MediaArea | null };

/**
 * Reads `t=` (normal play time: seconds, mm:ss, hh:mm:ss) and `xywh=` (percent or pixel), in any order; of a dimension
 * given twice the last valid one counts. Null when there is neither. Fractions are read in areas too.
 */
export const parseMediaFragment = (fragment: string): MediaFragment | null => {
  let time: MediaTime | null = null;
  let area: MediaArea | null = null;
  for (const [name, value] of fragmentParameters(fragment)) {
    if (name === 't') time = parseTime(value) ?? time;
    if (name === 'xywh') area = parseArea(value) ?? area;
  }
  return time === null && area === null ? null : { time, area };
};

/** Writes what `parseMediaFragment` reads. Areas keep their fractions: hundredths alone would move a mark. */
export const writeMediaFragment = ({ time, area }: MediaFragment): string =>
  [
    ...(time === null ? [] : [`t=${decimal(time.start)}${time.end === null ? '' : `,${decimal(time.end)}`}`]),
    ...(area === null
      ? []
      : [`xywh=${area.unit}:${[area.x, area.y, area.width, area.height].map(decimal).join(',')}`]),
  ].join('&');

const parseTime = (value: string): MediaTime | null => {
  const [from = '', to, ...more] = value.replace(/^npt:/, '').split(',');
  if (more.length > 0 || (from === '' && to === undefined)) return null;
  const start = from === '' ? 0 : playTime(from);
  const end = to === undefined ? null : playTime(to);
  if (start === null || (to !== undefined && end === null)) return null;
  return end !== null && end <= start ? null : { start, end };
};

/** Seconds of a normal play time (RFC 2326); null when it is none. */
const playTime = (text: string): number | null => {
  if (/^\d+(?:\.\d*)?$/.test(text)) return Number(text);
  const clock = /^(?:(\d+):)?([0-5]\d):([0-5]\d(?:\.\d*)?)$/.exec(text);
  if (clock === null) return null;
  return Number(clock[1] ?? 0) * 3600 + Number(clock[2]) * 60 + Number(clock[3]);
};

const parseArea = (value: string): MediaArea | null => {
  const unit = /^(percent|pixel):/.exec(value)?.[1] ?? 'pixel';
  const numbers = numbersOf(value.replace(/^(?:percent|pixel):/, ''), 4);
  if (numbers === null || numbers.some((one) => one < 0)) return null;
  const [x = 0, y = 0, width = 0, height = 0] = numbers;
  return { unit: unit === 'percent' ? 'percent' : 'pixel', x, y, width, height };
};
