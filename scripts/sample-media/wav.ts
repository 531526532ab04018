/** Samples per second that espeak-ng writes, kept until the encoder. */
export const SAMPLE_RATE = 22050;

/** The samples of a 16-bit mono WAV. Throws when the data is anything else: espeak-ng writes nothing else. */
export function samplesOf(wav: Buffer): Int16Array {
  if (wav.toString('latin1', 0, 4) !== 'RIFF')
    throw new Error('The speech program did not write a WAV file.');
  const rate = wav.readUInt32LE(24);
  if (rate !== SAMPLE_RATE) throw new Error(`Expected speech at ${SAMPLE_RATE} Hz but got ${rate} Hz.`);
  const at = wav.indexOf('data', 12, 'latin1');
  const bytes = wav.subarray(at + 8);
  const samples = new Int16Array(Math.floor(bytes.length / 2));
  for (let index = 0; index < samples.length; index += 1) samples[index] = bytes.readInt16LE(index * 2);
  return samples;
}

export function wavOf(samples: Int16Array): Buffer {
  const wav = Buffer.alloc(44 + samples.length * 2);
  wav.write('RIFF', 0, 'latin1');
  wav.writeUInt32LE(36 + samples.length * 2, 4);
  wav.write('WAVEfmt ', 8, 'latin1');
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(SAMPLE_RATE, 24);
  wav.writeUInt32LE(SAMPLE_RATE * 2, 28);
  wav.writeUInt16LE(2, 32);
  wav.writeUInt16LE(16, 34);
  wav.write('data', 36, 'latin1');
  wav.writeUInt32LE(samples.length * 2, 40);
  for (let index = 0; index < samples.length; index += 1)
    wav.writeInt16LE(samples[index] ?? 0, 44 + index * 2);
  return wav;
}
