import { z } from 'zod';

/**
 * A hybrid logical clock stamp as text whose order is the order of events: milliseconds (15 digits), a counter
 * (5 digits) and the device. Never earlier than any stamp the device has seen, whatever its wall clock says.
 */
export const stampSchema = z.string().regex(/^\d{15}-\d{5}-.{1,120}$/, 'a hybrid clock stamp');
export type Stamp = z.infer<typeof stampSchema>;

const counterLimit = 99_999;

/** The next stamp of a device after `last` (null: none yet), at wall time `now` in milliseconds since 1970. */
export const nextStamp = (last: Stamp | null, now: number, deviceId: string): Stamp => {
  const lastMs = last === null ? -1 : Number(last.slice(0, 15));
  const lastCounter = last === null ? 0 : Number(last.slice(16, 21));
  const wall = Math.max(0, Math.trunc(now));
  if (wall > lastMs) return format(wall, 0, deviceId);
  return lastCounter < counterLimit
    ? format(lastMs, lastCounter + 1, deviceId)
    : format(lastMs + 1, 0, deviceId);
};

/** The later of two stamps. */
export const laterStamp = (a: Stamp | null, b: Stamp): Stamp => (a !== null && a > b ? a : b);

const format = (ms: number, counter: number, deviceId: string): Stamp =>
  `${String(ms).padStart(15, '0')}-${String(counter).padStart(5, '0')}-${deviceId}`;
