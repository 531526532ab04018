import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { UsageError } from '../../../../main/cli/output.ts';
import { tempFolder } from '../../../helpers/temp-folder.ts';
import { runAgreement } from './run-agreement.ts';

const fixture = (name: string): string => join(import.meta.dirname, '../../../fixtures/agreement', name);

const classic = fixture('published/datasets/open-kripp-4x12.json');
const quick = ['--bootstrap', '0'];

const pair = z.tuple([z.number(), z.number()]);
const recordSchema = z.strictObject({
  statistic: z.string(),
  options: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())])),
  values: z
    .record(z.string(), z.union([z.number(), z.string(), pair, z.array(z.record(z.string(), z.unknown()))]))
    .nullable(),
  undefined: z.string().min(1).optional(),
  flags: z.array(z.enum(['degenerate', 'unstable'])).optional(),
});
const warningSchema = z.object({ code: z.string(), text: z.string() });
const resultSchema = z.object({
  n: z.strictObject({ units: z.int(), raters: z.int(), ratings: z.int(), criteria: z.int() }),
  criteria: z.array(
    z.object({
      criterion: z.string(),
      scale: z.enum(['nominal', 'ordinal', 'interval', 'ratio']),
      categories: z.array(z.union([z.number(), z.string()])),
      n: z.object({ units: z.int(), raters: z.int(), ratings: z.int(), shared: z.int() }),
      records: z.array(recordSchema),
    }),
  ),
  warnings: z.array(warningSchema),
  bootstrap: z.object({ replicates: z.int(), seed: z.int() }),
});

const computed = async (args: readonly string[], input = '') => {
  const { code, out, error } = await runAgreement([...args, '--json'], input);
  expect(error).toBe('');
  expect(code).toBe(0);
  return resultSchema.parse(JSON.parse(out));
};

type Result = z.infer<typeof resultSchema>;

const recordIn = ({ criteria }: Result, statistic: string, options: Record<string, unknown>, at = 0) => {
  const found = criteria[at]?.records.find(
    (record) =>
      record.statistic === statistic &&
      Object.entries(options).every(([name, value]) => String(record.options[name]) === String(value)),
  );
  if (found === undefined) throw new Error(`there is no ${statistic} ${JSON.stringify(options)}`);
  return found;
};

/** Three criteria: Ann and Ben agree on Plan, differ on Talk, and share nothing on Care. Cy is the expert. */
const three = `unit,rater,criterion,score
${[1, 2, 3, 4, 5, 6]
  .flatMap((unit) => [
    `u${unit},Ann,Plan,${1 + (unit % 4)}`,
    `u${unit},Ben,Plan,${1 + (unit % 4)}`,
    `u${unit},Cy,Plan,${1 + (unit % 4)}`,
    `u${unit},Ann,Talk,${1 + (unit % 4)}`,
    `u${unit},Ben,Talk,${4 - (unit % 4)}`,
    `u${unit},${unit < 4 ? 'Ann' : 'Ben'},Care,${1 + (unit % 3)}`,
  ])
  .join('\n')}
`;

