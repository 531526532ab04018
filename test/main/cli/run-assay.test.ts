import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runAssay } from '../../../main/cli/run-assay.ts';
import { fixtureProgram } from '../../helpers/hub/start-test-hub.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-cli-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const run = async (...args: string[]) => {
  const out: string[] = [];
  const error: string[] = [];
  const code = await runAssay(args, {
    version: () => '1.2.3',
    entry: 'unused',
    output: { out: (line) => out.push(line), error: (line) => error.push(line) },
  });
  return { code, out: out.join('\n'), error: error.join('\n') };
};

describe('assay', () => {
  it.each([
    [[]],
    [['help']],
    [['--help']],
    [['help', 'hub']],
    [['help', 'hub', 'import']],
    [['help', 'hub', 'ratings']],
    [['hub', 'ratings', '--help']],
    [['demo', '--help']],
    [['help', 'agreement']],
    [['agreement', '--help']],
    [['help', 'severity']],
    [['severity', '-h']],
    [['help', 'generalizability']],
    [['generalizability', '-h']],
    [['help', 'verify']],
    [['verify', '-h']],
    [['help', 'restore']],
    [['restore', '--help']],
    [['help', 'export-unsent']],
    [['export-unsent', '--help']],
  ])('helps with %j', async (args) => {
    const { code, out, error } = await run(...args);
    expect(code).toBe(0);
    expect(out).toMatch(/^(Usage|Assay)/);
    expect(error).toBe('');
  });

  it('names every command in its help', async () => {
    const { out } = await run('help');
    for (const command of [
      'assay hub',
      'assay hub import',
      'assay hub ratings',
      'assay demo',
      'assay agreement',
      'assay severity',
      'assay generalizability',
      'assay verify',
      'assay restore',
      'assay export-unsent',
      'assay help',
      'assay --version',
    ]) {
      expect(out).toContain(command);
    }
  });

  it('says its version', async () => {
    expect(await run('--version')).toMatchObject({ code: 0, out: '1.2.3' });
  });

  it.each([
    [['fly'], 'no command fly'],
    [['demo', '--revews', '3'], '--revews'],
    [['demo', '--headless', '--reviews', 'many'], '--reviews'],
    [['hub', 'import'], 'one folder'],
    [['help', 'weather'], 'no help on weather'],
  ])('does not understand %j and says why', async (args, reason) => {
    const { code, error } = await run(...args);
    expect(code).toBe(2);
    expect(error).toContain(reason);
    expect(error).toContain('assay help');
  });
});

describe('assay hub import', () => {
  const importInto = (source: string) => run('hub', 'import', source, '--data', join(folder, 'hub'));

  it('imports a folder, and the second time adds nothing', async () => {
    const first = await importInto(fixtureProgram);
    expect(first).toMatchObject({ code: 0, error: '' });
    expect(first.out).toContain('submissions: 4 new');
    const second = await importInto(fixtureProgram);
    expect(second.code).toBe(0);
    expect(second.out).toContain('submissions: 0 new, 0 changed, 4 as before');
  });

  it('names file and row of every error, and imports nothing', async () => {
    const program = join(folder, 'program');
    await cp(fixtureProgram, program, { recursive: true });
    const assignments = join(program, 'assignments.csv');
    await writeFile(
      assignments,
      `${await readFile(assignments, 'utf8')}QST-9,rosa.lind,live,+5d\nQST-1,nobody,live,+5d\n`,
    );
    const refused = await importInto(program);
    expect(refused.code).toBe(1);
    expect(refused.error).toContain('assignments.csv, row 7');
    expect(refused.error).toContain('assignments.csv, row 8');
    expect((await importInto(fixtureProgram)).out).toContain('submissions: 4 new');
  });

  it('says when there is nothing to import', async () => {
    const missing = await importInto(join(folder, 'nowhere'));
    expect(missing.code).toBe(1);
    expect(missing.error).toContain('no folder or file');
  });
});
