import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';

/** How the long recording is stored (8 kHz, one channel, µ-law) and what it is expanded to (48 kHz, two, 16 bit). */
const factor = 6;
const outRate = 48_000;
const channels = 2;
const bytesPerFrame = channels * 2;

/**
 * Expands the committed recording to the WAV file that a recorder would have made, piece by piece: samples are decoded and
 * interpolated linearly. The same input always gives the same bytes.
 */
export async function* expandDiscussion(ulawPath: string): AsyncGenerator<Uint8Array> {
  const { size: samples } = await stat(ulawPath);
  yield wavHeader(samples * factor * bytesPerFrame);
  let last = 0;
  for await (const chunk of createReadStream(ulawPath)) {
    const input = chunk as Buffer;
    const output = Buffer.alloc(input.length * factor * bytesPerFrame);
    let at = 0;
    for (const code of input) {
      const next = decodeUlaw(code);
      for (let step = 1; step <= factor; step += 1) {
        const sample = last + Math.trunc(((next - last) * step) / factor);
        for (let channel = 0; channel < channels; channel += 1) {
          output.writeInt16LE(sample, at);
          at += 2;
        }
      }
      last = next;
    }
    yield output;
  }
}

/** ITU-T G.711 µ-law to 16-bit linear. */
const decodeUlaw = (code: number): number => {
  const bits = ~code & 0xff;
  const magnitude = (((bits & 0x0f) << 3) + 0x84) << ((bits & 0x70) >> 4);
  return (bits & 0x80) === 0 ? magnitude - 0x84 : 0x84 - magnitude;
};

const wavHeader = (dataBytes: number): Buffer => {
  const header = Buffer.alloc(44);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(36 + dataBytes, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(channels, 22);
  header.writeUInt32LE(outRate, 24);
  header.writeUInt32LE(outRate * bytesPerFrame, 28);
  header.writeUInt16LE(bytesPerFrame, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(dataBytes, 40);
  return header;
};
