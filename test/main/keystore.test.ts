import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { OsKeystore } from '../../main/core/ports.ts';
import { programPassword } from '../helpers/program-hub.ts';
import { tempFolder } from '../helpers/temp-folder.ts';
import { tryTestWorkbench } from '../helpers/workbench.ts';
import { aHub, itemOf, score, startBench } from '../helpers/workbench-steps.ts';

/** A keystore as a system has one: it gives back only what this very one protected. */
const keystore = (): OsKeystore => {
  const secret = randomBytes(16);
  return {
    name: 'Test Keyring',
    available: async () => true,
    protect: async (bytes) => Buffer.concat([secret, bytes]),
    unprotect: async (sealed) => {
      if (!secret.equals(sealed.subarray(0, 16))) throw new Error('not protected by this store');
      return new Uint8Array(sealed.subarray(16));
    },
  };
};

/** Where the system only obfuscates, or the store cannot be reached. */
const noKeystore: OsKeystore = { ...keystore(), name: 'basic_text', available: async () => false };

const setUp = async (osKeystore: OsKeystore) => {
  const hub = await aHub();
  const profile = tempFolder();
  const bench = await startBench({ profile, ports: { osKeystore } });
  const { recoveryCode } = await bench.call('setup.connectHub', {
    url: hub.url,
    protection: { kind: 'os-keystore' },
  });
  await bench.call('session.signIn', { account: 'rosa.lind', password: programPassword });
  await bench.call('sync.now', {});
  await score(bench, (await itemOf(bench, 'QST-1')).assignmentId);
  await bench.close();
  return { profile, recoveryCode: recoveryCode ?? '', hub };
};

const envelope = (profile: string) => readFileSync(join(profile, 'key.json'), 'utf8');

describe('a workspace that the computer’s keystore opens', () => {
  test('opens by itself, and has a recovery code that was shown once', async () => {
    const store = keystore();
    const { profile, recoveryCode } = await setUp(store);
    expect(recoveryCode).toMatch(/^(?:[0-9A-Z]{5}-){6}[0-9A-Z]{5}$/);
    expect(envelope(profile)).not.toContain(recoveryCode);
    const again = await startBench({ profile, ports: { osKeystore: store } });
    expect((await again.call('app.getState', {})).phase).toBe('ready');
  });

  test('is locked where another keystore stands in its place, keeps its key, and opens with the code', async () => {
    const { profile, recoveryCode } = await setUp(keystore());
    const before = envelope(profile);
    const other = keystore();
    const again = await startBench({ profile, ports: { osKeystore: other } });
    expect(await again.call('app.getState', {})).toMatchObject({
      phase: 'locked',
      protection: 'os-keystore',
    });
    expect(await again.refused('vault.unlock', { with: 'keystore' })).toMatchObject({
      code: 'keystore-refused',
    });
    const wrong = { with: 'recovery-code', recoveryCode: recoveryCode.replace(/^./, '?') } as const;
    expect(await again.refused('vault.unlock', wrong)).toMatchObject({ code: 'recovery-code-mistyped' });
    expect(envelope(profile)).toBe(before);

    const opened = await again.call('vault.unlock', { with: 'recovery-code', recoveryCode });
    expect(opened).toMatchObject({ phase: 'ready', account: { account: 'rosa.lind' } });
    expect((await itemOf(again, 'QST-1')).scored).toEqual({ done: 2, of: 2 });
    await again.close();
    // The keystore there is now has been given the same key: nobody is asked again.
    const third = await startBench({ profile, ports: { osKeystore: other } });
    expect((await third.call('app.getState', {})).phase).toBe('ready');
    await third.close();
    const stillTheCode = await startBench({ profile, ports: { osKeystore: keystore() } });
    expect((await stillTheCode.call('vault.unlock', { with: 'recovery-code', recoveryCode })).phase).toBe(
      'ready',
    );
  });

  test.each([
    ['a backend that only obfuscates', noKeystore],
    ['a host without any', null],
  ])('opens with the code on %s too', async (_name, osKeystore) => {
    const { profile, recoveryCode } = await setUp(keystore());
    const again = await startBench({ profile, ports: { osKeystore } });
    expect((await again.call('app.getState', {})).phase).toBe('locked');
    expect(await again.refused('vault.unlock', { with: 'keystore' })).toMatchObject({
      code: 'keystore-unavailable',
    });
    expect((await again.call('vault.unlock', { with: 'recovery-code', recoveryCode })).phase).toBe('ready');
  });

  test('is not set up where the system would only obfuscate', async () => {
    const hub = await aHub();
    const bench = await startBench({ profile: tempFolder(), ports: { osKeystore: noKeystore } });
    const protection = { kind: 'os-keystore' } as const;
    expect(await bench.refused('setup.connectHub', { url: hub.url, protection })).toMatchObject({
      code: 'keystore-unavailable',
      params: { keystore: 'basic_text' },
    });
    expect((await bench.call('app.getState', {})).phase).toBe('first-run');
  });

  test('never gets a new key while there is work under the old one', async () => {
    const store = keystore();
    const { profile, hub } = await setUp(store);
    rmSync(join(profile, 'key.json'));
    const started = await tryTestWorkbench({ profile, ports: { osKeystore: store } });
    expect(started).toMatchObject({ ok: false, problem: { code: 'key-missing' } });
    // Not even where it looks like a first run.
    rmSync(join(profile, 'connection.json'));
    const anew = await startBench({ profile, ports: { osKeystore: store } });
    const protection = { kind: 'os-keystore' } as const;
    const refused = await anew.refused('setup.connectHub', { url: hub.url, protection });
    expect(refused).toMatchObject({ code: 'key-missing' });
  });
});
