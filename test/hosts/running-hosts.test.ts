import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AssayBridge } from '../../shared/workbench-api/bridge.ts';
import type { CommandName } from '../../shared/workbench-api/commands.ts';
import { hosts } from '../helpers/hosts.ts';

/* The built program, unmodified, on every host there is here: its workspace outlives a restart and a crash. */

const call = (page: Page, name: CommandName): Promise<unknown> =>
  page.evaluate(
    (command) => (globalThis as unknown as { assay: AssayBridge }).assay.call(command as 'app.getState', {}),
    name,
  );

const phase = async (page: Page): Promise<unknown> => {
  const answer = (await call(page, 'app.getState')) as { value: { phase: string } };
  return answer.value.phase;
};

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-hosts-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const here = hosts.filter(({ available }) => available === true);
for (const { name, available } of hosts) {
  if (available !== true) process.stdout.write(`Host ${name} is ${available}.\n`);
}

describe.each(here)('Assay on the host $name', (host) => {
  it('opens, and finds its workspace again after a restart and after a crash', async () => {
    const running = await host.start({ profileFolder: join(folder, host.name), width: 1280, height: 720 });
    try {
      expect(await phase(running.page)).toBe('first-run');
      expect(await call(running.page, 'app.getAbout')).toMatchObject({
        ok: true,
        value: { host: host.name === 'web' ? 'web' : 'electron' },
      });
      expect(await call(running.page, 'setup.exploreSample')).toMatchObject({ ok: true });
      await running.restart();
      expect(await phase(running.page)).toBe('signed-out');
      await running.crash();
      expect(await phase(running.page)).toBe('signed-out');
      expect(running.page.viewportSize()).toEqual({ width: 1280, height: 720 });
    } finally {
      await running.close();
    }
  });
});
