import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { parse } from 'csv-parse/sync';
import { afterAll, describe, expect, test } from 'vitest';
import { UsageError } from '../../../../main/cli/output.ts';
import { severityCommand } from '../../../../main/cli/severity-command.ts';
import type { RatingTable } from '../../../../shared/agreement/rating-table.ts';
import { severityOf } from '../../../../shared/agreement/severity.ts';
import { type SeverityReport, severityDefaults } from '../../../../shared/agreement/severity-report.ts';
import { inTurn, type Panel, simulated } from '../../../shared/agreement/severity-simulation.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'assay-severity-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = async (args: readonly string[], piped = '') => {
  const out: string[] = [];
  const errors: string[] = [];
  const output = {
    out: (line: string) => void out.push(line),
    error: (line: string) => void errors.push(line),
  };
  const code = await severityCommand(args, output, Readable.from([Buffer.from(piped)]));
  return { code, out: out.join('\n'), errors: errors.join('\n') };
};

const csvOf = ({ units, raters, criteria, unit, rater, criterion, score, time }: RatingTable): string =>
  [
    'unit,rater,criterion,score,time',
    ...Array.from(score, (given, row) =>
      [
        units[unit[row] as number],
        raters[rater[row] as number],
        criteria[criterion[row] as number],
        given,
        new Date(time?.[row] ?? 0).toISOString(),
      ].join(),
    ),
  ].join('\n');

const panel: Panel = {
  severities: [-0.9, -0.2, 0.2, 0.9],
  difficulties: [-0.4, 0, 0.4],
  steps: [-1.2, 0, 1.2],
  persons: 80,
  spread: 1.2,
};
const table = simulated(panel, inTurn(panel, 2), 6);
const fileOf = (name: string, text: string): string => {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
};
const ratings = fileOf('ratings.csv', csvOf(table));
const jsonOf = async (...args: string[]): Promise<SeverityReport> =>
  JSON.parse((await run([ratings, '--json', ...args])).out) as SeverityReport;

