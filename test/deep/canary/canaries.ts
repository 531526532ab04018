/** Something that must stand nowhere in the clear. */
export type Canary = { readonly name: string; readonly bytes: Uint8Array };

/** One form in which it could have been written. */
type Needle = { readonly name: string; readonly bytes: Buffer };

/** Text that is looked for in every form. */
export const textCanary = (name: string, text: string): Canary => ({
  name,
  bytes: Buffer.from(text, 'utf8'),
});

/** Windows of so many bytes, spread over a file. */
const WINDOW_BYTES = 32;

/** Pieces of a media file: its beginning, its end, and between. */
export const mediaCanaries = (name: string, file: Uint8Array, windows = 8): Canary[] =>
  Array.from({ length: windows }, (_, at) => {
    const from = Math.floor(((file.length - WINDOW_BYTES) * at) / Math.max(1, windows - 1));
    return { name: `${name} at ${from}`, bytes: file.subarray(from, from + WINDOW_BYTES) };
  });

/** The middle of what base64 makes of bytes that begin at any of three places in a longer text. */
const inBase64 = (bytes: Buffer, encoding: 'base64' | 'base64url'): Buffer[] =>
  [0, 1, 2].map((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString(encoding)
      .replace(/=+$/, '');
    // A letter at either end also holds bits of its neighbours.
    const whole = Math.floor(((shift + bytes.length) * 8) / 6);
    return Buffer.from(text.slice(Math.ceil((shift * 8) / 6), whole), 'latin1');
  });

const inUtf16 = (text: string): Buffer[] => {
  const little = Buffer.from(text, 'utf16le');
  return [little, Buffer.from(little).swap16()];
};

/** As encodeURIComponent has it, and with every byte in percent; upper and lower case. */
const inPercent = (text: string, bytes: Buffer): Buffer[] => {
  const all = [...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
  return [encodeURIComponent(text), all, all.toUpperCase()].map((form) => Buffer.from(form, 'latin1'));
};

const inJson = (text: string): Buffer[] => {
  const escaped = [...text].map((letter) => {
    const code = letter.charCodeAt(0);
    return code < 128 ? letter : `\\u${code.toString(16).padStart(4, '0')}`;
  });
  return [JSON.stringify(text).slice(1, -1), escaped.join('')].map((form) => Buffer.from(form, 'utf8'));
};

const formsOf = ({ name, bytes: given }: Canary): Needle[] => {
  const bytes = Buffer.from(given);
  const text = bytes.toString('utf8');
  const isText = Buffer.from(text, 'utf8').equals(bytes);
  const forms: [string, Buffer[]][] = [
    ['as it is', [bytes]],
    ['base64', [...inBase64(bytes, 'base64'), ...inBase64(bytes, 'base64url')]],
    [
      'hex',
      ['hex' as const]
        .flatMap((form) => [bytes.toString(form), bytes.toString(form).toUpperCase()])
        .map((hex) => Buffer.from(hex, 'latin1')),
    ],
    ...(isText
      ? ([
          ['UTF-16', inUtf16(text)],
          ['percent', inPercent(text, bytes)],
          ['JSON', inJson(text)],
        ] as [string, Buffer[]][])
      : []),
  ];
  return forms.flatMap(([form, needles]) =>
    needles.map((needle) => ({ name: `${name} (${form})`, bytes: needle })),
  );
};

const SHORTEST = 8;

export type Search = {
  /** What of the canaries stands in these bytes, each form once. */
  in(bytes: Uint8Array): string[];
  readonly forms: number;
};

/**
 * Makes the search for all forms of all canaries: one pass over the bytes, whatever their number. Throws for a canary that
 * is too short to mean anything.
 */
export const createSearch = (canaries: readonly Canary[]): Search => {
  const needles = canaries.flatMap(formsOf);
  const starts = new Map<number, Needle[]>();
  const possible = new Uint8Array(65_536);
  for (const needle of needles) {
    if (needle.bytes.length < SHORTEST) throw new Error(`${needle.name} is too short to look for`);
    const start = needle.bytes.readUInt32LE(0);
    starts.set(start, [...(starts.get(start) ?? []), needle]);
    possible[start & 0xffff] = 1;
  }
  return {
    forms: needles.length,
    in: (given) => {
      const bytes = Buffer.from(given.buffer, given.byteOffset, given.byteLength);
      const found = new Set<string>();
      for (let at = 0; at + 4 <= bytes.length; at++) {
        if (possible[(bytes[at] as number) | ((bytes[at + 1] as number) << 8)] === 0) continue;
        for (const needle of starts.get(bytes.readUInt32LE(at)) ?? []) {
          if (at + needle.bytes.length > bytes.length) continue;
          if (bytes.compare(needle.bytes, 0, needle.bytes.length, at, at + needle.bytes.length) === 0)
            found.add(needle.name);
        }
      }
      return [...found];
    },
  };
};
