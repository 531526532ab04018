import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { revokeDevice } from '../../hub/services/revoke-device.ts';
import type { HubDevice } from '../../shared/hub-api/results.ts';
import { startTestHub, type TestHub } from '../helpers/hub/start-test-hub.ts';
import { mortalFileSystem } from '../helpers/mortal-file-system.ts';
import { tempFolder } from '../helpers/temp-folder.ts';
import { type TestWorkbench, type TestWorkbenchOptions, tryTestWorkbench } from '../helpers/workbench.ts';
import { allHere, itemOf, score, startBench } from '../helpers/workbench-steps.ts';

/*
 * A reviewer's computer is revoked at the real hub, and meets it again: at work, locked, signed out, with a session that
 * has run out; killed at each step of what follows.
 */

const aTestHub = async (): Promise<TestHub> => {
  const hub = await startTestHub();
  onTestFinished(() => hub.close());
  return hub;
};

const devicesOf = async (hub: TestHub, account = 'rosa.lind'): Promise<HubDevice[]> => {
  const issuer = await hub.signIn('ivo.marsh', 'issuers-desk');
  const { items } = (await (await issuer.request('/v1/devices')).json()) as { items: HubDevice[] };
  return items.filter((device) => device.account === account);
};

const revokeOf = async (hub: TestHub, bench: TestWorkbench): Promise<void> => {
  const { devices } = await bench.call('device.listOwn', {});
  await revokeCode(hub, devices.find(({ current }) => current)?.code ?? '');
};

const revokeCode = async (hub: TestHub, code: string): Promise<void> => {
  const revoked = await revokeDevice(hub.deps, { code, by: 'ivo.marsh' });
  if (!revoked.ok) throw new Error(revoked.problem.code);
};

const words = 'Feedback that never reached the hub.';

/** A reviewer at work: evidence here, and words that are not sent. */
const atWork = async (hub: TestHub, options: TestWorkbenchOptions = {}) => {
  const bench = await startBench({ hub, account: 'rosa.lind', profile: tempFolder(), ...options });
  await bench.call('sync.now', {});
  await allHere(bench);
  const { assignmentId } = await itemOf(bench, 'QST-1');
  await score(bench, assignmentId, words);
  return { bench, assignmentId };
};

const revokedState = (bench: TestWorkbench) =>
  bench.until(async () => {
    const state = await bench.call('app.getState', {});
    return state.phase === 'revoked' && state.shreddedAt !== null && state;
  });

const filesUnder = (folder: string): string[] =>
  !existsSync(folder)
    ? []
    : readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
        statSync(join(folder, name)).isFile(),
      );

/** What may be left of a profile whose only account was shredded: who was told, and nothing that a key could open. */
const nothingLeft = (profile: string): void => {
  expect(filesUnder(join(profile, 'accounts'))).toEqual([]);
  const harmless = ['accounts', 'connection.json', 'connection.json.new', 'lock', 'logs'];
  expect(readdirSync(profile).filter((name) => !harmless.includes(name))).toEqual([]);
  expect(readFileSync(join(profile, 'connection.json'), 'utf8')).not.toContain('Rosa');
};

