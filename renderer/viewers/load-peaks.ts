import type { ViewerSource } from './viewer.ts';
import { type Peaks, wavPeaks } from './wav-peaks.ts';

/** Slices of a waveform: two for each pixel of a wide stage. */
const slices = 2400;

/** Bytes of a compressed recording that is still decoded whole for its waveform: a quarter of an hour of speech. */
const decodeLimit = 12_000_000;

async function* chunksOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel();
  }
}

const decodedPeaks = async (bytes: ArrayBuffer): Promise<Peaks> => {
  const context = new OfflineAudioContext(1, 1, 8000);
  const audio = await context.decodeAudioData(bytes);
  const samples = audio.getChannelData(0);
  const values = new Float32Array(slices);
  for (let at = 0; at < samples.length; at += 1) {
    const slice = Math.min(slices - 1, Math.floor((at / samples.length) * slices));
    const loud = Math.abs(samples[at] ?? 0);
    if (loud > (values[slice] ?? 0)) values[slice] = loud;
  }
  return { values, duration: audio.duration };
};

/**
 * The waveform of a recording; null when there is none to be had at a fair price. An uncompressed WAV of any size is
 * read as a stream; a compressed file only when it is small, because decoding takes it whole.
 */
export const loadPeaks = async (source: ViewerSource, signal: AbortSignal): Promise<Peaks | null> => {
  const wav = /^audio\/(x-|vnd\.)?wave?\b/.test(source.mediaType);
  if (!wav && source.size > decodeLimit) return null;
  const answer = await fetch(source.url, { signal });
  if (!answer.ok || answer.body === null) return null;
  return wav ? wavPeaks(chunksOf(answer.body), slices) : decodedPeaks(await answer.arrayBuffer());
};
