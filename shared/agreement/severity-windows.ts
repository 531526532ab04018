import type { CalendarWindow, DriftWindow } from './severity-report.ts';

/** Rows of one rater in one window, and the window's name. */
type Slice = { readonly window: string; readonly rows: number[] };

const day = 86_400_000;
const isoDay = (time: number): string => new Date(time).toISOString().slice(0, 10);

/** The window of the calendar a moment lies in, as a number: of weeks, of months, or of the dates before it. */
const placeIn = (window: CalendarWindow, time: number): number => {
  if (window.by === 'dates') return window.starts.findLastIndex((from) => from <= time);
  // 1970-01-05 was a Monday.
  if (window.by === 'week') return Math.floor((Math.floor(time / day) - 4) / 7);
  const date = new Date(time);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
};

/** The calendar windows are those of UTC; weeks begin on Monday (ISO 8601). */
const nameOf = (window: CalendarWindow, place: number, time: number): string => {
  if (window.by === 'dates') {
    return place < 0
      ? `before ${isoDay(window.starts[0] as number)}`
      : `from ${isoDay(window.starts[place] as number)}`;
  }
  return window.by === 'month' ? isoDay(time).slice(0, 7) : `week of ${isoDay((7 * place + 4) * day)}`;
};

/** A last window with fewer ratings than half a full one is joined to the one before. */
const bySize = (rows: readonly number[], size: number): Slice[] => {
  const count = Math.max(1, Math.floor(rows.length / size + 0.5));
  return Array.from({ length: count }, (_, at) => {
    const [from, to] = [at * size, at === count - 1 ? rows.length : (at + 1) * size];
    return { window: `ratings ${from + 1} to ${to}`, rows: rows.slice(from, to) };
  });
};

export const slicesOf = (rows: readonly number[], times: Float64Array, window: DriftWindow): Slice[] => {
  if (window.by === 'ratings') return bySize(rows, window.size);
  const slices: Slice[] = [];
  let place = Number.NaN;
  for (const row of rows) {
    const time = times[row] as number;
    const own = placeIn(window, time);
    if (own === place) slices.at(-1)?.rows.push(row);
    else slices.push({ window: nameOf(window, own, time), rows: [row] });
    place = own;
  }
  return slices;
};
