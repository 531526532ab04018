import { appendFile, cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { repository } from '../../../scripts/vite/repository.ts';
import { longPdf } from '../../corpus/odd-pdfs.ts';
import { type BenchPdf, makeBenchPdf } from './bench-pdf.ts';
import { repeatMp4 } from './repeat-mp4.ts';

/** The film that is repeated: the largest of the sample. */
const clip = 'resources/sample/program/submissions/WGQ-106/classroom-video/taxi-graph.mp4';
const filmBytes = 56_000_000;

export const longPages = 1500;

/** The submissions of the bench. `media`: large files; the others have the same small ones each. */
export const codes = { media: 'QST-MEDIA', warm: 'QST-WARM', few: 'QST-FEW', many: 'QST-MANY' } as const;

export const reflection: readonly string[] = Array.from(
  { length: 200 },
  (_, at) =>
    `Paragraph ${at + 1}: I waited before I asked again, and the answers of group ${at + 1} grew longer.`,
);

export type BenchProgram = {
  /** The program folder, as `assay hub import` reads it. */
  readonly folder: string;
  /** A folder with the same large files, for the plain server. */
  readonly files: string;
  readonly plan: BenchPdf;
  /** Seconds. */
  readonly filmLength: number;
  /** How the film was made and how large it is. */
  readonly filmNote: string;
};

const addRows = async (program: string): Promise<void> => {
  const all = Object.values(codes);
  const submissions = all.map(
    (code) => `${code},QST,E-${code.slice(4)},1,,2026-01-12,Cedar School,Cedar District,Bench,\n`,
  );
  const assignments = all.map((code) => `${code},rosa.lind,live,+9d\n`);
  await appendFile(join(program, 'submissions.csv'), submissions.join(''));
  await appendFile(join(program, 'assignments.csv'), assignments.join(''));
};

/** Seconds that an MP4 file plays, from its header. */
const lengthOf = (film: Uint8Array): number => {
  const bytes = Buffer.from(film);
  const at = bytes.indexOf('mvhd') + 4;
  return bytes.readUInt32BE(at + 16) / bytes.readUInt32BE(at + 12);
};

/** Writes a program folder with the evidence that the measures need, and the same large files beside it. */
export const writeBenchProgram = async (folder: string): Promise<BenchProgram> => {
  const program = join(folder, 'program');
  const files = join(folder, 'files');
  await cp(join(repository, 'test/fixtures/program'), program, { recursive: true });
  await mkdir(files, { recursive: true });
  await addRows(program);

  const small = await readFile(join(repository, clip));
  const times = Math.ceil(filmBytes / small.length);
  const film = repeatMp4(small, times);
  const plan = await makeBenchPdf(24);
  const board = await readFile(join(program, 'submissions/QST-1/picture/board.png'));

  const put = async (code: string, slot: string, name: string, bytes: Uint8Array | string): Promise<void> => {
    const place = join(program, 'submissions', code, slot);
    await mkdir(place, { recursive: true });
    await writeFile(join(place, name), bytes);
  };
  await put(codes.media, 'plan', 'a-notes.txt', reflection.join('\n'));
  await put(codes.media, 'plan', 'b-plan.pdf', plan.bytes);
  await put(codes.media, 'plan', 'c-long.pdf', longPdf(longPages));
  await put(codes.media, 'recording', 'd-film.mp4', film);
  await writeFile(join(files, 'b-plan.pdf'), plan.bytes);
  await writeFile(join(files, 'd-film.mp4'), film);
  for (const code of [codes.warm, codes.few, codes.many]) {
    await put(code, 'plan', 'a-plan.pdf', plan.bytes);
    await put(code, 'plan', 'b-reflection.txt', reflection.join('\n'));
    await put(code, 'recording', 'c-clip.mp4', small);
    await put(code, 'picture', 'd-board.png', board);
  }
  const megabytes = Math.round(film.length / 1e6);
  return {
    folder: program,
    files,
    plan,
    filmLength: lengthOf(film),
    filmNote: `a ${megabytes} MB H.264 film: the sample's clip ${times} times in a row, without encoding (no ffmpeg)`,
  };
};
