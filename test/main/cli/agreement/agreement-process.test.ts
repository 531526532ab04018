import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { tempFolder } from '../../../helpers/temp-folder.ts';

const entry = join(import.meta.dirname, '../../../../main/cli/assay.ts');

const start = (...args: string[]) => spawn(process.execPath, [entry, 'agreement', ...args]);

const finished = async (program: ReturnType<typeof start>) => {
  const [out, error, [code]] = await Promise.all([
    text(program.stdout),
    text(program.stderr),
    once(program, 'close'),
  ]);
  return { code, out, error };
};

const small = 'unit,rater,score\nu1,Ann,1\nu1,Ben,2\nu2,Ann,2\nu2,Ben,2\nu3,Ann,3\nu3,Ben,3\n';

describe('assay agreement as a program', () => {
  it.each([[['-', '--json']], [['--json']]])('reads standard input with %j', async (args) => {
    const program = start(...args);
    program.stdin.end(small);
    const { code, out, error } = await finished(program);
    expect([code, error]).toEqual([0, '']);
    expect(JSON.parse(out).n).toEqual({ units: 3, raters: 2, ratings: 6, criteria: 1 });
  });

  it('tells bad ratings with exit code 1, a bad command line with 2, and helps with 0', async () => {
    const bad = start('-');
    bad.stdin.end('unit,rater,score\nu1,Ann,x\n');
    expect(await finished(bad)).toMatchObject({ code: 1, out: '', error: expect.stringContaining('row 2') });
    expect(await finished(start('--scale', 'cardinal', 'a.csv'))).toMatchObject({
      code: 2,
      error: expect.stringContaining('See assay help.'),
    });
    expect(await finished(start('--help'))).toMatchObject({
      code: 0,
      error: '',
      out: expect.stringMatching(/^Usage/),
    });
  });

  it('ends quietly when nobody reads on', async () => {
    const raters = Array.from({ length: 20 }, (_, at) => `r${at}`);
    const rows = Array.from({ length: 12 }, (_, unit) =>
      [`u${unit}`, ...raters.map((_, rater) => 1 + ((unit * 7 + rater * unit) % 4))].join(','),
    );
    const file = join(tempFolder(), 'wide.csv');
    writeFileSync(file, `${['unit', ...raters].join(',')}\n${rows.join('\n')}\n`);
    const program = start(file, '--csv', '--bootstrap', '0');
    const ended = once(program, 'close');
    const error = text(program.stderr);
    // More than a pipe holds is still to be written when its reader goes.
    await once(program.stdout, 'data');
    program.stdout.destroy();
    expect([(await ended)[0], await error]).toEqual([0, '']);
  });

  it('ends with code 130 and a sentence on Ctrl+C, also while it reads', async () => {
    const program = start('-');
    const result = finished(program);
    // Once a pipe took more than it holds, the program is reading.
    await new Promise<void>((resolve, reject) => {
      program.stdin.write(`${small}${' '.repeat(400_000)}\n`, (error) => (error ? reject(error) : resolve()));
    });
    program.kill('SIGINT');
    expect(await result).toEqual({
      code: 130,
      out: '',
      error: 'Stopped before it was done; nothing was printed.\n',
    });
  });
});