describe('the JSON', () => {
  it('has the published value of the classic panel, with counts and how it was computed', async () => {
    const result = await computed([classic, '--scale', 'nominal', '--bootstrap', '50', '--seed', '9']);
    expect(result.n).toEqual({ units: 12, raters: 4, ratings: 41, criteria: 1 });
    expect(result.bootstrap).toEqual({ replicates: 50, seed: 9 });
    expect(result.criteria[0]).toMatchObject({
      criterion: 'overall',
      scale: 'nominal',
      categories: [1, 2, 3, 4, 5],
      n: { units: 12, raters: 4, ratings: 41, shared: 11 },
    });
    // Krippendorff (2011): 0.743.
    const alpha = recordIn(result, 'krippendorff_alpha', { metric: 'nominal' });
    expect(alpha.values?.value).toBeCloseTo(0.743, 3);
  });

  it('says why a statistic is undefined, and never prints NaN', async () => {
    const same = 'unit,rater,score\nu1,Ann,3\nu1,Ben,3\nu2,Ann,3\nu2,Ben,3\n';
    const result = await computed([...quick], same);
    const alpha = recordIn(result, 'krippendorff_alpha', { metric: 'ordinal' });
    expect(alpha.values).toBeNull();
    expect(alpha.undefined).toMatch(/every rater chose 3/);
  });

  it('keeps criteria in their order and counts what was analysed', async () => {
    const result = await computed([...quick], three);
    expect(result.criteria.map(({ criterion }) => criterion)).toEqual(['Plan', 'Talk', 'Care']);
    expect(result.n).toEqual({ units: 6, raters: 3, ratings: 36, criteria: 3 });
    expect(recordIn(result, 'krippendorff_alpha', { metric: 'nominal' }, 0).values?.value).toBe(1);
    const one = await computed([...quick, '--criterion', 'Talk'], three);
    expect(one.criteria.map(({ criterion }) => criterion)).toEqual(['Talk']);
    expect(one.n).toEqual({ units: 6, raters: 2, ratings: 12, criteria: 1 });
  });

  it('takes the expert out of the raters and holds the others against their scores', async () => {
    const result = await computed(
      [...quick, '--criterion', 'Plan', '--truth', 'Cy', '--cut', '3'],
      three.replace('u1,Ann,Plan,2', 'u1,Ann,Plan,3'),
    );
    expect(result.n.raters).toBe(2);
    expect(recordIn(result, 'true_score_accuracy', { rater: 'Ben' }).values).toMatchObject({
      exact: 1,
      n: 6,
    });
    expect(recordIn(result, 'true_score_accuracy', { rater: 'Ann' }).values?.exact).toBeCloseTo(5 / 6);
    expect(recordIn(result, 'decision_consistency', { cut: 3 }).values?.value).toBeCloseTo(5 / 6);
    expect(() => recordIn(result, 'true_score_accuracy', { rater: 'Cy' })).toThrow();
  });

  it('warns by name: a silent rater, groups without a link, columns not used', async () => {
    const wide = await computed([...quick], 'unit,Ann,Ben,Cy\nu1,1,2,\nu2,2,2,\nu3,1,1,\n');
    expect(wide.warnings.map(({ text }) => text).join('\n')).toContain('Cy');
    const apart = await computed([...quick, '--criterion', 'Care'], three);
    expect(apart.warnings.length).toBeGreaterThan(0);
    const more = await computed([...quick], 'unit,rater,score,note\nu1,Ann,1,x\nu1,Ben,2,x\n');
    expect(more.warnings[0]?.code).toBe('columns-not-used');
  });

  it('is the same again for the same seed, and other for another', async () => {
    const runs = ['4', '4', '5'].map((seed) => runAgreement([classic, '--json', '--seed', seed]));
    const [first, again, other] = await Promise.all(runs);
    expect(first?.out).toBe(again?.out);
    expect(first?.out).not.toBe(other?.out);
  });

  it('measures distances by value or by place', async () => {
    const gap = 'unit,Ann,Ben\nu1,0,1\nu2,4,4\nu3,1,1\nu4,0,0\nu5,1,0\nu6,4,1\n';
    const kappa = async (distance: string) => {
      const result = await computed([...quick, '--distance', distance], gap);
      return recordIn(result, 'cohen_kappa', { weights: 'quadratic' }).values?.value;
    };
    expect(await kappa('value')).not.toBe(await kappa('index'));
  });
});

