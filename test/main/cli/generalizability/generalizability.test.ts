import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { parse } from 'csv-parse/sync';
import { afterAll, describe, expect, test } from 'vitest';
import { generalizabilityCommand } from '../../../../main/cli/generalizability-command.ts';
import { UsageError } from '../../../../main/cli/output.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'assay-generalizability-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = async (args: readonly string[], piped = '') => {
  const out: string[] = [];
  const errors: string[] = [];
  const output = {
    out: (line: string) => void out.push(line),
    error: (line: string) => void errors.push(line),
  };
  const code = await generalizabilityCommand(args, output, Readable.from([Buffer.from(piped)]));
  return { code, out: out.join('\n'), errors };
};

const fileOf = (name: string, text: string): string => {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
};

const judges = [
  [9, 2, 5, 8],
  [6, 1, 3, 2],
  [8, 4, 6, 8],
  [7, 1, 2, 6],
  [10, 5, 6, 9],
  [6, 2, 4, 7],
];
const judged = fileOf(
  'judges.csv',
  ['unit,J1,J2,J3,J4', ...judges.map((row, at) => `S${at + 1},${row.join(',')}`)].join('\n'),
);
/** Two raters, three criteria, halves among the scores. */
const rows = judges.flatMap((row, at) =>
  ['plan', 'work', 'reflection'].flatMap((criterion, item) => [
    `S${at + 1},R1,${criterion},${(row[item] ?? 0) / 2}`,
    `S${at + 1},R2,${criterion},${(row[item + 1] ?? 0) / 2}`,
  ]),
);
const rubric = fileOf('rubric.csv', ['unit,rater,criterion,score', ...rows].join('\n'));

