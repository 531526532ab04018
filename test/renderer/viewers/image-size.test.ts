import { describe, expect, it } from 'vitest';
import { type ReadBytes, readImageSize } from '../../../renderer/viewers/image-size.ts';
import { brokenJpeg, greyJpeg, hugePng, windowsProgram } from '../../corpus/odd-images.ts';
import { realImages } from '../../corpus/real-images.ts';

/** Reads from memory, and keeps what was asked for. */
const reading = (bytes: Uint8Array): { read: ReadBytes; asked: number[] } => {
  const asked: number[] = [];
  return {
    asked,
    read: async (from, length) => {
      asked.push(length);
      return bytes.slice(from, from + length);
    },
  };
};

const sizeOf = (bytes: Uint8Array) => readImageSize(reading(bytes).read);

describe('the size of an image, from its header', () => {
  it.each(Object.entries(realImages))('is read of a real %s', async (_, bytes) => {
    expect(await sizeOf(bytes)).toEqual({ width: 36, height: 22 });
  });

  it('is read of pictures that could never be decoded here, without reading them', async () => {
    const png = await hugePng();
    const { read, asked } = reading(png);
    expect(await readImageSize(read)).toEqual({ width: 20_000, height: 20_000 });
    expect(asked).toEqual([65_536]);
    expect(await sizeOf(greyJpeg(20_000, 16_000))).toEqual({ width: 20_000, height: 16_000 });
  });

  it('is found behind the thumbnails and profiles that cameras put before it', async () => {
    const plain = greyJpeg(640, 400, 6);
    const profile = Buffer.alloc(65_000, 0x20);
    profile.set([0xff, 0xe2, 0xfd, 0xe6]);
    const padded = new Uint8Array(
      Buffer.concat([plain.slice(0, 2), ...Array.from({ length: 9 }, () => profile), plain.slice(2)]),
    );
    const { read, asked } = reading(padded);
    expect(await readImageSize(read)).toEqual({ width: 640, height: 400 });
    expect(asked.length).toBeGreaterThan(1);
  });

  it('of a GIF counts a first picture that is larger than its screen', async () => {
    const gif = Uint8Array.from(realImages.gif ?? []);
    new DataView(gif.buffer).setUint16(6, 1, true);
    new DataView(gif.buffer).setUint16(8, 1, true);
    expect(await sizeOf(gif)).toEqual({ width: 36, height: 22 });
  });

  it('is null for what is no image, or ends before it', async () => {
    expect(await sizeOf(windowsProgram())).toBeNull();
    expect(await sizeOf(brokenJpeg())).toBeNull();
    expect(await sizeOf(new Uint8Array())).toBeNull();
  });

  it('comes to an end on any beginning of a real file, and on any byte changed', async () => {
    for (const bytes of Object.values(realImages)) {
      for (let end = 0; end < bytes.length; end += 7) await sizeOf(bytes.slice(0, end));
      for (let at = 0; at < bytes.length; at += 3) {
        const changed = Uint8Array.from(bytes);
        changed[at] = 0xff;
        await sizeOf(changed);
      }
    }
    expect(Object.keys(realImages).length).toBe(8);
  });
});
