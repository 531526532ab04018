import { type Chance, chanceFrom, hashText } from './chance.ts';
import { run } from './run.ts';
import { isAdult, type Loudness, type Transcript, type TranscriptEvent } from './transcript.ts';
import { SAMPLE_RATE, samplesOf } from './wav.ts';

type Voice = { readonly variant: string; readonly pitch: number; readonly wordsPerMinute: number };
/** One event of the script, placed in time (seconds). */
export type Segment = { readonly event: TranscriptEvent; readonly start: number; readonly end: number };
export type Recording = { readonly samples: Int16Array; readonly segments: readonly Segment[] };

const HIGHER = ['f2', 'f3', 'f4', 'f5', 'Andrea', 'Alicia', 'steph', 'linda'] as const;
const LOWER = ['m1', 'm3', 'm7', 'Michael', 'caleb', 'zac', 'Mike'] as const;
/** Invented first names that get one of the lower voices; everyone else gets a higher one. */
const LOWER_VOICED = new Set(
  'Theo Mateo Kofi Jonah Emil Ravi Oskar Samir Caleb Luca Ibrahim Tomas Anders Dario Hugo Nico Yusuf Felix Bram Otis Jalen Kenji Piet Milo'.split(
    ' ',
  ),
);
const LOUDNESS: Record<Loudness, number> = { normal: 0.8, quiet: 0.16, far: 0.07 };
const GAP_SECONDS = 0.42;
const LEAD_IN_SECONDS = 0.7;

function isLowerVoiced(speaker: string): boolean {
  return LOWER_VOICED.has(speaker);
}

/** A voice that stays the same for a speaker in a clip. Children get higher pitch the younger they are. */
function voiceOf(speaker: string, clip: string, age: number): Voice {
  const chance = chanceFrom(`${clip}/${speaker}`);
  if (isAdult(speaker)) {
    const higher = hashText(clip) % 3 !== 0;
    const variant = chance.pick(higher ? ['f3', 'Andrea', 'steph', 'linda'] : ['m3', 'm7', 'Michael', 'm1']);
    return {
      variant,
      pitch: Math.round(higher ? chance.between(42, 58) : chance.between(30, 44)),
      wordsPerMinute: 158,
    };
  }
  const lift = Math.max(0, 16 - age) * 3.4;
  const lower = isLowerVoiced(speaker);
  const pitch = Math.min(99, Math.round((lower ? 42 : 58) + lift + chance.between(-4, 8)));
  return {
    variant: chance.pick(lower ? LOWER : HIGHER),
    pitch,
    wordsPerMinute: Math.round(chance.between(142, 160)),
  };
}

async function say(text: string, voice: Voice): Promise<Int16Array> {
  const spoken = text.replaceAll('—', ', ').replaceAll('…', ', ').replaceAll('“', '').replaceAll('”', '');
  const wav = await run(
    'espeak-ng',
    [
      '--stdin',
      '--stdout',
      '-v',
      `en-us+${voice.variant}`,
      '-p',
      `${voice.pitch}`,
      '-s',
      `${voice.wordsPerMinute}`,
    ],
    spoken,
  );
  return samplesOf(wav);
}

/** Leaves a short tail only: the program appends a long silence to some sentences. */
function withoutTail(samples: Int16Array): Int16Array {
  let end = samples.length;
  while (end > 0 && Math.abs(samples[end - 1] ?? 0) < 60) end -= 1;
  return samples.subarray(0, Math.min(samples.length, end + Math.round(SAMPLE_RATE * 0.08)));
}

function roomTone(samples: Int16Array, chance: Chance): void {
  let low = 0;
  for (let index = 0; index < samples.length; index += 1) {
    low = low * 0.97 + (chance.next() - 0.5) * 14;
    samples[index] = Math.max(-32767, Math.min(32767, (samples[index] ?? 0) + low));
  }
}

function mix(into: Int16Array, voice: Int16Array, at: number, gain: number): void {
  for (let index = 0; index < voice.length; index += 1) into[at + index] = (voice[index] ?? 0) * gain;
}

/** Speaks a whole script. Segment times come from the samples themselves, so captions match to the frame. */
export async function record(transcript: Transcript, clip: string): Promise<Recording> {
  const parts: { samples: Int16Array; at: number; gain: number }[] = [];
  const segments: Segment[] = [];
  let at = Math.round(LEAD_IN_SECONDS * SAMPLE_RATE);
  for (const event of transcript.events) {
    const from = at;
    if (event.kind === 'speech') {
      const samples = withoutTail(await say(event.text, voiceOf(event.speaker, clip, transcript.age)));
      parts.push({ samples, at, gain: LOUDNESS[event.loudness] });
      at += samples.length + Math.round(GAP_SECONDS * SAMPLE_RATE);
    } else if (event.kind === 'pause') {
      at += Math.round(event.seconds * SAMPLE_RATE);
    }
    const gap = event.kind === 'speech' ? GAP_SECONDS - 0.12 : 0;
    segments.push({ event, start: from / SAMPLE_RATE, end: at / SAMPLE_RATE - gap });
  }
  const samples = new Int16Array(at + Math.round(SAMPLE_RATE * 0.6));
  for (const part of parts) mix(samples, part.samples, part.at, part.gain);
  roomTone(samples, chanceFrom(`${clip}/room`));
  return { samples, segments };
}
