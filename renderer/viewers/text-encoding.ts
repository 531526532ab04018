export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252' | 'declared';

/** `name` is how the encoding is called to a person; null for UTF-8, which needs no word. */
export type DecodedText = {
  readonly text: string;
  readonly encoding: TextEncoding;
  readonly name: string | null;
};

const names: Readonly<Record<Exclude<TextEncoding, 'declared'>, string | null>> = {
  'utf-8': null,
  'utf-16le': 'UTF-16',
  'utf-16be': 'UTF-16',
  'windows-1252': 'Windows-1252',
};

const startsWith = (bytes: Uint8Array, ...mark: readonly number[]): boolean =>
  mark.every((byte, at) => bytes[at] === byte);

/** Without its mark; null when the bytes are not of that encoding. */
const strictly = (bytes: Uint8Array, encoding: string): string | null => {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const control = /[\0-\x08\x0e-\x1a\x1c-\x1f\x7f]/g;

/** The share of characters that no text has: control characters other than line ends, tabs and form feeds. */
const controlShare = (text: string): number => (text.match(control)?.length ?? 0) / Math.max(1, text.length);

const sampled = (bytes: Uint8Array): Uint8Array => bytes.subarray(0, 65_536);

/**
 * How much like UTF-16 the bytes are, 0–1: in a text of any language a line end, a space, or the upper half of a Latin
 * letter is a zero byte, and always on the same side.
 */
const sidedZeros = (bytes: Uint8Array): { readonly even: number; readonly odd: number } => {
  const sides = [0, 0];
  for (const [at, byte] of sampled(bytes).entries()) if (byte === 0) sides[at & 1] = (sides[at & 1] ?? 0) + 1;
  const half = Math.max(1, sampled(bytes).length / 2);
  return { even: (sides[0] ?? 0) / half, odd: (sides[1] ?? 0) / half };
};

const unlikely = /[\p{Cn}\p{Co}\uFFFE]/gu;

const plausible = (text: string | null): text is string =>
  text !== null &&
  controlShare(text) === 0 &&
  (text.slice(0, 20_000).match(unlikely)?.length ?? 0) <= text.length / 200;

/** UTF-16 that does not say so. Tried only where UTF-8 makes no sense. */
const unmarkedUtf16 = (bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null => {
  const zeros = sidedZeros(bytes);
  const little = zeros.odd > 0.02 && zeros.odd > zeros.even * 8;
  const big = zeros.even > 0.02 && zeros.even > zeros.odd * 8;
  if (little && plausible(strictly(bytes, 'utf-16le'))) return 'utf-16le';
  return big && plausible(strictly(bytes, 'utf-16be')) ? 'utf-16be' : null;
};

/** The encoding a page names in its first kilobyte; null when it names none that is known. */
const declaredIn = (bytes: Uint8Array): string | null => {
  const head = new TextDecoder('windows-1252').decode(bytes.subarray(0, 1024));
  const label = /<meta[^>]+charset\s*=\s*["']?\s*([\w:-]+)/i.exec(head)?.[1];
  if (label === undefined) return null;
  try {
    return new TextDecoder(label).encoding;
  } catch {
    return null;
  }
};

/** More control characters than this, and it is not text. Some programs leave a NUL now and then. */
const controlLimit = 0.1;

const decoded = (text: string, encoding: Exclude<TextEncoding, 'declared'>): DecodedText | null =>
  controlShare(text.slice(0, 200_000)) > controlLimit
    ? null
    : { text: text.replaceAll('\0', '\ufffd'), encoding, name: names[encoding] };

/**
 * The text in a file: by its byte-order mark; else as UTF-8; else, for HTML, as the page declares; else UTF-16 without a
 * mark; else as Windows-1252, which every byte can be. Null: it is not text. A NUL is shown as the replacement character.
 */
export const decodeText = (bytes: Uint8Array, { html = false } = {}): DecodedText | null => {
  if (startsWith(bytes, 0xef, 0xbb, 0xbf)) return decoded(new TextDecoder().decode(bytes), 'utf-8');
  if (startsWith(bytes, 0xff, 0xfe)) return decoded(new TextDecoder('utf-16le').decode(bytes), 'utf-16le');
  if (startsWith(bytes, 0xfe, 0xff)) return decoded(new TextDecoder('utf-16be').decode(bytes), 'utf-16be');
  const plain = strictly(bytes, 'utf-8');
  const wide = plain === null || plain.includes('\0') ? unmarkedUtf16(bytes) : null;
  if (wide !== null) return decoded(new TextDecoder(wide).decode(bytes), wide);
  if (plain !== null) return decoded(plain, 'utf-8');
  const declared = html ? declaredIn(bytes) : null;
  if (declared !== null && declared !== 'utf-8') {
    return { text: new TextDecoder(declared).decode(bytes), encoding: 'declared', name: declared };
  }
  // Windows-1252 has no meaning for five bytes, and a text has no control characters: either means "not text" here.
  const latin = new TextDecoder('windows-1252').decode(bytes);
  const undefinedBytes = /[\x81\x8d\x8f\x90\x9d]/.test(latin);
  return undefinedBytes || controlShare(latin.slice(0, 200_000)) > 0 ? null : decoded(latin, 'windows-1252');
};
