import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { repository } from '../../scripts/vite/repository.ts';
import { hosts } from '../helpers/hosts.ts';
import { expectAccessible } from './helpers/accessibility.ts';
import { type Bench, connect, openReview, runCommand, signInAs, startBench } from './helpers/desk.ts';
import { hubReviews } from './helpers/hub-desk.ts';
import { keepPicture } from './helpers/keep-picture.ts';
import { pressOn } from './helpers/keyboard.ts';
import { scoreEverything, writeOverall } from './helpers/review.ts';

/** Runs the `assay` command; resolves with its exit code and what it printed. */
const assay = async (...args: readonly string[]): Promise<{ code: number; said: string }> => {
  const program = spawn(process.execPath, [join(repository, 'main/cli/assay.ts'), ...args]);
  let said = '';
  for (const stream of [program.stdout, program.stderr])
    stream.on('data', (chunk) => (said += String(chunk)));
  const [code] = await once(program, 'close');
  return { code: Number(code), said };
};

const web = hosts.filter(({ name }) => name === 'web');

/* The hub never comes back to this computer: the work goes to it in a sealed file that somebody carries. */
describe.each(web)('work for a hub that stays away, on $name', (host) => {
  let bench: Bench;
  let file: string;
  const page = () => bench.page();

  beforeAll(async () => {
    bench = await startBench(host);
    await connect(page(), bench.hub.url, bench.passphrase);
    await signInAs(page(), 'Maya Reyes');
    await bench.hub.stop();
  });
  afterAll(() => bench.end());
  afterEach((context) => keepPicture(context, page()));

  it('is exported sealed, by keyboard', async () => {
    await openReview(page(), 'WGQ-101');
    await scoreEverything(page(), [3, 2, 3, 3, 4]);
    await writeOverall(page());
    await page().keyboard.press('ControlOrMeta+Enter');
    await pressOn(page(), page().getByRole('dialog').getByRole('button', { name: 'Submit the review' }));
    await page()
      .getByText(/You may change this until/)
      .waitFor();
    await runCommand(page(), 'Go to sync');
    await expectAccessible(page(), 'the sync screen without a hub');
    const download = page().waitForEvent('download');
    await pressOn(page(), page().getByRole('button', { name: 'Export unsent work…' }));
    file = join(bench.folder, 'carried.assay-sealed');
    await (await download).saveAs(file);
  });

  it('is taken in by the hub, once', async () => {
    const data = join(bench.folder, 'hub');
    const first = await assay('hub', 'import', file, '--data', data);
    expect(first.said).toMatch(/^[1-9]\d* new, 0 already here, 0 refused$/m);
    expect(first.code).toBe(0);
    const second = await assay('hub', 'import', file, '--data', data);
    expect(second.said).toMatch(/^0 new, [1-9]\d* already here, 0 refused$/m);
    expect(second.code).toBe(0);
  });

  it('counts at the hub, and the workbench learns of it when the hub is back after all', async () => {
    await bench.hub.comeBack();
    const reviews = await hubReviews(bench.hub.url);
    expect(reviews.map(({ submissionCode, counted }) => ({ submissionCode, counted }))).toEqual([
      { submissionCode: 'WGQ-101', counted: true },
    ]);
    expect(reviews[0]?.content.criteria.map(({ score }) => score)).toEqual([3, 2, 3, 3, 4]);
    await pressOn(page(), page().getByRole('button', { name: 'Sync now' }));
    await page().getByText('The hub has all your work').waitFor({ timeout: 60_000 });
    expect(await hubReviews(bench.hub.url)).toEqual(reviews);
  });
});
