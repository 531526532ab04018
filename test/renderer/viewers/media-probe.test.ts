import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { failureOf, type MediaFailure, refusedTrack } from '../../../renderer/viewers/media-failure.ts';
import { type MediaProbe, probeMedia } from '../../../renderer/viewers/media-probe.ts';

const fixtures = join(import.meta.dirname, '../../fixtures');

const probeBytes = async (bytes: Uint8Array): Promise<{ probe: MediaProbe; read: number }> => {
  let read = 0;
  const probe = await probeMedia(async (start, length) => {
    const part = bytes.subarray(start, start + length);
    read += part.length;
    return part;
  }, bytes.length);
  return { probe, read };
};

const probeFile = async (name: string): Promise<MediaProbe> =>
  (await probeBytes(await readFile(join(fixtures, name)))).probe;

/** A browser that plays what every Chromium plays. */
const canPlay = (type: string): string => (/avc1|vp8|vp09|vp9|mp4a|opus|vorbis/.test(type) ? 'probably' : '');

const codecsOf = ({ tracks }: MediaProbe): string[] => tracks.map(({ kind, codec }) => `${kind} ${codec}`);

describe('looking into a media file', () => {
  it.each([
    ['media/clip.mp4', ['video avc1', 'audio mp4a']],
    ['media/frames-constant.webm', ['video V_VP9', 'audio A_OPUS']],
    ['odd-media/index-at-end.mp4', ['video avc1', 'audio mp4a']],
    ['odd-media/unknown-length.webm', ['video V_VP9', 'audio A_OPUS']],
    ['odd-media/no-sound.mp4', ['video avc1']],
    ['odd-media/sound-only.mp4', ['audio mp4a']],
    ['odd-media/hevc.mp4', ['video hvc1', 'audio mp4a']],
  ])('names the tracks of %s', async (name, codecs) => {
    const probe = await probeFile(name);
    expect(codecsOf(probe)).toEqual(codecs);
    expect(probe).toMatchObject({ indexed: true, present: 1 });
    expect(refusedTrack(probe, 'audio', canPlay)).toBeNull();
  });

  it.each<[string, MediaFailure]>([
    ['odd-media/hevc.mp4', { kind: 'codec', codec: 'HEVC (H.265)' }],
    ['odd-media/mpeg4-part-2.mp4', { kind: 'codec', codec: 'MPEG-4 Part 2' }],
    ['odd-media/alac.m4a', { kind: 'codec', codec: 'Apple Lossless' }],
    ['odd-media/index-lost.mp4', { kind: 'no-index' }],
    ['odd-media/damaged.mp4', { kind: 'damaged' }],
    ['media/captions.vtt', { kind: 'damaged' }],
  ])('tells why %s does not play', async (name, failure) => {
    expect(failureOf(await probeFile(name), canPlay)).toEqual(failure);
  });

  it('tells how much of a file that is cut off is there', async () => {
    const probe = await probeFile('odd-media/cut-off.mp4');
    expect(probe.present).toBeCloseTo(0.6, 1);
    expect(failureOf(probe, canPlay)).toEqual({ kind: 'cut-off', present: probe.present });
  });

  it('does not read the pictures to get at an index behind them', async () => {
    const file = await readFile(join(fixtures, 'odd-media/index-at-end.mp4'));
    const moov = file.indexOf('moov') - 4;
    const filler = Buffer.alloc(40_000_000);
    filler.writeUInt32BE(filler.length);
    filler.write('free', 4);
    const large = Buffer.concat([file.subarray(0, moov), filler, file.subarray(moov)]);
    const { probe, read } = await probeBytes(large);
    expect(codecsOf(probe)).toEqual(['video avc1', 'audio mp4a']);
    expect(read).toBeLessThan(200_000);
  });

  it('survives any bytes', async () => {
    const heads = ['....ftyp', 'RIFF....WAVE', '\u001aE\u00df\u00a3', '....moov', ''].map((head) =>
      Buffer.from(head, 'latin1'),
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...heads), fc.uint8Array({ maxLength: 400 }), async (head, rest) => {
        const { probe } = await probeBytes(Buffer.concat([head, rest]));
        expect(probe.present).toBeLessThanOrEqual(1);
        expect(probe.present).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 500 },
    );
    const whole = await readFile(join(fixtures, 'odd-media/no-sound.mp4'));
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length), async (cut) => {
        expect((await probeBytes(whole.subarray(0, cut))).probe.tracks.length).toBeLessThanOrEqual(1);
      }),
    );
  });
});
