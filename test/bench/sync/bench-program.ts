import { createCipheriv, createHash } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { appendFile, cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { repository } from '../../../scripts/vite/repository.ts';

/** Who signs in: each account has a feed of its own. */
export const accounts = { many: 'many.entities', few: 'few.entities', evidence: 'large.files' } as const;
export const password = 'fixture-password';

export type BenchFile = { readonly name: string; readonly size: number; readonly sha256: string };

/** A folder with a program that a hub can import, and the large files that belong to it. */
export type BenchProgram = {
  readonly folder: string;
  /** Where the large files lie, by name. */
  readonly files: string;
  readonly large: readonly BenchFile[];
};

const submission = 'BIG-1';
const mp3Head = Buffer.from('ID3\x04\x00\x00\x00\x00\x00\x00', 'latin1');
const megabyte = 1_000_000;

/** The fixture program, with three accounts more and one submission of large files. */
export const writeSyncProgram = async (
  folder: string,
  megabytes: readonly number[],
): Promise<BenchProgram> => {
  const program = join(folder, 'program');
  await cp(join(repository, 'test/fixtures/program'), program, { recursive: true });
  const people = Object.values(accounts).map((name) => `${name},Bench,reviewer,Independent,,${password}\n`);
  await appendFile(join(program, 'people.csv'), people.join(''));
  await appendFile(
    join(program, 'submissions.csv'),
    `${submission},QST,E-1,1,,2026-01-12,Cedar School,Cedar District,Bench,\n`,
  );
  await appendFile(join(program, 'assignments.csv'), `${submission},${accounts.evidence},live,+9d\n`);
  const files = join(program, 'submissions', submission, 'recording');
  await mkdir(files, { recursive: true });
  const large: BenchFile[] = [];
  for (const [at, size] of megabytes.entries()) {
    large.push(await writeNoise(files, `lesson-${at + 1}.mp3`, size * megabyte, at + 1));
  }
  return { folder: program, files, large };
};

/** A file of so many bytes that nothing can make smaller, the same for the same seed. */
const writeNoise = async (folder: string, name: string, size: number, seed: number): Promise<BenchFile> => {
  const key = createHash('sha256').update(`noise ${seed}`).digest();
  const noise = createCipheriv('aes-256-ctr', key, Buffer.alloc(16));
  const hash = createHash('sha256');
  const file = createWriteStream(join(folder, name));
  for (let at = 0; at < size; ) {
    const length = Math.min(megabyte, size - at);
    const bytes = noise.update(Buffer.alloc(length));
    if (at === 0) mp3Head.copy(bytes);
    hash.update(bytes);
    if (!file.write(bytes)) await once(file, 'drain');
    at += length;
  }
  file.end();
  await once(file, 'finish');
  return { name, size, sha256: hash.digest('hex') };
};
