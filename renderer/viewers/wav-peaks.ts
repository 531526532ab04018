/** The loudest sample of each slice of a recording, 0–1, and how long it is in seconds. */
export type Peaks = { readonly values: Float32Array; readonly duration: number };

type WavFormat = {
  readonly dataStart: number;
  readonly dataBytes: number;
  readonly blockAlign: number;
  readonly bytesPerSample: number;
  readonly float: boolean;
  readonly sampleRate: number;
};

const ascii = (view: DataView, at: number): string =>
  String.fromCharCode(view.getUint8(at), view.getUint8(at + 1), view.getUint8(at + 2), view.getUint8(at + 3));

/** Reads the header of a RIFF/WAVE file; null when it is not one, or when its samples are compressed. */
export const readWavFormat = (head: Uint8Array): WavFormat | null => {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  if (view.byteLength < 44 || ascii(view, 0) !== 'RIFF' || ascii(view, 8) !== 'WAVE') return null;
  let format: Omit<WavFormat, 'dataStart' | 'dataBytes'> | null = null;
  for (let at = 12; at + 8 <= view.byteLength; ) {
    const name = ascii(view, at);
    const size = view.getUint32(at + 4, true);
    if (name === 'data') return format === null ? null : { ...format, dataStart: at + 8, dataBytes: size };
    if (name === 'fmt ' && at + 24 <= view.byteLength) {
      const declared = view.getUint16(at + 8, true);
      // 0xFFFE is "extensible": the real kind stands in the first two bytes of its sub-format.
      const kind =
        declared === 0xfffe && at + 34 <= view.byteLength ? view.getUint16(at + 32, true) : declared;
      const bits = view.getUint16(at + 22, true);
      const known = (kind === 1 && [8, 16, 24, 32].includes(bits)) || (kind === 3 && bits === 32);
      const blockAlign = view.getUint16(at + 20, true);
      const sampleRate = view.getUint32(at + 12, true);
      if (!known || blockAlign === 0 || sampleRate === 0) return null;
      format = { blockAlign, bytesPerSample: bits / 8, float: kind === 3, sampleRate };
    }
    at += 8 + size + (size % 2);
  }
  return null;
};

const sampleAt = (view: DataView, at: number, { bytesPerSample, float }: WavFormat): number => {
  if (float) return view.getFloat32(at, true);
  if (bytesPerSample === 1) return (view.getUint8(at) - 128) / 128;
  if (bytesPerSample === 2) return view.getInt16(at, true) / 0x8000;
  if (bytesPerSample === 3)
    return ((view.getUint16(at, true) | (view.getInt8(at + 2) << 16)) as number) / 0x80_0000;
  return view.getInt32(at, true) / 0x8000_0000;
};

/**
 * The peaks of an uncompressed WAV as its bytes come by: however long the recording, only one chunk and the slices are
 * in memory. Null when the file is not such a WAV. The first channel speaks for all.
 */
export const wavPeaks = async (chunks: AsyncIterable<Uint8Array>, slices: number): Promise<Peaks | null> => {
  let waiting: Uint8Array = new Uint8Array(0);
  let format: WavFormat | null = null;
  let frame = 0;
  let frames = 0;
  const values = new Float32Array(slices);

  const take = (bytes: Uint8Array, known: WavFormat): Uint8Array => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let at = 0;
    for (; at + known.blockAlign <= bytes.byteLength && frame < frames; at += known.blockAlign, frame += 1) {
      const slice = Math.min(slices - 1, Math.floor((frame / frames) * slices));
      const loud = Math.abs(sampleAt(view, at, known));
      if (loud > (values[slice] ?? 0)) values[slice] = loud;
    }
    return bytes.slice(at);
  };

  for await (const chunk of chunks) {
    const bytes: Uint8Array = waiting.length === 0 ? chunk : joined(waiting, chunk);
    if (format !== null) {
      waiting = take(bytes, format);
      continue;
    }
    format = readWavFormat(bytes);
    if (format === null) {
      if (bytes.length > 65_536) return null;
      waiting = bytes;
      continue;
    }
    frames = Math.max(1, Math.floor(format.dataBytes / format.blockAlign));
    waiting = take(bytes.subarray(format.dataStart), format);
  }
  return format === null ? null : { values, duration: frames / format.sampleRate };
};

const joined = (a: Uint8Array, b: Uint8Array): Uint8Array => {
  const all = new Uint8Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
};
