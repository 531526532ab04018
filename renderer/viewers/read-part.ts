/**
 * A part of the evidence at an address, by Range; shorter at the end of the file, empty behind it. A server that ignores
 * Range is not read further than needed.
 */
export const readPart = async (
  url: string,
  from: number,
  length: number,
  signal: AbortSignal,
): Promise<Uint8Array> => {
  const answer = await fetch(url, { signal, headers: { range: `bytes=${from}-${from + length - 1}` } });
  if (answer.status === 416) return new Uint8Array();
  if (!answer.ok || answer.body === null) throw new Error(`the evidence answered ${answer.status}`);
  const skipped = answer.status === 206 ? 0 : from;
  return takeBytes(answer.body, skipped, length);
};

/** `length` bytes of a stream after `skip` others; the rest is not waited for. */
const takeBytes = async (
  body: ReadableStream<Uint8Array>,
  skip: number,
  length: number,
): Promise<Uint8Array> => {
  const taken = new Uint8Array(length);
  let at = -skip;
  const reader = body.getReader();
  while (at < length) {
    const { done, value } = await reader.read();
    if (done) break;
    const wanted = value.subarray(Math.max(0, -at), length - at);
    taken.set(wanted, Math.max(0, at));
    at += value.length;
  }
  await reader.cancel();
  return taken.subarray(0, Math.min(length, Math.max(0, at)));
};
