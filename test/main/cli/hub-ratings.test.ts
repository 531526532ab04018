import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { agreementCommand } from '../../../main/cli/agreement-command.ts';
import { runAssay } from '../../../main/cli/run-assay.ts';
import { reviewDesk } from '../../helpers/hub/review-work.ts';
import { startTestHub, type TestHub } from '../../helpers/hub/start-test-hub.ts';

let hub: TestHub;

beforeEach(async () => {
  hub = await startTestHub();
});

afterEach(() => hub.close());

const collect = () => {
  const out: string[] = [];
  const error: string[] = [];
  const output = {
    out: (line: string) => void out.push(line),
    error: (line: string) => void error.push(line),
  };
  return { output, said: () => ({ out: out.join('\n'), error: error.join('\n') }) };
};

const ratings = async (...args: string[]) => {
  const { output, said } = collect();
  const code = await runAssay(['hub', 'ratings', ...args, '--data', hub.dataDir], {
    version: () => '1',
    entry: 'unused',
    output,
  });
  return { code, ...said() };
};

const score = async (account: string, submission: string, given: number): Promise<void> => {
  const device = await hub.signIn(account);
  await device.push(reviewDesk(device, await device.assignment(submission)).whole(given));
};

describe('assay hub ratings', () => {
  it('prints what assay agreement reads, with the levels nobody chose', async () => {
    await score('rosa.lind', 'QST-1', 2);
    await score('rosa.lind', 'QST-2', 3);
    await score('ben.achebe', 'QST-1', 2);
    const csv = await ratings('QST');
    expect(csv).toMatchObject({ code: 0, error: '' });
    const lines = csv.out.split('\n');
    expect(lines[0]).toBe('unit,rater,criterion,score,time');
    expect(
      lines.slice(1).every((line) => /^QST-[12],(rosa\.lind|ben\.achebe),[^,]+,[23],\d{4}-/.test(line)),
    ).toBe(true);
    const json = await ratings('QST', '--json');
    const given = JSON.parse(json.out) as { ratings: unknown[]; categories: number[] };
    expect(given.ratings).toHaveLength(lines.length - 1);
    const file = join(hub.dataDir, 'ratings.json');
    await writeFile(file, json.out);
    const { output, said } = collect();
    expect(await agreementCommand([file, '--json', '--bootstrap', '0'], output)).toBe(0);
    const analysed = JSON.parse(said().out) as { n: object; criteria: { categories: number[] }[] };
    expect(analysed.n).toMatchObject({ units: 2, raters: 2, ratings: given.ratings.length });
    expect(analysed.criteria[0]?.categories).toEqual(given.categories);
    expect(given.categories.length).toBeGreaterThan(2);
  });

  it('keeps practice apart from live work', async () => {
    await score('rosa.lind', 'FBK-2', 2);
    await score('ben.achebe', 'FBK-1', 3);
    expect((await ratings('FBK')).out).not.toContain('FBK-2');
    const practice = await ratings('FBK', '--kind', 'practice');
    expect(practice.out).toContain('FBK-2,rosa.lind');
    expect(practice.out).not.toContain('FBK-1');
  });

  it.each([
    [['NOPE'], 1, 'no micro-credential NOPE'],
    [['QST'], 1, 'Nobody has scored QST yet'],
    [[], 2, 'Name one micro-credential'],
    [['QST', '--kind', 'all'], 2, '--kind is one of live, practice'],
  ])('%j answers %d: %s', async (args, code, words) => {
    const found = await ratings(...args);
    expect([found.code, found.out]).toEqual([code, '']);
    expect(found.error).toContain(words);
  });

  it('does not make a hub where there is none', async () => {
    const { output, said } = collect();
    const args = ['hub', 'ratings', 'QST', '--data', `${hub.dataDir}/elsewhere`];
    expect(await runAssay(args, { version: () => '1', entry: 'unused', output })).toBe(1);
    expect(said().error).toContain('There is no hub in');
  });
});