describe('assay generalizability', () => {
  test('prints the components, what more reads would give, and the answer to read aloud', async () => {
    const { code, out } = await run([judged]);
    expect(code).toBe(0);
    expect(out).toContain(
      '== overall: p×r (submissions × raters), by analysis of variance: 6 submissions, 4 raters, 24 ratings',
    );
    expect(out).toMatch(/submissions +p +5 +11\.242 +2\.556 +29\.0 %/);
    expect(out).toMatch(/\n +1 +0\.715 +0\.342 to 0\.946 +0\.290 +0\.019 to 0\.761 +1\.010 +2\.503/);
    expect(out).toContain('ten reads would reach 0.80');
    expect(out).toContain('By restricted maximum likelihood');
  });

  test('--json has the names of the reference', async () => {
    const { out } = await run([judged, '--json', '--cut', '5']);
    const found = JSON.parse(out) as Record<string, never>;
    expect(found).toMatchObject({
      design: 'p×r',
      method: 'ANOVA',
      df: { p: 5, r: 3, pr_e: 15 },
      n: { persons: 6, raters: 4, ratings: 24 },
      cut: 5,
      intervals: { seed: 1, draws: 10_000 },
      other: { method: 'REML', converged: true },
    });
    const keys = Object.keys(found.dStudy?.[0] ?? {});
    for (const name of ['nRaters', 'G', 'Phi', 'relativeErrorVar', 'absoluteErrorVar', 'PhiLambda'])
      expect(keys).toContain(name);
    expect(keys).not.toContain('nItems');
    expect(Object.keys(found)).not.toContain('dStudyItemsFixed_truncatedAt0');
  });

  test('several criteria are a study of persons × raters × items, halves and all', async () => {
    const { out } = await run([rubric, '--json', '--items', '3,6', '--max-raters', '2']);
    const found = JSON.parse(out) as Record<string, { nRaters: number; nItems: number }[]>;
    expect(found.design).toBe('p×r×i');
    expect(found.dStudyRandom_untruncated).toEqual(found.dStudy);
    expect(found.dStudy?.map(({ nRaters, nItems }) => [nRaters, nItems])).toEqual([
      [1, 3],
      [2, 3],
      [1, 6],
      [2, 6],
    ]);
    expect(found.dStudyItemsFixed_truncatedAt0).toHaveLength(4);
  });

  test('p×r of several criteria is one study for each; one named is one study', async () => {
    const all = JSON.parse((await run([rubric, '--json', '--design', 'pxr'])).out) as {
      criteria: { criterion: string }[];
    };
    expect(all.criteria.map(({ criterion }) => criterion)).toEqual(['plan', 'work', 'reflection']);
    const work = JSON.parse((await run([rubric, '--json', '--criterion', 'work'])).out) as { design: string };
    expect(work).toMatchObject({
      design: 'p×r',
      criterion: 'work',
      varComp: all.criteria.map((one) => Reflect.get(one, 'varComp'))[1],
    });
    const two = JSON.parse(
      (await run([rubric, '--json', '--criterion', 'work', '--criterion', 'plan'])).out,
    ) as unknown;
    expect(two).toMatchObject({ design: 'p×r×i', n: { items: 2 } });
  });

  test('raters in tasks: the criteria are the tasks', async () => {
    const tasks = rubric.replace('rubric', 'tasks');
    writeFileSync(
      tasks,
      ['unit,rater,criterion,score', ...rows.map((row) => row.replace(/,(R\d),(\w)/, ',$1$2,$2'))].join('\n'),
    );
    const { out } = await run([tasks, '--design', 'p*(r:t)', '--json']);
    const found = JSON.parse(out) as { dStudy: Record<string, number>[] };
    expect(found).toMatchObject({ design: 'p×(r:t)', df: { t: 2, 'r:t': 3, 'pr:t_e': 15 } });
    expect(found.dStudy[0]).toHaveProperty('nTasks', 1);
    // The same file, with raters who score every task, is warned of.
    const same = await run([rubric, '--design', 'px(r:t)']);
    expect(same.out).toContain('Warning: R1 scored more than one task');
  });

  test('--csv is a line for each number', async () => {
    const { out } = await run([judged, '--csv']);
    const lines = parse(out, { columns: true }) as Record<string, string>[];
    const phi = lines.find(
      (line) => line.quantity === 'Phi' && line.raters === '1' && line.method === 'ANOVA',
    );
    expect(Number(phi?.value)).toBeCloseTo(0.28976, 5);
    expect(Number(phi?.ci95_high)).toBeCloseTo(0.7611, 3);
    const needed = lines.find(({ quantity }) => quantity === 'raters for Phi 0.8');
    expect([needed?.value, needed?.ci95_low, needed?.ci95_high]).toEqual(['10', '2', '209']);
  });

  test('reads from a pipe', async () => {
    const text = 'unit,rater,score\na,R1,1\na,R2,2\nb,R1,3\nb,R2,5\nc,R1,2\nc,R2,2\n';
    const { code, out } = await run(['-', '--json'], text);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ n: { persons: 3, raters: 2, ratings: 6 } });
  });

  test('what is undefined is said in every form, and is no error', async () => {
    const lonely = fileOf('one-rater.csv', 'unit,rater,score\na,R1,1\nb,R1,3\n');
    const why = 'there is one rater only, R1: what raters do differently cannot be told from error';
    const table = await run([lonely]);
    expect(table.code).toBe(0);
    expect(table.out).toContain(`undefined: ${why}`);
    expect(JSON.parse((await run([lonely, '--json'])).out)).toMatchObject({
      method: null,
      varComp: null,
      undefined: why,
    });
    expect((await run([lonely, '--csv'])).out).toContain(`"${why}"`);
  });

  test('ratings that cannot be read are told with their rows, and nothing is computed', async () => {
    const bad = fileOf('bad.csv', 'unit,rater,score\na,R1,one\na,R2,2\n');
    const { code, out, errors } = await run([bad]);
    expect([code, out]).toEqual([1, '']);
    expect(errors[0]).toContain('row 2');
    expect(errors.at(-1)).toBe('Nothing was computed.');
  });

  test.each([
    [['--design', 'r:p'], '--design is one of p×r, p×r×i, p×(r:t), not r:p.'],
    [['--method', 'mcmc'], '--method is anova or reml, not mcmc.'],
    [['--target', '80'], '--target lies between 0 and 1, not at 80.'],
    [['--items', '2,,4'], '--items takes whole numbers, 1 to 1,000, not nothing.'],
    [['--scale', 'nominal'], 'Variances need scores that are numbers: --scale nominal has none.'],
    [['--criterion', 'tone'], 'There is no criterion tone. There are: overall.'],
    [['--json', '--csv'], 'Say --json or --csv, not both.'],
  ])('%j is not understood', async (flags, says) => {
    await expect(run([judged, ...flags])).rejects.toThrow(new UsageError(says));
  });

  test('help names every flag it takes', async () => {
    const { code, out } = await run(['--help']);
    expect(code).toBe(0);
    const flags =
      'design method criterion target max-raters items cut bootstrap seed json csv scale categories delimiter decimal-comma';
    for (const flag of flags.split(' ')) expect(out).toContain(`--${flag}`);
  });
});
