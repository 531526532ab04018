import { execFile } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { tempFolder } from '../../../helpers/temp-folder.ts';

const module = pathToFileURL(join(import.meta.dirname, '../../../../main/cli/ratings/read-ratings.ts')).href;

const script = `
import { readRatings } from ${JSON.stringify(module)};
const options = { scale: null, categories: null, delimiter: null, decimalComma: false, stdin: process.stdin };
const read = await readRatings({ file: process.argv[1] }, options);
const { table } = read;
console.log(JSON.stringify({ ok: read.ok, issues: read.issues, sum: table?.score.reduce((a, b) => a + b, 0),
  counts: [table?.score.length, table?.units.length, table?.raters.length, table?.criteria.length] }));`;

const lines = function* (rows: number, last: string): Generator<string> {
  yield 'unit,rater,criterion,score,time\n';
  for (let from = 0; from < rows; from += 1000) {
    yield Array.from({ length: 1000 }, (_, at) => lineOf(from + at)).join('');
  }
  yield last;
};

/** 100,000 units, 5 raters each of 50, 2 criteria. */
const lineOf = (at: number): string => {
  const unit = Math.floor(at / 10);
  const rater = (unit + (at % 5) * 7) % 50;
  return `unit ${unit},"Rater, ${rater}",${at % 10 < 5 ? 'Planning' : 'Reflection'},${(at % 4) + 1},2026-03-01\n`;
};

// The heap of the default Node would hide a reader that makes an object of every row: those take some 400 MB.
const readIn = async (file: string) => {
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--max-old-space-size=128',
    '--input-type=module',
    '-e',
    script,
    file,
  ]);
  return JSON.parse(stdout);
};

it('reads a million rows within 128 MB of heap', async () => {
  const file = join(tempFolder(), 'ratings.csv');
  await pipeline(Readable.from(lines(1_000_000, '')), createWriteStream(file));
  expect(await readIn(file)).toEqual({
    ok: true,
    sum: 2_500_000,
    counts: [1_000_000, 100_000, 50, 2],
  });
}, 120_000);

it('names two bad rows at the end of a hundred thousand', async () => {
  const file = join(tempFolder(), 'ratings.csv');
  const last = `${lineOf(0)}unit x,Rater,Planning,high,\n`;
  await pipeline(Readable.from(lines(100_000, last)), createWriteStream(file));
  const bad = await readIn(file);
  expect(bad.issues.slice(0, 2)).toEqual([
    `${file}, row 100002: Rater, 0 rated unit 0 on Planning before, in row 2`,
    `${file}, row 100003: the score "high" is not a number`,
  ]);
});