describe('categories and weights', () => {
  const coded = 'unit,Ann,Ben\nu1,low,low\nu2,mid,low\nu3,mid,mid\nu4,low,low\nu5,mid,mid\nu6,low,mid\n';

  it('count also when they do not occur', async () => {
    const result = await computed([...quick, '--categories', 'low,mid,high'], coded);
    expect(result.criteria[0]?.categories).toEqual(['low', 'mid', 'high']);
    const declared = recordIn(result, 'brennan_prediger', { weights: 'unweighted' }).values?.value;
    const seen = await computed([...quick, '--categories', 'low,mid'], coded);
    expect(recordIn(seen, 'brennan_prediger', { weights: 'unweighted' }).values?.value).not.toBe(declared);
  });

  it('may have names with commas', async () => {
    const text = 'unit;Ann;Ben\nu1;yes, fully;no\nu2;no;no\n';
    const result = await computed([...quick, '--categories', 'no,"yes, fully"', '--delimiter', ';'], text);
    expect(result.criteria[0]?.categories).toEqual(['no', 'yes, fully']);
  });

  it('have a cut by name', async () => {
    const args = [...quick, '--categories', 'low,mid,high', '--cut', 'mid'];
    const value = recordIn(await computed(args, coded), 'decision_consistency', {}).values?.value;
    expect(value).toBeCloseTo(4 / 6);
    const { code, error } = await runAgreement([...args, '--cut', 'top'], coded);
    expect([code, error]).toEqual([
      1,
      expect.stringContaining('--cut top: a cut is the lowest category that passes, one of low, mid, high'),
    ]);
  });

  const weightsFile = (text: string): string => {
    const file = join(tempFolder(), 'weights.csv');
    writeFileSync(file, text);
    return file;
  };

  it('may have weights of their own, as CSV or JSON', async () => {
    const args = [...quick, '--categories', 'low,mid,high', '--weights-file'];
    const identity = await computed([...args, weightsFile('1,0,0\n0,1,0\n0,0,1\n')], coded);
    const plain = recordIn(identity, 'cohen_kappa', { weights: 'unweighted' }).values?.value;
    expect(recordIn(identity, 'cohen_kappa', { weights: 'custom' }).values?.value).toBeCloseTo(
      Number(plain),
      12,
    );
    const json = await computed([...args, weightsFile('[[1,0.5,0],[0.5,1,0.5],[0,0.5,1]]')], coded);
    const linear = recordIn(json, 'cohen_kappa', { weights: 'linear' }).values?.value;
    expect(recordIn(json, 'cohen_kappa', { weights: 'custom' }).values?.value).toBeCloseTo(
      Number(linear),
      12,
    );
  });

  it.each([
    ['1,0\n0,1\n', 'it has 2 rows; there are 3 categories, so 3 rows of 3 weights are needed'],
    ['1,0,0\n0,1\n0,0,1\n', 'row 2 has 2 cells;'],
    ['1,0,0\n0,0.9,0\n0,0,1\n', 'row 2, column 2 (mid with mid) is 0.9; a category agrees with itself: 1'],
    ['1,0.5,0\n0,1,0\n0,0,1\n', 'row 2, column 1 (mid with low) is 0 and the other way round 0.5'],
    ['1,2,0\n2,1,0\n0,0,1\n', 'row 1, column 2 (low with mid) is 2; weights lie between 0 and 1'],
    ['1,x,0\n0,1,0\n0,0,1\n', 'row 1, column 2 (low with mid) is not a number'],
    ['[1,2', 'it is neither CSV nor JSON'],
  ])('are refused when they are no agreement weights: %j', async (text, why) => {
    const args = ['--categories', 'low,mid,high', '--weights-file', weightsFile(text)];
    const { code, out, error } = await runAgreement(args, coded);
    expect([code, out]).toEqual([1, '']);
    expect(error).toContain(why);
  });

  it('need names before weights can be theirs', async () => {
    const file = weightsFile('1,0\n0,1\n');
    const { code, error } = await runAgreement(['--scale', 'nominal', '--weights-file', file], coded);
    expect([code, error]).toEqual([1, expect.stringContaining('without --categories it is not known')]);
  });
});