describe('a device that was revoked', () => {
  test('shreds what the account had on its next contact, tells why, and the hub when it is done', async () => {
    const hub = await aTestHub();
    const { bench } = await atWork(hub);
    await revokeOf(hub, bench);
    expect(await bench.refused('sync.now', {})).toMatchObject({ code: 'device-revoked' });
    const state = await revokedState(bench);
    expect(state).toMatchObject({ hub: { name: 'Assay hub' }, problem: null });
    expect(state.unsent).toBeGreaterThan(0);
    nothingLeft(bench.profile);
    expect(await bench.refused('queue.list', {})).toMatchObject({ code: 'vault-locked' });
    await bench.until(async () => (await devicesOf(hub))[0]?.shreddedAt != null);
    expect(await bench.call('setup.leaveRevoked', {})).toEqual({ phase: 'first-run' });
    expect(readdirSync(bench.profile).filter((name) => name !== 'logs' && name !== 'accounts')).toEqual([
      'lock',
    ]);
    expect(bench.logged.filter(({ event }) => event === 'command.failed')).toEqual([]);
  });

  test('shreds while it is locked and nobody can unlock it', async () => {
    const hub = await aTestHub();
    const profile = tempFolder();
    const first = await startBench({ profile });
    await first.call('setup.connectHub', {
      url: hub.url,
      protection: { kind: 'passphrase', passphrase: 'nobody here knows it' },
    });
    await first.call('session.signIn', { account: 'rosa.lind', password: 'fixture-password' });
    await first.call('sync.now', {});
    await allHere(first);
    await revokeOf(hub, first);
    await first.close();
    const again = await startBench({ profile });
    expect(await revokedState(again)).toMatchObject({ unsent: null });
    nothingLeft(profile);
  });

  test('shreds after its session has run out, and after signing out', async () => {
    const hub = await aTestHub();
    const { bench } = await atWork(hub);
    const [device] = await devicesOf(hub);
    hub.clock.advance(15 * 86_400_000);
    await hub.signIn('ben.achebe');
    await revokeCode(hub, device?.code ?? '');
    expect(await bench.refused('sync.now', {})).toMatchObject({ code: 'session-expired' });
    await revokedState(bench);
    nothingLeft(bench.profile);

    const { bench: other } = await atWork(hub, { account: 'rosa.lind', profile: tempFolder() });
    await revokeOf(hub, other).then(() => other.call('session.signOut', {}));
    await other.refused('session.signIn', { account: 'rosa.lind', password: 'fixture-password' });
    await revokedState(other);
    nothingLeft(other.profile);
  });

  test('keeps everything while the hub is away, and shreds when it is back', async () => {
    const hub = await aTestHub();
    let away = true;
    const fetch: typeof globalThis.fetch = (input, init) =>
      away ? Promise.reject(new TypeError('no network')) : globalThis.fetch(input, init);
    const { bench } = await atWork(hub);
    await revokeOf(hub, bench);
    const { profile } = bench;
    await bench.close();
    const offline = await startBench({ profile, ports: { fetch } });
    expect(await offline.refused('sync.now', {})).toMatchObject({ code: 'hub-unreachable' });
    expect((await offline.call('queue.list', {})).items).toHaveLength(3);
    away = false;
    expect((await offline.refused('sync.now', {})).code).toBe('device-revoked');
    await revokedState(offline);
    nothingLeft(profile);
  });

  test('does nothing on the word of somebody else who answers at the hub’s address', async () => {
    const hub = await aTestHub();
    let impostor = false;
    const answers: Record<string, object> = {
      '/v1/devices/standing': {
        standing: 'revoked',
        revokedAt: '2026-11-22T10:00:00.000Z',
        order: 'a'.repeat(64),
        shreddedAt: null,
      },
    };
    const refusal = { type: 'x', title: 'x', status: 403, class: 'auth', code: 'device-revoked' };
    const fetch: typeof globalThis.fetch = async (input, init) => {
      if (!impostor) return globalThis.fetch(input, init);
      const answer = answers[new URL(String(input)).pathname];
      return Response.json(answer ?? refusal, { status: answer === undefined ? 403 : 200 });
    };
    const { bench } = await atWork(hub, { ports: { fetch } });
    impostor = true;
    expect(await bench.refused('sync.now', {})).toMatchObject({ code: 'device-revoked' });
    await expect.poll(() => bench.logged.map(({ event }) => event)).toContain('standing.order-not-proven');
    expect(await bench.call('app.getState', {})).toMatchObject({ phase: 'ready' });
    impostor = false;
    expect((await bench.call('sync.now', {})).changes.waiting).toBe(0);
  });

  test('leaves the reviewer’s other computers alone, and other people on the same computer', async () => {
    const hub = await aTestHub();
    const { bench } = await atWork(hub);
    await bench.call('sync.now', {});
    const [stolen] = await devicesOf(hub);
    const shreddedAt = async () =>
      (await devicesOf(hub)).find(({ code }) => code === stolen?.code)?.shreddedAt ?? null;
    await bench.call('session.signOut', {});
    await bench.call('session.signIn', { account: 'ben.achebe', password: 'fixture-password' });
    await bench.call('sync.now', {});
    const own = await startBench({ hub, account: 'rosa.lind', profile: tempFolder() });
    await own.call('sync.now', {});
    await revokeCode(hub, stolen?.code ?? '');
    const { profile } = bench;
    await bench.close();
    const again = await startBench({ profile });
    // Ben works; Rosa's folder goes beside him.
    expect(await again.call('app.getState', {})).toMatchObject({
      phase: 'ready',
      account: { account: 'ben.achebe' },
    });
    await expect.poll(shreddedAt).not.toBeNull();
    expect(readdirSync(join(profile, 'accounts'))).toHaveLength(1);
    expect((await again.call('queue.list', {})).items).toHaveLength(2);
    await again.call('sync.now', {});
    expect((await own.call('sync.now', {})).problem).toBeNull();
    await own.call('review.open', { assignmentId: (await itemOf(own, 'QST-1')).assignmentId });
    await own.call('sync.now', {});
    expect(
      await again.refused('session.signIn', { account: 'rosa.lind', password: 'fixture-password' }),
    ).toMatchObject({
      code: 'device-revoked',
    });
  });
});

