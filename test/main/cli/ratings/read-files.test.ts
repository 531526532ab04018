import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readRatings } from '../../../../main/cli/ratings/read-ratings.ts';
import { readBytes, readText, tableOf } from './read-text.ts';

describe('the bytes of a file', () => {
  const text = 'unit,rater,score\nu1,Ann,3\nu2,Zoë,4\n';

  it('may begin with a byte order mark, and end lines in any way', async () => {
    const plain = tableOf(await readText(text));
    for (const same of [
      `\ufeff${text}`,
      text.replaceAll('\n', '\r\n'),
      text.replaceAll('\n', '\r'),
      text.trimEnd(),
    ]) {
      expect(tableOf(await readText(same))).toEqual(plain);
    }
  });

  it('may come in pieces that end anywhere', async () => {
    const plain = tableOf(await readText(text));
    for (const piece of [1, 2, 3, 7, 30]) {
      expect(tableOf(await readBytes(new TextEncoder().encode(text), {}, piece))).toEqual(plain);
    }
  });

  it('are said to be UTF-16 when they are', async () => {
    const marked = await readBytes(Buffer.from(`\ufeff${text}`, 'utf16le'));
    expect(!marked.ok && marked.issues[0]).toMatch(/it is UTF-16 text; save it as CSV in UTF-8/);
    const bare = await readBytes(Buffer.from(text, 'utf16le'));
    expect(!bare.ok && bare.issues[0]).toMatch(/UTF-16/);
  });

  it('are said not to be UTF-8, with the line', async () => {
    const read = await readBytes(Buffer.from(text, 'latin1'));
    expect(!read.ok && read.issues).toEqual([
      'standard input: line 3 is not UTF-8 text; save it as CSV in UTF-8 and try again',
    ]);
  });
});

describe('a file', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'assay-ratings-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const readFile = (file: string) =>
    readRatings(
      { file },
      { scale: null, categories: null, delimiter: null, decimalComma: false, stdin: Readable.from([]) },
    );

  it('is named before its rows', async () => {
    const file = join(folder, 'ratings.csv');
    await writeFile(file, 'unit,rater,score\nu1,Ann,x\n');
    const read = await readFile(file);
    expect(!read.ok && read.issues[0]).toBe(`${file}, row 2: the score "x" is not a number`);
  });

  it('may not be there, or be a folder', async () => {
    const file = join(folder, 'none.csv');
    expect(await readFile(file)).toEqual({ ok: false, issues: [`${file}: there is no such file`] });
    expect(await readFile(folder)).toEqual({ ok: false, issues: [`${folder}: it is a folder`] });
  });
});
