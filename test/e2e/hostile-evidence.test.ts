import { once } from 'node:events';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { hosts, type RunningHost } from '../helpers/hosts.ts';
import {
  fixturePassword,
  fixtureProgram,
  startTestHub,
  type TestHub,
} from '../helpers/hub/start-test-hub.ts';
import { connect, openReview } from './helpers/desk.ts';
import { keepPicture } from './helpers/keep-picture.ts';
import { typeInto } from './helpers/keyboard.ts';
import { onStage, showEvidence } from './helpers/review.ts';

/*
 * Evidence that wants to run something or call somebody: a canary that must stay unset, and a server that counts who
 * asks it. What cannot be shown is said in words.
 */
const hostileHtml = (canary: string): string => `<!doctype html><html><head>
<script>top.canary = 'script'; fetch('${canary}/fetch')</script>
<link rel="stylesheet" href="${canary}/style.css">
<meta http-equiv="refresh" content="0;url=${canary}/refresh">
<style>@import url('${canary}/import.css'); body { background: url('${canary}/background.png') }</style>
</head><body onload="top.canary = 'onload'">
<h1>What I changed</h1>
<img src="${canary}/image.png" onerror="top.canary = 'onerror'">
<svg><script>top.canary = 'svg'</script><use href="${canary}/use.svg#a"/></svg>
<iframe src="${canary}/frame"></iframe><object data="${canary}/object"></object>
<form action="${canary}/form"><button>Send</button></form>
<a href="javascript:top.canary = 'link'">a link</a>
<p style="background: url('${canary}/inline.png')">The words stay readable.</p>
</body></html>`;

const hostileSvg = (
  canary: string,
): string => `<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300"
 onload="top.canary = 'svg-onload'"><script>top.canary = 'svg-script'; fetch('${canary}/svg')</script>
<image href="${canary}/svg.png" width="10" height="10"/><rect width="400" height="300" fill="teal"/></svg>`;

/** The slot that the planted files go into. */
const slot = 'submissions/QST-1/plan';

const local = hosts.filter(({ name }) => name !== 'electron');

describe.each(local)('hostile evidence on $name', (host) => {
  let canary: Server;
  let asked: string[];
  let hub: TestHub;
  let running: RunningHost;
  let folder: string;
  const page = (): Page => running.page;

  beforeAll(async () => {
    asked = [];
    canary = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.end();
    });
    canary.listen(0, '127.0.0.1');
    await once(canary, 'listening');
    const url = `http://127.0.0.1:${(canary.address() as AddressInfo).port}`;
    folder = await mkdtemp(join(tmpdir(), 'assay-e2e-'));
    const program = join(folder, 'program');
    await cp(fixtureProgram, program, { recursive: true });
    await mkdir(join(program, slot), { recursive: true });
    const place = (name: string, text: string) => writeFile(join(program, slot, name), text);
    await place('a-hostile.html', hostileHtml(url));
    await place('b-hostile.svg', hostileSvg(url));
    await place('c-not-a.pdf', 'PK\u0003\u0004 this is a zip by another name');
    await place('d-unknown.xyz', 'neither here nor there');
    hub = await startTestHub({ program });
    running = await host.start({ profileFolder: join(folder, 'profile'), width: 1280, height: 720 });
    await connect(page(), hub.url, 'four unrelated sample words');
    await typeInto(page(), page().getByRole('textbox', { name: 'Account' }), 'rosa.lind');
    await typeInto(page(), page().getByLabel('Password'), fixturePassword);
    await page().keyboard.press('Enter');
    await page().getByText('All evidence is on this computer').waitFor();
    await openReview(page(), 'QST-1');
  });
  afterAll(async () => {
    await running.close();
    await hub.close();
    canary.close();
    await rm(folder, { recursive: true, force: true });
  });
  afterEach(async (context) => {
    await keepPicture(context, page());
    expect(await page().evaluate(() => (globalThis as { canary?: string }).canary)).toBeUndefined();
    expect(asked).toEqual([]);
  });

  const choose = async (label: string): Promise<void> => {
    const list = page().getByRole('combobox', { name: 'Choose evidence' });
    for (let files = 0; files < 12; files += 1) {
      if ((await list.locator('option:checked').textContent())?.includes(label)) return;
      await page().keyboard.press('n');
    }
    throw new Error(`${label} is not among the evidence`);
  };

  it('shows the words of an HTML reflection and runs nothing of it', async () => {
    await choose('a-hostile.html');
    const frame = onStage(page()).locator('iframe');
    await showEvidence(page(), 'Text', frame);
    await frame.contentFrame().getByText('The words stay readable.').waitFor();
    expect(
      await frame.contentFrame().locator('script, iframe, object, form, link, meta[http-equiv]').count(),
    ).toBe(0);
  });

  it('shows an SVG as a picture only', async () => {
    await choose('b-hostile.svg');
    await page().waitForFunction(
      () => (document.querySelector('section img') as HTMLImageElement | null)?.complete,
    );
  });

  it('says in words that a zip named .pdf cannot be shown', async () => {
    await choose('c-not-a.pdf');
    await page()
      .getByText(/could not be opened/)
      .first()
      .waitFor();
  });

  it('shows what is known of a file of an unknown type, and what to do', async () => {
    await choose('d-unknown.xyz');
    await page()
      .getByText(/cannot be shown here/i)
      .first()
      .waitFor();
  });

  it('would notice: the canary hears a request that is made', async () => {
    await fetch(`http://127.0.0.1:${(canary.address() as AddressInfo).port}/planted`);
    expect(asked.splice(0)).toEqual(['/planted']);
  });
});
