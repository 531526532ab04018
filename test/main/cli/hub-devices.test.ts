import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deviceCode } from '../../../hub/core/device-code.ts';
import { runCli } from '../../helpers/hub/run-cli.ts';
import { startTestHub, type TestHub } from '../../helpers/hub/start-test-hub.ts';

let hub: TestHub;
let out: readonly string[];
let errors: readonly string[];

beforeEach(async () => {
  hub = await startTestHub();
});
afterEach(() => hub.close());

const assay = async (...args: string[]): Promise<number | null> => {
  const run = await runCli(...args, '--data', hub.dataDir);
  ({ out, errors } = run);
  return run.code;
};

describe('assay hub devices and revoke-device', () => {
  it('lists and revokes by code while the hub serves, in words and JSON', async () => {
    expect(await assay('hub', 'devices')).toBe(0);
    expect(out).toEqual(['Nobody has signed in on a computer yet.']);
    const rosa = await hub.signIn('rosa.lind');
    await hub.signIn('ben.achebe');
    const code = deviceCode(rosa.session.account.id, rosa.deviceId);
    expect(await assay('hub', 'devices', '--account', 'rosa.lind')).toBe(0);
    expect(out).toEqual([
      expect.stringMatching(
        new RegExp(
          `^${code} {2}Rosa Lind \\(rosa\\.lind\\), test device: registered .*Z, last heard from .*Z$`,
        ),
      ),
    ]);
    expect(await assay('hub', 'revoke-device', code.toLowerCase(), 'NONE')).toBe(1);
    expect(out[0]).toMatch(/; revoked .*Z, has not said yet that it is shredded$/);
    expect(errors).toEqual(['The hub has no device NONE.']);
    expect((await rosa.request('/v1/account')).status).toBe(403);
    expect(await assay('hub', 'revoke-device', code)).toBe(0);
    expect(await assay('hub', 'devices', '--json')).toBe(0);
    const { devices } = JSON.parse(out.join('')) as {
      devices: { account: string; revokedAt: string | null }[];
    };
    expect(devices.filter(({ revokedAt }) => revokedAt !== null).map(({ account }) => account)).toEqual([
      'rosa.lind',
    ]);
  });

  it('says which devices of an erasure are revoked', async () => {
    const rosa = await hub.signIn('rosa.lind');
    await rosa.pull();
    await assay('hub', 'erase', 'QST-1');
    await assay('hub', 'revoke-device', deviceCode(rosa.session.account.id, rosa.deviceId));
    expect(await assay('hub', 'erasures')).toBe(0);
    expect(out[1]).toBe('  Rosa Lind, test device: revoked, not heard from since');
  });

  it('asks for names, refuses those it does not take, and knows help', async () => {
    expect(await assay('hub', 'revoke-device')).toBe(2);
    expect(await assay('hub', 'devices', 'rosa.lind')).toBe(2);
    expect(await assay('hub', 'devices', '--account', 'nobody')).toBe(1);
    expect(errors).toEqual(['The hub has no account nobody.']);
    for (const topic of ['devices', 'revoke-device']) {
      expect(await runHelp(topic)).toContain(`Usage: assay hub ${topic}`);
    }
  });
});

const runHelp = async (topic: string): Promise<string> => (await runCli('help', 'hub', topic)).out.join('\n');
