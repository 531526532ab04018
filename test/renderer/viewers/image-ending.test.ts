import { describe, expect, it } from 'vitest';
import { endingLength, endsEarly } from '../../../renderer/viewers/image-ending.ts';
import { brokenPng, greyJpeg, quartersPng } from '../../corpus/odd-images.ts';
import { realImages } from '../../corpus/real-images.ts';

const early = (bytes: Uint8Array) =>
  endsEarly(bytes.subarray(0, endingLength), bytes.subarray(-endingLength), bytes.length);

describe('a picture whose file breaks off', () => {
  it('is told from a whole one', async () => {
    for (const kind of ['png', 'jpeg', 'webp-lossy', 'webp-lossless', 'webp-extended', 'gif', 'avif']) {
      expect(early(realImages[kind] ?? new Uint8Array()), kind).toBe(false);
    }
    expect(early(await quartersPng())).toBe(false);
    expect(early(await brokenPng())).toBe(true);
    const jpeg = greyJpeg(4000, 3000);
    expect(early(jpeg)).toBe(false);
    expect(early(jpeg.slice(0, jpeg.length / 2))).toBe(true);
    const webp = realImages['webp-lossy'] ?? new Uint8Array();
    expect(early(webp.slice(0, webp.length - 10))).toBe(true);
  });

  it('is not one with something behind it', async () => {
    const film = Uint8Array.from({ length: 200_000 }, (_, at) => (at * 31 + (at >> 5)) & 255);
    const followed = Buffer.concat([greyJpeg(640, 400), film]);
    expect(early(new Uint8Array(followed))).toBe(false);
  });
});