describe('the page for people', () => {
  it('says what was asked, aligns its columns, and ends with sentences', async () => {
    const { out } = await runAgreement([classic, '--bootstrap', '20']);
    const lines = out.split('\n');
    expect(lines[0]).toBe(`${classic}: 12 units, 4 raters, 41 ratings, 1 criterion`);
    expect(lines[1]).toBe(
      'Scale ordinal; categories 1, 2, 3, 4, 5 (as declared); distances by value; 20 bootstrap replicates, seed 1.',
    );
    const from = lines.findIndex((line) => line.startsWith('Krippendorff’s alpha'));
    const ends = lines.slice(from, from + 4).map((line) => line.length);
    expect(new Set(ends).size).toBe(1);
    expect(lines.at(-1)).toMatch(/^ {2}Gwet’s AC2 .*Landis/);
    expect(lines.every((line) => line === line.trimEnd())).toBe(true);
  });

  it('has a line for each pair of raters where there are many, and says all of few', async () => {
    const { out } = await runAgreement([classic, ...quick]);
    expect(out.match(/^ {2}R\d and R\d /gm)).toHaveLength(6);
    const two = await runAgreement([...quick], 'unit,Ann,Ben\nu1,1,2\nu2,2,2\nu3,3,3\nu4,1,1\nu5,4,3\n');
    expect(two.out).toMatch(/Ann and Ben: Cohen’s kappa, quadratic +0\.\d{3} {2}-?0?\.?\d+/);
  });

  it('stays a table whatever raters are called', async () => {
    const text = 'unit,"A\nnn",Ben,Cy\nu1,1,2,2\nu2,2,2,1\nu3,3,3,3\nu4,1,1,1\nu5,4,3,4\n';
    const { out } = await runAgreement([...quick], text);
    expect(out).toMatch(/^ {2}A nn and Ben: agreement, exact +0\.600 /m);
  });

  it('puts the reason in place of an undefined number', async () => {
    const { out } = await runAgreement([...quick], 'unit,Ann,Ben\nu1,3,3\nu2,3,3\nu3,3,3\n');
    expect(out).toMatch(/Ann and Ben: Cohen’s kappa, linear +undefined: Ann and Ben chose 3 on every unit/);
    // Once for a group that has no number at all.
    expect(out).toMatch(/^Krippendorff’s alpha: undefined, because every rater chose 3 on every unit/m);
  });

  it('warns before it shows a number', async () => {
    const { out } = await runAgreement([...quick], 'unit,Ann,Ben,Cy\nu1,1,2,\nu2,2,2,\nu3,1,1,\n');
    expect(out.indexOf('Warning: ')).toBeGreaterThan(0);
    expect(out.indexOf('Warning: ')).toBeLessThan(out.indexOf('95 % interval'));
  });

  it('says every statistic as a sentence when asked to', async () => {
    const few = await runAgreement([classic, ...quick]);
    const all = await runAgreement([classic, ...quick, '--sentences']);
    const sentences = (out: string) => out.slice(out.indexOf('Read aloud')).split('\n').length;
    expect(sentences(few.out)).toBeLessThan(6);
    expect(sentences(all.out)).toBeGreaterThan(60);
  });
});

describe('the CSV', () => {
  it('has a line for each record, with names quoted and nothing a spreadsheet would run', async () => {
    const text = 'unit;=Ann;"B ""en"", Lee"\nu1;1;2\nu2;2;2\nu3;3;3\nu4;1;1\nu5;4;3\n';
    const args = [...quick, '--delimiter', ';'];
    const { out } = await runAgreement([...args, '--csv'], text);
    const lines = out.split('\n');
    expect(lines[0]).toBe(
      'criterion,statistic,options,rater,other_rater,value,se,ci_low,ci_high,ci_method,n,undefined,flags,more',
    );
    const result = await computed(args, text);
    const records = result.criteria[0]?.records ?? [];
    const categories = records.map(({ values }) => values?.perCategory).filter(Array.isArray);
    expect(lines).toHaveLength(1 + records.length + categories.flat().length);
    const kappa = lines.find((line) => line.includes('cohen_kappa,weights=quadratic')) ?? '';
    const value = recordIn(result, 'cohen_kappa', { weights: 'quadratic' }).values?.value;
    expect(kappa).toContain(`,'=Ann,"B ""en"", Lee",${value},`);
  });
});

