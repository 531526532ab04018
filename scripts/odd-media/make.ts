import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { missingPrograms, run } from '../sample-media/run.ts';
import { frameHeight, frameWidth, numberedFrame } from './numbered-frames.ts';

/*
 * The clips the media tests play: frames that carry their number, at a constant and at a variable rate, and files that
 * are odd in one way each. Needs ffmpeg; the tests need only what this leaves in test/fixtures.
 */
const fixtures = join(import.meta.dirname, '../../test/fixtures');
const media = (name: string): string => join(fixtures, 'media', name);
const odd = (name: string): string => join(fixtures, 'odd-media', name);

const framesPerSecond = 25;

/** Lengths of the frames of the variable clips in milliseconds, over and over. */
const variableCycle = [17, 100, 33, 500, 40];
const cycleLength = variableCycle.reduce((sum, length) => sum + length, 0);
const startsInCycle = variableCycle.map((_, at) =>
  variableCycle.slice(0, at).reduce((sum, length) => sum + length, 0),
);

/** When each frame starts, as an expression of ffmpeg's setpts, in milliseconds. */
const variableTimes = startsInCycle.reduceRight(
  (rest, start, at) => `if(eq(mod(N,${variableCycle.length}),${at}),${start},${rest})`,
  '0',
);
const variable = [
  '-vf',
  `settb=1/1000,setpts='floor(N/${variableCycle.length})*${cycleLength}+${variableTimes}'`,
  ...['-vsync', 'passthrough', '-enc_time_base', '1/1000'],
];

const vp9 = '-c:v libvpx-vp9 -crf 40 -b:v 0 -deadline good -cpu-used 4 -g 100'.split(' ');
const h264 = '-c:v libx264 -preset slow -crf 30 -pix_fmt yuv420p -g 100'.split(' ');
const opus = '-c:a libopus -ac 1 -b:a 16k'.split(' ');
const aac = '-c:a aac -ac 1 -ar 16000 -b:a 24k'.split(' ');
const plain = '-map_metadata -1 -fflags +bitexact -flags:v +bitexact -flags:a +bitexact'.split(' ');
const quiet = '-hide_banner -loglevel error -y'.split(' ');

/** A tone that swells and fades, so that its waveform is no block. */
const sound = (seconds: number): string[] => [
  ...['-f', 'lavfi', '-t', String(seconds)],
  ...['-i', `aevalsrc='0.4*sin(2*PI*(330+110*sin(t))*t)*abs(sin(PI*t/2))':s=16000`],
];

type Clip = { readonly frames: number; readonly sound?: boolean; readonly output: readonly string[] };

/** Numbered frames through ffmpeg, with sound of the same length if wanted. */
const encode = async ({ frames, sound: withSound = false, output }: Clip): Promise<void> => {
  const picture = ['-f', 'rawvideo', '-pix_fmt', 'yuv420p', '-s', `${frameWidth}x${frameHeight}`];
  const input = [...picture, '-r', String(framesPerSecond), '-i', 'pipe:0'];
  const tone = withSound ? sound(frames / framesPerSecond) : [];
  const program = spawn('ffmpeg', [...quiet, ...input, ...tone, ...plain, ...output], {
    stdio: ['pipe', 'inherit', 'inherit'],
  });
  const closed = once(program, 'close');
  for (let number = 0; number < frames; number += 1) {
    if (!program.stdin.write(numberedFrame(number)))
      await Promise.race([once(program.stdin, 'drain'), closed]);
  }
  program.stdin.end();
  const [code] = await closed;
  if (code !== 0) throw new Error(`ffmpeg stopped with code ${String(code)} at ${output.at(-1)}`);
};

const makeNumbered = async (): Promise<void> => {
  await encode({ frames: 250, sound: true, output: [...vp9, ...opus, media('frames-constant.webm')] });
  await encode({ frames: 60, output: [...variable, ...vp9, media('frames-variable.webm')] });
  const inMilliseconds = ['-video_track_timescale', '1000', '-movflags', '+faststart'];
  await encode({
    frames: 60,
    output: [...variable, ...h264, ...inMilliseconds, media('frames-variable.mp4')],
  });
};

const first = ['-movflags', '+faststart'];

const makeOdd = async (): Promise<void> => {
  const frames = 75;
  await encode({ frames, sound: true, output: [...h264, ...aac, odd('index-at-end.mp4')] });
  await encode({ frames, output: [...h264, ...first, odd('no-sound.mp4')] });
  await encode({
    frames,
    sound: true,
    output: [
      ...'-c:v libx265 -tag:v hvc1 -x265-params log-level=error'.split(' '),
      ...aac,
      ...first,
      odd('hevc.mp4'),
    ],
  });
  await encode({ frames, output: ['-c:v', 'mpeg4', '-q:v', '20', ...first, odd('mpeg4-part-2.mp4')] });
  await encode({ frames, sound: true, output: [...h264, '-c:a', 'alac', ...first, odd('alac-sound.mp4')] });
  await encode({
    frames,
    sound: true,
    output: [...vp9, ...opus, '-f', 'webm', '-live', '1', odd('unknown-length.webm')],
  });
  await run('ffmpeg', [...quiet, ...sound(3), ...plain, ...aac, ...first, odd('sound-only.mp4')]);
  await run('ffmpeg', [...quiet, ...sound(3), ...plain, '-c:a', 'alac', ...first, odd('alac.m4a')]);
  await writeFile(odd('empty.mp4'), '');
  await encode({ frames, sound: true, output: [...h264, ...aac, ...first, odd('cut-off.mp4')] });
  const whole = await readFile(odd('cut-off.mp4'));
  await writeFile(odd('cut-off.mp4'), whole.subarray(0, Math.floor(whole.length * 0.6)));
  const late = await readFile(odd('index-at-end.mp4'));
  await writeFile(odd('index-lost.mp4'), late.subarray(0, Math.floor(late.length * 0.6)));
  await writeFile(odd('damaged.mp4'), damaged(whole));
};

/** Every sixteenth byte of the pictures and sounds turned over; the index before them is whole. */
const damaged = (file: Buffer): Buffer => {
  const copy = Buffer.from(file);
  for (let at = copy.indexOf('mdat') + 4; at < copy.length; at += 16) copy[at] = (copy[at] ?? 0) ^ 0xff;
  return copy;
};

const missing = await missingPrograms(['ffmpeg']);
if (missing.length > 0) {
  process.stderr.write('This needs ffmpeg with libx264, libx265, libvpx and libopus.\n');
  process.exitCode = 1;
} else {
  await mkdir(join(fixtures, 'odd-media'), { recursive: true });
  await makeNumbered();
  await makeOdd();
}