describe('shredding that is interrupted', () => {
  test('at any change of the disk, is gone on with at the next start, without a network', async () => {
    const hub = await aTestHub();
    const whole = await shredWith(hub, Number.POSITIVE_INFINITY);
    expect(whole.changes).toBeGreaterThan(12);
    for (let nth = 1; nth <= whole.changes; nth++) {
      const { profile, marked } = await shredWith(hub, nth);
      const offline: typeof globalThis.fetch = () => Promise.reject(new TypeError('no network'));
      const again = await tryTestWorkbench({ profile, ports: { fetch: offline } });
      if (!again.ok) throw new Error(`killed at change ${nth}: ${again.problem.code}`);
      const state = await again.value.call('app.getState', {});
      if (marked) {
        expect([nth, state.phase]).toEqual([nth, 'revoked']);
        nothingLeft(profile);
        await again.value.close();
      } else {
        // The order was not written down and nothing was touched: the hub gives it again.
        expect([nth, state.phase]).toEqual([nth, 'ready']);
        await again.value.close();
        const online = await startBench({ profile });
        await revokedState(online);
        nothingLeft(profile);
        await online.close();
      }
    }
  }, 120_000);

  test('by a disk that is full: evidence makes room for what has to be written', async () => {
    const hub = await aTestHub();
    const { fs } = mortalFileSystem(Number.POSITIVE_INFINITY);
    let full = false;
    const evidenceThere = (profile: string) =>
      filesUnder(join(profile, 'accounts')).some((name) => name.includes('evidence'));
    const profile = tempFolder();
    const small: typeof fs = {
      ...fs,
      open: async (path, flags, mode) => {
        if (full && flags !== 'r' && evidenceThere(profile)) {
          throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
        }
        return fs.open(path, flags, mode);
      },
    };
    const { bench } = await atWork(hub, { profile, fs: small });
    await revokeOf(hub, bench);
    full = true;
    await bench.refused('sync.now', {});
    await revokedState(bench);
    nothingLeft(profile);
    expect(bench.logged.map(({ event }) => event)).toContain('revoked.not-marked');
  });

  test('by a file that cannot be removed: it is said, and tried again', async () => {
    const hub = await aTestHub();
    const { fs } = mortalFileSystem(Number.POSITIVE_INFINITY);
    let held = true;
    const stubborn: typeof fs = {
      ...fs,
      rm: async (path, options) => {
        if (held && path.endsWith('workspace.db')) throw Object.assign(new Error('EBUSY'), { code: 'EBUSY' });
        return fs.rm(path, options);
      },
    };
    const { bench } = await atWork(hub, { fs: stubborn });
    await revokeOf(hub, bench);
    await bench.refused('sync.now', {});
    const state = await bench.until(async () => {
      const now = await bench.call('app.getState', {});
      return now.phase === 'revoked' && now.problem !== null && now;
    });
    expect(state).toMatchObject({
      shreddedAt: null,
      problem: { code: 'storage-failed', params: { reason: 'EBUSY' } },
    });
    // The keys are gone all the same: nothing that is left can be read.
    expect(
      filesUnder(bench.profile).filter((name) => name.endsWith('key.json') || name.endsWith('keyring.json')),
    ).toEqual([]);
    expect(await bench.refused('setup.leaveRevoked', {})).toMatchObject({ code: 'storage-failed' });
    held = false;
    expect(await bench.call('setup.leaveRevoked', {})).toEqual({ phase: 'first-run' });
    expect(filesUnder(join(bench.profile, 'accounts'))).toEqual([]);
  });
});

/** Revokes a computer at work and lets its program die at the `nth` change that the shredding makes. */
const shredWith = async (hub: TestHub, nth: number) => {
  const profile = tempFolder();
  const calm = mortalFileSystem(Number.POSITIVE_INFINITY);
  let using = calm;
  const fs = new Proxy(calm.fs, { get: (_, name) => Reflect.get(using.fs, name) });
  const bench = await startBench({ hub, account: 'rosa.lind', profile, fs });
  await bench.call('sync.now', {});
  const { devices } = await bench.call('device.listOwn', {});
  await revokeCode(hub, devices.find(({ current }) => current)?.code ?? '');
  using = mortalFileSystem(nth);
  await bench.refused('sync.now', {});
  await expect
    .poll(
      async () => {
        const state = await bench.call('app.getState', {});
        const told = state.phase === 'revoked' && state.shreddedAt !== null && state.hubTold;
        return told || bench.logged.some(({ event }) => event === 'standing.not-asked');
      },
      { timeout: 10_000 },
    )
    .toBe(true);
  await bench.close();
  const connection = JSON.parse(readFileSync(join(profile, 'connection.json'), 'utf8')) as {
    revoked: unknown[];
  };
  return { profile, changes: using.changes(), marked: connection.revoked.length > 0 };
};
