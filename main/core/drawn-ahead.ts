import type { RandomBytes } from './ports.ts';

/** So many requests of one length are served by one draw. */
const AT_ONCE = 256;

/**
 * The same random bytes, many drawn at once: asking the system costs more than using what it gives. Each byte is handed
 * out once.
 */
export const drawnAhead = (random: RandomBytes): RandomBytes => {
  let drawn: Uint8Array = new Uint8Array(0);
  let used = 0;
  return (length) => {
    if (used + length > drawn.length) {
      drawn = random(length * AT_ONCE);
      used = 0;
    }
    used += length;
    return drawn.subarray(used - length, used);
  };
};
