import type { Timers } from './timers.ts';

/** Why a body was not read to its end. */
export type BodyFailure = 'too-long' | 'stalled' | 'broken';

export type BodyLimits = {
  readonly bytes: number;
  /** Longest silence, and longest time for the whole: a body must not drip for ever. Milliseconds. */
  readonly idleMs: number;
  readonly totalMs: number;
  /** So many bytes are expected: they are gathered in place as they come. Never more than `bytes`. */
  readonly expected?: number;
};

/**
 * Reads a body within its limits. One that is longer is cut off at once: an endless answer costs the limit, no more.
 */
export const readBody = async (
  body: ReadableStream<Uint8Array> | null,
  { bytes: limit, idleMs, totalMs, expected }: BodyLimits,
  timers: Timers,
): Promise<Uint8Array | BodyFailure> => {
  if (body === null) return new Uint8Array(0);
  const reader = body.getReader();
  const gathered = expected === undefined ? pieces() : inPlace(expected);
  let length = 0;
  let stalled = false;
  const giveUp = () => {
    stalled = true;
    // The pending read below ends with `done`, and the connection is given up.
    reader.cancel().catch(() => undefined);
  };
  const cancelTotal = timers.after(totalMs, giveUp);
  try {
    for (;;) {
      const cancelIdle = timers.after(idleMs, giveUp);
      const { done, value } = await reader.read().finally(cancelIdle);
      if (stalled) return 'stalled';
      if (done) break;
      length += value.length;
      if (length > limit) {
        // The answer is refused whatever becomes of the rest of it.
        reader.cancel().catch(() => undefined);
        return 'too-long';
      }
      gathered.add(value);
    }
  } catch {
    // A connection that broke, or an abort: the caller knows which from its own signal.
    return 'broken';
  } finally {
    cancelTotal();
  }
  return gathered.whole();
};

type Gathered = { readonly add: (chunk: Uint8Array) => void; readonly whole: () => Uint8Array };

const pieces = (): Gathered => {
  const chunks: Uint8Array[] = [];
  return {
    add: (chunk) => chunks.push(chunk),
    whole: () => {
      const bytes = Buffer.concat(chunks);
      return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
    },
  };
};

const inPlace = (bytes: number): Gathered => {
  const whole = new Uint8Array(bytes);
  let filled = 0;
  return {
    add: (chunk) => {
      whole.set(chunk, filled);
      filled += chunk.length;
    },
    whole: () => whole.subarray(0, filled),
  };
};

/** For JSON: the whole within four times the longest silence. */
export const bodyLimits = (bytes: number, timeoutMs: number): BodyLimits => ({
  bytes,
  idleMs: timeoutMs,
  totalMs: timeoutMs * 4,
});
