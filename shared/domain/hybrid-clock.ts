import { z } from 'zod';

/**
 * A hybrid logical clock stamp as text whose order is the order of events: milliseconds (15 digits), a counter
 * (5 digits) and who gave it. Never earlier than any stamp the device has seen, whatever its wall clock says.
 */
export const stampSchema = z.string().regex(/^\d{15}-\d{5}-.{1,140}$/, 'a hybrid clock stamp');
export type Stamp = z.infer<typeof stampSchema>;

/**
 * Who gives stamps: one run of the program on a device. Until the hub has told them apart, two copies of one profile
 * are the same device, and count on from the same stamp: only their runs keep two edits from standing under one stamp.
 * `run`: eight hexadecimal digits, drawn at random when the program opens the device's work.
 */
export const stampGiverName = (deviceId: string, run: string): string => `${deviceId}~${run}`;

const runAtEnd = /~[0-9a-f]{8}$/;

const counterLimit = 99_999;

/** The next stamp after `last` (null: none yet), at wall time `now` in milliseconds since 1970. */
export const nextStamp = (last: Stamp | null, now: number, giver: string): Stamp => {
  const lastMs = last === null ? -1 : millisecondsOf(last);
  const lastCounter = last === null ? 0 : Number(last.slice(16, 21));
  const wall = Math.max(0, Math.trunc(now));
  if (wall > lastMs) return format(wall, 0, giver);
  return lastCounter < counterLimit ? format(lastMs, lastCounter + 1, giver) : format(lastMs + 1, 0, giver);
};

/** The later of two stamps. */
export const laterStamp = (a: Stamp | null, b: Stamp): Stamp => (a !== null && a > b ? a : b);

const yearMs = 365 * 24 * 3_600_000;

/**
 * Whether a hub may take a stamp at all. A wrong clock is no reason to refuse work, but a stamp at the end of what the
 * format can say would leave nothing later to write under its key.
 */
export const isStampPossible = (stamp: Stamp, receivedAtMs: number): boolean =>
  millisecondsOf(stamp) <= receivedAtMs + 50 * yearMs;

/** How far ahead of the hub's time a stamp may lie and still move another device's clock. Milliseconds. */
const trustedAheadMs = 24 * 3_600_000;

/**
 * Whether a stamp of another device may move this device's clock: it lies no more than a day after the moment the hub
 * received it. One from a clock that is years ahead still wins its own key, and an edit of that key is stamped after
 * it; but it drags no other key, and no other device, into its future.
 */
export const mayMoveClock = (stamp: Stamp, receivedAtMs: number): boolean =>
  millisecondsOf(stamp) <= receivedAtMs + trustedAheadMs;

/** Stamps given one after another by one run on one device. */
export type StampGiver = {
  /** The next stamp; for an edit of a key, later than what stands there too (null: nothing). */
  readonly next: (standing: Stamp | null) => Stamp;
  /** Where the device's clock stands now. A standing stamp from the far future does not move it. */
  readonly last: () => Stamp | null;
};

export const createStampGiver = (start: Stamp | null, now: number, giver: string): StampGiver => {
  let last = start;
  return {
    next: (standing) => {
      last = nextStamp(last, now, giver);
      return standing !== null && standing >= last ? nextStamp(standing, now, giver) : last;
    },
    last: () => last,
  };
};

const millisecondsOf = (stamp: Stamp): number => Number(stamp.slice(0, 15));

/** The device that gave a stamp. */
export const deviceOf = (stamp: Stamp): string => stamp.slice(22).replace(runAtEnd, '');

const format = (ms: number, counter: number, giver: string): Stamp =>
  `${String(ms).padStart(15, '0')}-${String(counter).padStart(5, '0')}-${giver}`;
