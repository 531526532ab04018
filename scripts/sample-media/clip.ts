import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sheet } from './browser.ts';
import { webVtt } from './captions.ts';
import type { Mouth } from './figure.ts';
import { run } from './run.ts';
import { HEIGHT, type Shot, sceneSvg, WIDTH } from './scene.ts';
import { type Recording, record, type Segment } from './speech.ts';
import type { ClipFormat, Transcript } from './transcript.ts';
import { SAMPLE_RATE, wavOf } from './wav.ts';

const FRAMES_PER_SECOND = 10;
const ENDINGS: Record<ClipFormat, string> = {
  mp4: 'mp4',
  'webm-vp9': 'webm',
  'webm-vp8': 'webm',
  m4a: 'm4a',
  mp3: 'mp3',
  ulaw: 'ulaw',
};
const AAC = ['-c:a', 'aac', '-ac', '1', '-ar', '24000', '-b:a', '36k'];
const OPUS = ['-c:a', 'libopus', '-ac', '1', '-b:a', '28k'];
const ENCODERS: Record<ClipFormat, readonly string[]> = {
  mp4: [
    '-c:v',
    'libx264',
    '-preset',
    'slow',
    '-crf',
    '31',
    '-pix_fmt',
    'yuv420p',
    '-g',
    '100',
    ...AAC,
    '-movflags',
    '+faststart',
  ],
  'webm-vp9': [
    '-c:v',
    'libvpx-vp9',
    '-crf',
    '40',
    '-b:v',
    '0',
    '-deadline',
    'good',
    '-cpu-used',
    '4',
    '-g',
    '100',
    '-pix_fmt',
    'yuv420p',
    ...OPUS,
  ],
  'webm-vp8': [
    '-c:v',
    'libvpx',
    '-crf',
    '30',
    '-b:v',
    '90k',
    '-deadline',
    'good',
    '-cpu-used',
    '4',
    '-g',
    '100',
    '-pix_fmt',
    'yuv420p',
    ...OPUS,
  ],
  m4a: [...AAC, '-movflags', '+faststart'],
  mp3: ['-c:a', 'libmp3lame', '-ac', '1', '-ar', '24000', '-b:a', '40k', '-write_xing', '1'],
  ulaw: ['-f', 'mulaw', '-ac', '1', '-ar', '8000'],
};
/** Loudness of a frame (RMS of 16-bit samples) above which a mouth is half open, then open. */
const MOUTH_STEPS = [320, 1500] as const;

function mouthAt(samples: Int16Array, seconds: number): Mouth {
  const from = Math.floor(seconds * SAMPLE_RATE);
  const until = Math.min(samples.length, from + Math.floor(SAMPLE_RATE / FRAMES_PER_SECOND));
  let sum = 0;
  for (let index = from; index < until; index += 1) sum += (samples[index] ?? 0) ** 2;
  const loudness = Math.sqrt(sum / Math.max(1, until - from));
  if (loudness < MOUTH_STEPS[0]) return 0;
  return loudness < MOUTH_STEPS[1] ? 1 : 2;
}

function handsAt(segment: Segment, seconds: number): number {
  if (segment.event.kind !== 'pause') return 0;
  const share = (seconds - segment.start) / Math.max(0.1, segment.end - segment.start);
  return Math.min(segment.event.hands, Math.floor(share * (segment.event.hands + 1)));
}

/** What every frame of the clip shows, in order. */
function shotsOf(transcript: Transcript, recording: Recording): Shot[] {
  const frames = Math.ceil((recording.samples.length / SAMPLE_RATE) * FRAMES_PER_SECOND);
  return Array.from({ length: frames }, (_, frame) => {
    const seconds = frame / FRAMES_PER_SECOND;
    const beat = Math.max(
      0,
      recording.segments.findLastIndex((segment) => segment.start <= seconds),
    );
    const segment = recording.segments[beat];
    const started = recording.segments.slice(0, beat + 1).map((each) => each.event);
    const board = started.findLast((event) => event.kind === 'board')?.lines ?? transcript.board;
    const speech = segment?.event.kind === 'speech' && seconds < segment.end ? segment.event : undefined;
    return {
      speaker: speech?.speaker,
      mouth: speech === undefined ? 0 : mouthAt(recording.samples, seconds),
      words: speech === undefined ? '' : speech.loudness === 'far' ? '. . .' : speech.text,
      board,
      hands: segment === undefined ? 0 : handsAt(segment, seconds),
      beat,
    };
  });
}

/** Draws every different picture once and lists them with their durations for ffmpeg's concat reader. */
async function drawFrames(
  transcript: Transcript,
  clip: string,
  shots: readonly Shot[],
  folder: string,
  sheet: Sheet,
): Promise<string> {
  const drawn = new Map<string, string>();
  const list: { file: string; frames: number }[] = [];
  for (const shot of shots) {
    const key = JSON.stringify(shot);
    let file = drawn.get(key);
    if (file === undefined) {
      file = `${drawn.size}.png`;
      await writeFile(
        join(folder, file),
        await sheet.shoot(sceneSvg(transcript, clip, shot), WIDTH, HEIGHT, 'png'),
      );
      drawn.set(key, file);
    }
    const last = list.at(-1);
    if (last?.file === file) last.frames += 1;
    else list.push({ file, frames: 1 });
  }
  const entries = list.map(
    ({ file, frames }) => `file '${file}'\nduration ${(frames / FRAMES_PER_SECOND).toFixed(3)}`,
  );
  const path = join(folder, 'frames.txt');
  await writeFile(path, `${entries.join('\n')}\nfile '${list.at(-1)?.file ?? '0.png'}'\n`);
  return path;
}

/** Makes the media file and its captions in `into`; returns the duration in seconds. */
export async function makeClip(
  transcript: Transcript,
  clip: string,
  into: string,
  sheet: Sheet,
): Promise<number> {
  await mkdir(into, { recursive: true });
  const folder = await mkdtemp(join(tmpdir(), 'assay-clip-'));
  try {
    const recording = await record(transcript, clip);
    const sound = join(folder, 'sound.wav');
    await writeFile(sound, wavOf(recording.samples));
    const isVideo = transcript.format === 'mp4' || transcript.format.startsWith('webm');
    const pictures = isVideo
      ? [
          '-f',
          'concat',
          '-i',
          await drawFrames(transcript, clip, shotsOf(transcript, recording), folder, sheet),
        ]
      : [];
    const rate = isVideo ? ['-r', `${FRAMES_PER_SECOND}`] : [];
    const target = join(into, `${transcript.file}.${ENDINGS[transcript.format]}`);
    const quiet = ['-hide_banner', '-loglevel', 'error', '-y'];
    const length = ['-t', (recording.samples.length / SAMPLE_RATE).toFixed(3)];
    const plain = ['-map_metadata', '-1', '-fflags', '+bitexact'];
    await run('ffmpeg', [
      ...quiet,
      ...pictures,
      '-i',
      sound,
      ...rate,
      ...length,
      ...ENCODERS[transcript.format],
      ...plain,
      target,
    ]);
    await writeFile(join(into, `${transcript.file}.vtt`), webVtt(recording.segments));
    return recording.samples.length / SAMPLE_RATE;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
