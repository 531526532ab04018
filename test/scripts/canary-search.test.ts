import { describe, expect, test } from 'vitest';
import { createSearch, mediaCanaries, textCanary } from '../deep/canary/canaries.ts';
import { streamOf } from '../sim/world/random.ts';

/* The search for canaries that test/hosts and test/deep use, on bytes made here. */

const words = 'Zoë said: wait for it, please';
const search = createSearch([textCanary('words', words)]);
const random = streamOf('canary search');

const forms: Record<string, Buffer> = {
  'as it is': Buffer.from(words),
  hex: Buffer.from(Buffer.from(words).toString('hex')),
  'upper-case hex': Buffer.from(Buffer.from(words).toString('hex').toUpperCase()),
  'UTF-16': Buffer.from(words, 'utf16le'),
  'UTF-16 the other way': Buffer.from(words, 'utf16le').swap16(),
  percent: Buffer.from(encodeURIComponent(words)),
  JSON: Buffer.from(words.replace('ë', '\\u00eb')),
  ...Object.fromEntries(
    [0, 1, 2].flatMap((shift) =>
      (['base64', 'base64url'] as const).map((encoding) => [
        `${encoding} after ${shift} bytes`,
        Buffer.from(Buffer.from(`${'x'.repeat(shift)}${words}, and more`).toString(encoding)),
      ]),
    ),
  ),
};

describe('the search for canaries', () => {
  test.each(Object.entries(forms))('finds words written as: %s', (_form, bytes) => {
    for (const before of [0, 1, 3, 4096]) {
      const hay = Buffer.concat([random.bytes(before), bytes, random.bytes(50)]);
      expect(search.in(hay)).not.toEqual([]);
    }
  });

  test('finds nothing where there is nothing, and nothing in half of it', () => {
    expect(search.in(random.bytes(200_000))).toEqual([]);
    expect(search.in(Buffer.from(words.slice(0, 20)))).toEqual([]);
  });

  test('finds any window of a media file, and refuses what is too short to mean anything', () => {
    const file = random.bytes(10_000);
    const media = createSearch(mediaCanaries('clip', file));
    expect(media.in(file)).toHaveLength(8);
    expect(media.in(Buffer.from(file.subarray(9000)))).toHaveLength(1);
    expect(() => createSearch([textCanary('tiny', 'abc')])).toThrow('too short');
  });
});
