import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCli } from '../../helpers/hub/run-cli.ts';
import { startTestHub, type TestHub } from '../../helpers/hub/start-test-hub.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

let hub: TestHub;
let out: readonly string[];
let errors: readonly string[];

beforeEach(async () => {
  hub = await startTestHub();
});
afterEach(() => hub.close());

const assay = async (...args: string[]): Promise<number | null> => {
  const run = await runCli(...args);
  ({ out, errors } = run);
  return run.code;
};

describe('assay hub erase and erasures', () => {
  it('erases by code while the hub serves, and lists who has answered, in words and JSON', async () => {
    const rosa = await hub.signIn('rosa.lind');
    expect(await assay('hub', 'erasures', '--data', hub.dataDir)).toBe(0);
    expect(out).toEqual(['Nothing was erased from this hub.']);
    expect(await assay('hub', 'erase', 'QST-1', 'NONE', '--data', hub.dataDir)).toBe(1);
    expect(out[0]).toMatch(
      /^QST-1 erased .*Z: 4 evidence files and 0 final reviews are gone; 0 of 1 devices/,
    );
    expect(errors).toEqual(['The hub has no submission NONE.']);
    await expect(rosa.assignment('QST-1')).rejects.toThrow('QST-1 is not in the feed');

    expect(await assay('hub', 'erasures', '--json', '--data', hub.dataDir)).toBe(0);
    const { erasures } = JSON.parse(out.join('')) as { erasures: Record<string, unknown>[] };
    expect(erasures).toMatchObject([
      { submissionCode: 'QST-1', erasedBy: '', devices: [{ deviceId: rosa.deviceId, receivedAt: null }] },
    ]);
    const id = erasures[0]?.id as never;
    const receipt = { erasureId: id, submissionId: 'sub-QST-1' as never };
    const work = await rosa.assignment('QST-2');
    const event = rosa.event(work, { type: 'erasure.carried-out', payload: receipt }, { assignmentId: id });
    expect((await rosa.push([event]))[0]?.result).toBe('accepted');
    expect(await assay('hub', 'erasures', '--data', hub.dataDir)).toBe(0);
    expect(out[0]).toMatch(/^QST-1 {2}erased .* at the command line$/);
    expect(out[1]).toMatch(/^ {2}Rosa Lind, test device: erased, told the hub .*Z$/);
  });

  it('names the way where a disclosure stands in the way', async () => {
    const rosa = await hub.signIn('rosa.lind');
    const work = await rosa.assignment('QST-1');
    const payload = { note: 'urgent', procedureReadAt: new Date().toISOString() };
    await rosa.push([rosa.event(work, { type: 'alert.child-safety', payload })]);
    expect(await assay('hub', 'erase', 'QST-1', '--json', '--data', hub.dataDir)).toBe(1);
    expect([errors[0], out]).toEqual([
      expect.stringContaining('Name --with-disclosures then.'),
      ['{"erasures":[]}'],
    ]);
    expect(await assay('hub', 'erase', 'QST-1', '--with-disclosures', '--data', hub.dataDir)).toBe(0);
  });

  it('makes no hub out of a mistyped folder, and asks for names', async () => {
    const nowhere = join(tempFolder(), 'nowhere');
    for (const command of [['erase', 'QST-1'], ['erasures'], ['backup', '--begin']]) {
      expect(await assay('hub', ...command, '--data', nowhere)).toBe(1);
      expect(errors[0]).toContain('There is no hub in');
    }
    expect(existsSync(nowhere)).toBe(false);
    expect(await assay('hub', 'erase', '--data', hub.dataDir)).toBe(2);
    expect(await assay('hub', 'erasures', 'QST-1', '--data', hub.dataDir)).toBe(2);
  });
});

describe('assay hub backup', () => {
  it('copies a serving hub into a new folder, once', async () => {
    const to = join(tempFolder(), 'monday');
    expect(await assay('hub', 'backup', hub.dataDir, '--to', to)).toBe(0);
    expect(out[0]).toMatch(/^Backup finished .*Z: key, database and \d+ evidence files in /);
    expect((await readdir(to)).sort()).toEqual(['evidence', 'hub.key', 'hub.sqlite']);
    expect(await assay('hub', 'backup', hub.dataDir, '--to', to)).toBe(1);
    expect(errors[0]).toContain('is not empty');
    expect(await assay('hub', 'erasures', '--data', to)).toBe(0);
  });

  it('records a copy that was made by other means', async () => {
    const rosa = await hub.signIn('rosa.lind');
    await rosa.push([rosa.event(await rosa.assignment('QST-1'), { type: 'assignment.opened', payload: {} })]);
    expect(await assay('hub', 'backup', '--data', hub.dataDir, '--begin', '--json')).toBe(0);
    const { id } = JSON.parse(out[0] ?? '') as { id: string };
    expect((await rosa.pull()).last.durableSeq).toBe(0);
    expect(await assay('hub', 'backup', '--data', hub.dataDir, '--finish', id)).toBe(0);
    expect((await rosa.pull()).last.durableSeq).toBe(1);
    expect(await assay('hub', 'backup', '--data', hub.dataDir, '--finish', 'other')).toBe(1);
    expect(await assay('hub', 'backup', '--data', hub.dataDir)).toBe(2);
    expect(await assay('hub', 'backup', '--data', hub.dataDir, '--begin', '--restored')).toBe(2);
  });
});
