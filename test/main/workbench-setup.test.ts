import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { problem } from '../../shared/lib/problem.ts';
import { fail } from '../../shared/lib/result.ts';
import { programPassword } from '../helpers/program-hub.ts';
import { tempFolder } from '../helpers/temp-folder.ts';
import { aHub, startBench } from '../helpers/workbench-steps.ts';

describe('the sample program', () => {
  test('starts, is resumed at the next start, and is left without a trace', async () => {
    const profile = tempFolder();
    const first = await startBench({ profile });
    const explored = await first.call('setup.exploreSample', {});
    expect(explored).toMatchObject({
      phase: 'signed-out',
      hub: { sample: true },
      protection: 'sample-key-file',
    });
    const signIns = explored.phase === 'signed-out' ? explored.sampleSignIns : null;
    const account = signIns?.accounts[0]?.account ?? '';
    await first.call('session.signIn', { account, password: signIns?.password ?? '' });
    await first.call('sync.now', {});
    await first.close();

    const again = await startBench({ profile });
    const resumed = await again.call('app.getState', {});
    expect(resumed).toMatchObject({ phase: 'ready', account: { account } });
    await again.call('sync.now', {});
    expect((await again.call('setup.leaveSample', {})).phase).toBe('first-run');
    expect(readdirSync(profile).sort()).toEqual(['lock']);
    expect((await again.call('setup.exploreSample', {})).phase).toBe('signed-out');
  });

  test('goes on without its hub, and a deletion that was interrupted is finished', async () => {
    const profile = tempFolder();
    const first = await startBench({ profile });
    await first.call('setup.exploreSample', {});
    await first.call('session.signIn', { account: 'rosa.lind', password: programPassword });
    await first.call('sync.now', {});
    await first.close();
    const startSampleHub = async () => fail(problem('internal', { detail: 'no room' }));
    const again = await startBench({ profile, ports: { startSampleHub } });
    expect((await again.call('app.getState', {})).phase).toBe('ready');
    expect((await again.call('queue.list', {})).items).toHaveLength(3);
    await again.close();

    const file = join(profile, 'connection.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"leaving": false', '"leaving": true'));
    const third = await startBench({ profile });
    expect((await third.call('app.getState', {})).phase).toBe('first-run');
    expect(readdirSync(profile)).toEqual(['lock']);
  });

  test('a real workspace is never deleted as if it were the sample', async () => {
    const hub = await aHub();
    const bench = await startBench({ hub, account: 'rosa.lind', profile: tempFolder() });
    expect(await bench.refused('setup.leaveSample', {})).toEqual({ code: 'not-the-sample' });
    expect((await bench.call('app.getState', {})).phase).toBe('ready');
    expect(await bench.refused('setup.exploreSample', {})).toMatchObject({ code: 'already-connected' });
  });
});

describe('what answers at an address', () => {
  const serve = async (body: string, type: string) => {
    const server = createServer((_request, response) => response.setHeader('content-type', type).end(body));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };

  test('nothing, a web page, or a newer hub: each is said, and nothing is set up', async () => {
    const bench = await startBench({ profile: tempFolder() });
    const page = await serve('<html>Welcome to the hotel</html>', 'text/html');
    const newer = await serve(
      JSON.stringify({ product: 'assay-hub', protocol: { major: 2, minor: 0 } }),
      'application/json',
    );
    const expected = [
      ['http://127.0.0.1:9', 'hub-unreachable'],
      [page, 'hub-not-a-hub'],
      [newer, 'hub-too-new'],
      ['not an address', 'hub-not-a-hub'],
    ] as const;
    for (const [url, code] of expected) {
      expect([url, (await bench.refused('setup.checkHub', { url })).code]).toEqual([url, code]);
      const protection = { kind: 'os-keystore' } as const;
      expect((await bench.refused('setup.connectHub', { url, protection })).code).toBe(code);
    }
    expect((await bench.call('app.getState', {})).phase).toBe('first-run');
  });
});