describe('what it refuses', () => {
  it('tells bad rows on standard error, and computes nothing', async () => {
    const { code, out, error } = await runAgreement([], 'unit,rater,score\nu1,Ann,x\nu1,Ann,3\nu1,Ann,3\n');
    expect([code, out]).toEqual([1, '']);
    expect(error.split('\n')).toEqual([
      'standard input, row 2: the score "x" is not a number',
      'standard input, row 4: Ann rated u1 before, in row 3',
      expect.stringMatching(/^standard input: scores that are not numbers: x\./),
      'Nothing was computed.',
    ]);
  });

  it.each([
    [['--criterion', 'Paln'], '--criterion Paln: there is no such criterion; there are Plan, Talk, Care'],
    [['--truth', 'Dee'], '--truth Dee: there is no such rater; there are Ann, Ben, Cy'],
    [['--cut', 'high'], '--cut high: a cut is a number'],
  ])('names what the file does not have: %j', async (args, why) => {
    const { code, error } = await runAgreement(args, three);
    expect([code, error]).toEqual([1, expect.stringContaining(why)]);
  });

  it.each([
    [['--scale', 'cardinal'], '--scale is one of nominal, ordinal, interval, ratio'],
    [['--distance', 'far'], '--distance is value or index'],
    [['--bootstrap', 'many'], '--bootstrap is a whole number, 0 to 1,000,000'],
    [['--seed', '-1'], '--seed'],
    [['--threads', '0'], '--threads is a whole number, 1 to 1,024'],
    [['--pairs', '2.5'], '--pairs is a whole number, 0 or more'],
    [['--delimiter', ';;'], '--delimiter is one character'],
    [['--categories', '3,2,1'], 'not in ascending order: 2 comes after 3'],
    [['--categories', '1,1'], 'not in ascending order'],
    [['--categories', 'low,low'], 'the category low is named twice'],
    [['--categories', 'low,NA'], '"NA" means that there is no rating'],
    [['--categories', '"low'], 'a quotation mark is not closed'],
    [['--categories', '5'], 'name two categories or more'],
    [['--categories', 'low,high', '--scale', 'ratio'], 'on the ratio scale scores are numbers'],
    [['--json', '--csv'], '--json or --csv'],
    [['a.csv', 'b.csv'], 'Name one file; b.csv is too much.'],
    [['--sclae', 'ratio'], '--sclae'],
  ])('does not understand %j and says why', async (args, why) => {
    const run = runAgreement(args);
    await expect(run).rejects.toThrow(UsageError);
    await expect(run).rejects.toThrow(why);
  });

  it('asks for a file when nothing is piped in', async () => {
    await expect(runAgreement([], null)).rejects.toThrow('Name a file of ratings, or pipe them in.');
  });
});

describe('a run that takes long', () => {
  const long = `unit,Ann,Ben,Cy\n${Array.from({ length: 3000 }, (_, at) => `u${at},${1 + (at % 4)},${1 + (at % 3)},${1 + (at % 5)}`).join('\n')}\n`;

  it('shows how far it is on a terminal, and takes the line away', async () => {
    const written: string[] = [];
    const stderr = { isTTY: true, write: (text: string) => written.push(text) };
    const { code } = await runAgreement(['--bootstrap', '50', '--json'], long, { stderr });
    expect(code).toBe(0);
    expect(written.some((text) => /\d+ %$/.test(text))).toBe(true);
    expect(written.at(-1)).toBe('\r\u001b[K');
  });

  it('ends with a sentence when it is interrupted', async () => {
    let stop: () => void = () => undefined;
    const released: boolean[] = [];
    const stderr = { isTTY: true, write: () => stop() };
    const onInterrupt = (listener: () => void) => {
      stop = listener;
      return () => void released.push(true);
    };
    const { code, out, error } = await runAgreement(['--bootstrap', '100000'], long, { stderr, onInterrupt });
    expect({ code, out, error, released }).toEqual({
      code: 130,
      out: '',
      error: 'Stopped before it was done; nothing was printed.',
      released: [true],
    });
  });
});
