import type { Timers } from './timers.ts';

/** Why a body was not read to its end. */
export type BodyFailure = 'too-long' | 'stalled' | 'broken';

export type BodyLimits = {
  readonly bytes: number;
  /** Longest silence, and longest time for the whole: a body must not drip for ever. Milliseconds. */
  readonly idleMs: number;
  readonly totalMs: number;
};

/**
 * Reads a body within its limits. One that is longer is cut off at once: an endless answer costs the limit, no more.
 */
export const readBody = async (
  body: ReadableStream<Uint8Array> | null,
  { bytes: limit, idleMs, totalMs }: BodyLimits,
  timers: Timers,
): Promise<Uint8Array | BodyFailure> => {
  if (body === null) return new Uint8Array(0);
  const reader = body.getReader();
  const chunks: Uint8Array[] = [];
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
      chunks.push(value);
    }
  } catch {
    // A connection that broke, or an abort: the caller knows which from its own signal.
    return 'broken';
  } finally {
    cancelTotal();
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
};

/** For JSON: the whole within four times the longest silence. */
export const bodyLimits = (bytes: number, timeoutMs: number): BodyLimits => ({
  bytes,
  idleMs: timeoutMs,
  totalMs: timeoutMs * 4,
});