describe('assay severity', () => {
  test('says first whether it converged, then the ruler, raters by severity, and sentences', async () => {
    const { code, out, errors } = await run([ratings]);
    expect([code, errors]).toEqual([0, '']);
    expect(out.split('\n')[0]).toMatch(/^Converged in \d+ iterations\.$/);
    const order = out
      .split('Raters, the most severe first')[1]
      ?.split('\n')
      .flatMap((line) => /^(R\d) /.exec(line)?.[1] ?? []);
    expect(order?.slice(0, 4)).toEqual(['R4', 'R3', 'R2', 'R1']);
    expect(out).toMatch(/^logits \| submissions +\| raters +\| criteria$/m);
    expect(out).toMatch(/Separation \d+\.\d\d, strata \d+\.\d\d, reliability 0\.\d\d/);
    expect(out).toContain('R4 is severe, by half a logit or more');
    expect(out).not.toMatch(/NaN|undefined|null|-0\.00/);
    for (const line of out.split('\n')) expect(line).toBe(line.trimEnd());
  });

  test('the ruler has every rater and criterion once, higher ones further up', async () => {
    const { out } = await run([ratings]);
    const ruler = out.split('\n').filter((line) => /^ *-?\d+\.\d\d \|/.test(line));
    const lineOf = (name: string) => ruler.findIndex((line) => new RegExp(`\\| .*\\b${name}\\b`).test(line));
    expect(lineOf('R4')).toBeLessThan(lineOf('R1'));
    expect(lineOf('C3')).toBeLessThan(lineOf('C1'));
    const stars = ruler.join('').replaceAll(/[^*]/g, '').length;
    const { persons } = await jsonOf();
    expect(stars).toBe(persons.filter(({ extreme }) => extreme === null).length);
  });

  test('--json is the report, with the names of the references', async () => {
    const found = await jsonOf();
    const wanted = severityOf(table, severityDefaults);
    expect(found).toEqual(JSON.parse(JSON.stringify(wanted.ok ? wanted.value : wanted.problem)));
    for (const name of [
      'model',
      'constraints',
      'persons',
      'raters',
      'criteria',
      'steps',
      'fit',
      'deviance',
      'converged',
      'iterations',
    ])
      expect(found).toHaveProperty(name);
  });

  test('flags reach the model', async () => {
    const [joint, shrunk, marginal, partial] = await Promise.all([
      jsonOf(),
      jsonOf('--bias-correction'),
      jsonOf('--method', 'marginal', '--nodes', '61'),
      jsonOf('--model', 'partial-credit', '--criterion', 'C1', '--criterion', 'C3'),
    ]);
    expect(shrunk.model.biasCorrection).toBeCloseTo(5 / 6, 2);
    expect(Math.abs(shrunk.raters[0]?.estimate ?? 0)).toBeLessThan(Math.abs(joint.raters[0]?.estimate ?? 0));
    expect(marginal.model).toMatchObject({ method: 'marginal', nodes: 61 });
    expect(marginal.persons[0]).toHaveProperty('eap_sd');
    expect(partial.criteria.map(({ criterion }) => criterion)).toEqual(['C1', 'C3']);
    expect(partial.steps).toHaveLength(6);
  });

  test('interactions and drift, on the page and in JSON', async () => {
    const { out } = await run([ratings, '--interactions', '--window', 'month']);
    expect(out).toContain('Raters on criteria, the largest t first');
    expect(out).toMatch(/^R1 +2025-01 /m);
    expect(out).toMatch(/no change beyond chance: chi-square/);
    const found = await jsonOf('--window', '2025-02-01,2025-03-01');
    expect(found.drift?.[0]?.windows.map(({ window }) => window)).toEqual([
      'before 2025-02-01',
      'from 2025-02-01',
      'from 2025-03-01',
    ]);
    expect(found.interactions).toBeNull();
  });

  test.each([
    ['raters', 4, 'rater'],
    ['persons', 80, 'person'],
    ['criteria', 3, 'criterion'],
    ['steps', 3, 'step'],
    ['interactions', 12, 'rater'],
    ['drift', 4 * 3, 'rater'],
  ])('--csv --facet %s: a line for each', async (facet, count, column) => {
    const { code, out } = await run([
      ratings,
      '--csv',
      '--facet',
      facet,
      ...(facet === 'drift' ? ['--window', 'month'] : []),
    ]);
    expect(code).toBe(0);
    const lines = parse(out, { columns: true }) as Record<string, string>[];
    expect(lines).toHaveLength(count);
    for (const line of lines) {
      expect(line[column]).not.toBe('');
      expect(Object.values(line).join()).not.toMatch(/NaN|undefined|null|\[object/);
    }
    const alone = await run([ratings, '--facet', facet, ...(facet === 'drift' ? ['--window', 'month'] : [])]);
    expect(alone.out.split('\n').length).toBeGreaterThan(count);
  });

  test('CSV holds the numbers of the JSON in full', async () => {
    const { out } = await run([ratings, '--csv']);
    const lines = parse(out, { columns: true }) as Record<string, string>[];
    const { raters } = await jsonOf();
    raters.forEach(({ estimate, se, ci95, flags }, at) => {
      expect(Number(lines[at]?.estimate)).toBe(estimate);
      expect(Number(lines[at]?.se)).toBe(se);
      expect(Number(lines[at]?.ci95_low)).toBe(ci95?.[0]);
      expect(lines[at]?.flags).toBe(flags.join(';'));
    });
  });

  test('from standard input, in JSON and in words', async () => {
    const words = ['low', 'mid', 'high', 'top'];
    const entries = Array.from(table.score, (score, row) => ({
      unit: table.units[table.unit[row] as number],
      rater: table.raters[table.rater[row] as number],
      score: words[score - 1],
      criterion: table.criteria[table.criterion[row] as number],
    }));
    const piped = JSON.stringify({ categories: words, ratings: entries });
    const { code, out } = await run(['--json', '-'], piped);
    expect(code).toBe(0);
    const found = JSON.parse(out) as SeverityReport;
    expect(found.steps.map(({ to }) => to)).toEqual(['mid', 'high', 'top']);
    const plain = await jsonOf();
    expect(found.raters.map(({ estimate }) => estimate)).toEqual(
      plain.raters.map(({ estimate }) => estimate),
    );
  });

  test('halves are levels like others', async () => {
    const halves = csvOf({ ...table, score: table.score.map((score) => score / 2) });
    const { code, out } = await run(['-'], halves);
    expect(code).toBe(0);
    expect(out).toContain('Scores are not whole numbers');
    expect(out).toContain('0.5 to 1 ');
  });

  test('a fit without a maximum: said instead of measures on the page, on standard error beside JSON, exit code 0', async () => {
    const apart = ['unit,rater,score'];
    for (let at = 0; at < 12; at += 1) apart.push(`P${at},A,${1 + (at % 2)}`, `P${at},B,${2 + (at % 2)}`);
    const page = await run(['-'], apart.join('\n'));
    expect(page.code).toBe(0);
    expect(page.out.split('\n')[0]).toMatch(/^NOT CONVERGED/);
    expect(page.out).toContain('Warning: The ratings do not determine');
    expect(page.out).not.toContain('Raters, the most severe first');
    const json = await run(['-', '--json'], apart.join('\n'));
    expect([json.code, JSON.parse(json.out).converged]).toEqual([0, false]);
    expect(json.errors).toContain('did not converge');
  });

  test.each([
    ['one rater', 'unit,rater,score\nP1,A,1\nP2,A,2', /All ratings are by one rater.* Nothing was computed/],
    ['no difference', 'unit,rater,score\nP1,A,2\nP1,B,2', /Every rating is 2/],
    ['an unreadable score', 'unit,rater,score\nP1,A,2\nP1,B,x', /row 3: .*"x".*\n.*\n?Nothing was computed/],
    ['nothing', '', /it is empty/],
  ])('%s: exit code 1 and why', async (_name, piped, words) => {
    const { code, out, errors } = await run(['-'], piped);
    expect([code, out]).toEqual([1, '']);
    expect(errors).toMatch(words);
  });

  test('a window without times is refused', async () => {
    const { code, errors } = await run(['-', '--window', 'week'], 'unit,rater,score\nP1,A,1\nP1,B,2');
    expect(code).toBe(1);
    expect(errors).toContain('--window needs a time for each rating');
  });

  test.each([
    [['--method', 'bayes'], /--method is one of joint, marginal/],
    [['--model', 'rsm'], /--model is one of rating-scale, partial-credit/],
    [['--facet', 'judges'], /--facet is one of raters/],
    [['--facet', 'drift'], /--facet drift needs --window/],
    [['--window', 'yesterday'], /--window is week, month/],
    [['--window', '2025-03-01,2025-01-01'], /dates come in their order/],
    [['--window', '3'], /--window takes a whole number from 5/],
    [['--nodes', '61'], /--nodes is for --method marginal/],
    [['--method', 'marginal', '--nodes', '5'], /--nodes takes a whole number from 11/],
    [['--method', 'marginal', '--bias-correction'], /leave out --bias-correction/],
    [['--scale', 'nominal'], /scores in order/],
    [['--json', '--csv'], /not both/],
    [['--json', '--facet', 'raters'], /leave out --facet/],
    [['--criterion', 'C9'], /There is no criterion C9\. There are: C1, C2, C3\./],
  ])('%s is not understood', async (args, words) => {
    const failed = run([ratings, ...args]);
    await expect(failed).rejects.toThrow(UsageError);
    await expect(failed).rejects.toThrow(words);
  });

  test('--help tells what is printed and by whose limits', async () => {
    const { code, out } = await run(['--help']);
    expect(code).toBe(0);
    for (const word of ['Usage: assay severity', '--bias-correction', 'Linacre', 'Examples', 'Exit code'])
      expect(out).toContain(word);
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(120);
  });
});
