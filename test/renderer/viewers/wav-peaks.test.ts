import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readWavFormat, wavPeaks } from '../../../renderer/viewers/wav-peaks.ts';

/** A mono 16-bit WAV with a chunk of notes before its samples, as recorders write them. */
const wavOf = (samples: readonly number[], sampleRate = 8000): Uint8Array => {
  const bytes = new Uint8Array(54 + samples.length * 2);
  const view = new DataView(bytes.buffer);
  const text = (at: number, words: string): void => {
    for (const [i, sign] of [...words].entries()) view.setUint8(at + i, sign.charCodeAt(0));
  };
  text(0, 'RIFF');
  view.setUint32(4, bytes.length - 8, true);
  text(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, sampleRate * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  text(36, 'note');
  view.setUint32(40, 2, true);
  text(46, 'data');
  view.setUint32(50, samples.length * 2, true);
  for (const [at, sample] of samples.entries()) view.setInt16(54 + at * 2, sample, true);
  return bytes;
};

async function* pieces(bytes: Uint8Array, cuts: readonly number[]): AsyncGenerator<Uint8Array> {
  let from = 0;
  for (const cut of [...cuts].sort((a, b) => a - b)) {
    const to = Math.max(from, Math.min(bytes.length, cut));
    if (to > from) yield bytes.slice(from, to);
    from = to;
  }
  if (from < bytes.length) yield bytes.slice(from);
}

describe('the waveform of a WAV', () => {
  it('is the loudest sample of each slice, and knows how long it is', async () => {
    const samples = [...Array<number>(4000).fill(1000), ...Array<number>(4000).fill(-16_384)];
    const peaks = await wavPeaks(pieces(wavOf(samples), []), 4);
    expect([...(peaks?.values ?? [])].map((value) => Math.round(value * 1000))).toEqual([31, 31, 500, 500]);
    expect(peaks?.duration).toBe(1);
  });

  it('is the same however the bytes arrive', async () => {
    const samples = Array.from({ length: 500 }, (_, at) => Math.round(20_000 * Math.sin(at)));
    const whole = await wavPeaks(pieces(wavOf(samples), []), 10);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(1054), { maxLength: 30 }), async (cuts) => {
        expect(await wavPeaks(pieces(wavOf(samples), cuts), 10)).toEqual(whole);
      }),
    );
  });

  it('is not made for other files', async () => {
    expect(
      readWavFormat(new TextEncoder().encode('ID3 this is no wave file at all, but long enough')),
    ).toBeNull();
    expect(await wavPeaks(pieces(new Uint8Array(100_000), [50_000]), 10)).toBeNull();
  });
});
