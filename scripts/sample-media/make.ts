/**
 * Remakes the media of the sample program in resources/sample from the scripts and texts in ./data.
 * Run it with `npm run sample:media`; name submissions (`npm run sample:media -- WGQ-101`) to make only those.
 */
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parsePaper } from './blocks.ts';
import { openSheet, type Sheet } from './browser.ts';
import { makeClip } from './clip.ts';
import { paperDocx } from './paper-docx.ts';
import { paperPdf } from './paper-pdf.ts';
import { missingPrograms } from './run.ts';
import { parsePages, studentPage } from './student-page.ts';
import { parseTranscript } from './transcript.ts';

const DATA = fileURLToPath(new URL('./data', import.meta.url));
const SAMPLE = fileURLToPath(new URL('../../resources/sample', import.meta.url));
const LARGEST_TOTAL = 19_000_000;
const CLIP_SECONDS = { least: 45, most: 90 } as const;
/** The long recording must pass 42 MB once it is a 48 kHz stereo 16-bit WAV. */
const LONG_SECONDS = 220;

type Place = {
  readonly submission: string;
  readonly slot: string;
  readonly name: string;
  readonly source: string;
};

async function makeRecording(place: Place, sheet: Sheet): Promise<string> {
  const transcript = parseTranscript(await readFile(place.source, 'utf8'), place.source);
  const long = transcript.format === 'ulaw';
  const into = long ? SAMPLE : join(SAMPLE, 'program/submissions', place.submission, place.slot);
  const seconds = await makeClip(transcript, place.submission, into, sheet);
  const fits = long ? seconds >= LONG_SECONDS : seconds >= CLIP_SECONDS.least && seconds <= CLIP_SECONDS.most;
  if (!fits)
    throw new Error(
      `${place.source} lasts ${seconds.toFixed(1)} s, which is outside the agreed length. Lengthen or shorten the script.`,
    );
  return `${transcript.file}: ${seconds.toFixed(1)} s`;
}

async function makePaper(place: Place): Promise<string> {
  const paper = parsePaper(await readFile(place.source, 'utf8'));
  const format = paper.settings.get('format') === 'docx' ? 'docx' : 'pdf';
  const file = `${paper.settings.get('file') ?? 'document'}.${format}`;
  const into = join(SAMPLE, 'program/submissions', place.submission, place.slot);
  await mkdir(into, { recursive: true });
  await writeFile(
    join(into, file),
    format === 'docx' ? await paperDocx(paper) : await paperPdf(paper, place.submission),
  );
  return file;
}

async function makePages(place: Place, sheet: Sheet): Promise<string> {
  const pages = parsePages(await readFile(place.source, 'utf8'));
  const into = join(SAMPLE, 'program/submissions', place.submission, place.slot);
  await mkdir(into, { recursive: true });
  for (const page of pages) {
    const { markup, width, height } = studentPage(page, place.submission);
    await writeFile(
      join(into, page.file),
      await sheet.shoot(markup, width, height, page.photo ? 'jpeg' : 'png'),
    );
  }
  return `${pages.length} pages`;
}

/** The ending of a data file says what becomes of it. Plain text evidence stands in resources/sample itself. */
async function makeOne(place: Place, sheet: Sheet): Promise<string> {
  if (place.name.endsWith('.script.txt')) return makeRecording(place, sheet);
  if (place.name.endsWith('.paper.md')) return makePaper(place);
  if (place.name.endsWith('.pages.txt')) return makePages(place, sheet);
  throw new Error(`${place.source}: data files end in .script.txt, .paper.md or .pages.txt.`);
}

async function placesIn(submission: string): Promise<Place[]> {
  const slots = await readdir(join(DATA, submission), { withFileTypes: true });
  const found = await Promise.all(
    slots
      .filter((slot) => slot.isDirectory())
      .map(async (slot) => {
        const names = await readdir(join(DATA, submission, slot.name));
        return names.map((name) => ({
          submission,
          slot: slot.name,
          name,
          source: join(DATA, submission, slot.name, name),
        }));
      }),
  );
  return found.flat();
}

async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const sizes = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => stat(join(entry.parentPath, entry.name)).then(({ size }) => size)),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function main(wanted: readonly string[]): Promise<void> {
  const missing = await missingPrograms(['ffmpeg', 'espeak-ng']);
  if (missing.length > 0) {
    throw new Error(
      `Making the sample media needs ${missing.join(' and ')}, which this machine does not have. Install it (for example "apt-get install ffmpeg espeak-ng") and run this again.`,
    );
  }
  const submissions = wanted.length > 0 ? wanted : (await readdir(DATA)).sort();
  const unknown = submissions.filter((submission) => !existsSync(join(DATA, submission)));
  if (unknown.length > 0) throw new Error(`There is no sample submission called ${unknown.join(', ')}.`);
  const sheet = await openSheet();
  try {
    for (const submission of submissions) {
      for (const place of await placesIn(submission)) {
        console.log(`${submission} ${place.slot}: ${await makeOne(place, sheet)}`);
      }
    }
  } finally {
    await sheet.close();
  }
  const total = await sizeOf(SAMPLE);
  console.log(`The sample program holds ${(total / 1e6).toFixed(1)} MB.`);
  if (total > LARGEST_TOTAL)
    throw new Error(`That is more than the ${LARGEST_TOTAL / 1e6} MB agreed for this repository.`);
}

await main(process.argv.slice(2)).catch((problem: unknown) => {
  console.error(problem instanceof Error ? problem.message : problem);
  process.exitCode = 1;
});
