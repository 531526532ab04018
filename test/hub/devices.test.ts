import { createHmac } from 'node:crypto';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { deviceCode, typedDeviceCode } from '../../hub/core/device-code.ts';
import { migrate } from '../../hub/database/migrate.ts';
import { revokeDevice } from '../../hub/services/revoke-device.ts';
import {
  type Standing,
  type StandingPurpose,
  standingPurpose,
  standingSchema,
} from '../../shared/hub-api/device-standing.ts';
import type { HubDevice } from '../../shared/hub-api/results.ts';
import { onBothDatabases } from '../helpers/hub/on-both-databases.ts';
import { fixturePassword, type TestHub } from '../helpers/hub/start-test-hub.ts';
import { signInRequest, type TestDevice } from '../helpers/hub/test-device.ts';

const codeOf = ({ session, deviceId }: TestDevice) => deviceCode(session.account.id, deviceId);

const revoke = async (hub: TestHub, device: TestDevice): Promise<void> => {
  const revoked = await revokeDevice(hub.deps, { code: codeOf(device), by: '' });
  if (!revoked.ok) throw new Error(revoked.problem.code);
};

const proof = ({ session, deviceId }: TestDevice, purpose: StandingPurpose, secret = session.deviceSecret) =>
  createHmac('sha256', Buffer.from(secret, 'base64url'))
    .update(JSON.stringify([standingPurpose[purpose], session.hubId, session.account.id, deviceId]))
    .digest('hex');

const ask = (device: TestDevice, more: object = {}): Promise<Response> =>
  fetch(`${device.url}/v1/devices/standing`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      accountId: device.session.account.id,
      deviceId: device.deviceId,
      ask: proof(device, 'ask'),
      ...more,
    }),
  });

const standingOf = async (device: TestDevice, more?: object): Promise<Standing> =>
  standingSchema.parse(await (await ask(device, more)).json());

const devicesAt = async (device: TestDevice, path: string): Promise<HubDevice[]> =>
  (await (await device.request(path)).json()).items;

const opened = { type: 'assignment.opened', payload: {} } as const;

onBothDatabases('devices', (startHub) => {
  it('are listed for their owner, and for an issuer with everybody’s, newest first and by page', async () => {
    const hub = await startHub();
    const desk = await hub.signIn('rosa.lind');
    hub.clock.advance(60_000);
    const laptop = await hub.signIn('rosa.lind');
    const ben = await hub.signIn('ben.achebe');
    hub.clock.advance(60_000);
    const issuer = await hub.signIn('ivo.marsh');
    expect(await devicesAt(laptop, '/v1/account/devices')).toMatchObject([
      {
        code: codeOf(laptop),
        account: 'rosa.lind',
        reviewer: 'Rosa Lind',
        name: 'test device',
        current: true,
      },
      { code: codeOf(desk), current: false, revokedAt: null, shreddedAt: null, stopped: false },
    ]);
    const all: HubDevice[] = [];
    for (let after: string | null = ''; after !== null; ) {
      const page = await issuer.request(`/v1/devices?limit=2${after === '' ? '' : `&after=${after}`}`);
      const { items, next } = await page.json();
      all.push(...items);
      after = next;
    }
    expect(all.map(({ code }) => code)[0]).toBe(codeOf(issuer));
    expect(new Set(all.map(({ code }) => code))).toEqual(new Set([desk, laptop, ben, issuer].map(codeOf)));
    expect(JSON.stringify(all)).not.toContain(laptop.session.deviceSecret);
  });

  it('say what they run on, and when they were last heard from', async () => {
    const hub = await startHub();
    const rosa = await hub.signIn('rosa.lind');
    const device = { id: rosa.deviceId, name: 'rosas laptop', platform: 'Linux' };
    await fetch(`${hub.url}/v1/sessions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ account: 'rosa.lind', password: fixturePassword, device }),
    });
    const [before] = await devicesAt(rosa, '/v1/account/devices');
    expect(before).toMatchObject({ name: 'rosas laptop', platform: 'Linux' });
    hub.clock.advance(14 * 60_000);
    expect((await devicesAt(rosa, '/v1/account/devices'))[0]?.lastContactAt).toBe(before?.lastContactAt);
    hub.clock.advance(2 * 60_000);
    await rosa.request('/v1/account');
    const [after] = await devicesAt(rosa, '/v1/account/devices');
    expect(Date.parse(after?.lastContactAt ?? '') - Date.parse(before?.lastContactAt ?? '')).toBe(
      16 * 60_000,
    );
  });

  it('that are revoked get one answer to everything, and nothing is taken from them', async () => {
    const hub = await startHub();
    const stolen = await hub.signIn('rosa.lind');
    const other = await hub.signIn('rosa.lind');
    const issuer = await hub.signIn('ivo.marsh');
    const work = await stolen.assignment('QST-1');
    const response = await issuer.request(
      `/v1/devices/${codeOf(stolen).toLowerCase().replaceAll('-', ' ')}`,
      {
        method: 'DELETE',
      },
    );
    expect(await response.json()).toMatchObject({
      code: codeOf(stolen),
      revokedBy: 'ivo.marsh',
      shreddedAt: null,
    });
    const event = stolen.event(work, opened);
    const asked = [
      stolen.request('/v1/account'),
      stolen.request('/v1/changes'),
      stolen.request(`/v1/evidence/${'a'.repeat(64)}`),
      stolen.request('/v1/sessions/current', { method: 'DELETE' }),
      stolen.request('/v1/devices'),
      stolen.request('/v1/events', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ events: [event] }),
      }),
      signInRequest(hub.url, 'rosa.lind', fixturePassword, stolen.deviceId),
    ];
    for (const answer of await Promise.all(asked)) {
      expect(answer.status).toBe(403);
      expect(await answer.json()).toMatchObject({ code: 'device-revoked', class: 'auth' });
    }
    expect(await hub.deps.database.kysely.selectFrom('events').selectAll().execute()).toEqual([]);
    expect((await other.push([other.event(await other.assignment('QST-1'), opened)]))[0]?.result).toBe(
      'accepted',
    );
  });

  it('are told so too when their session has run out, and by a wrong password not', async () => {
    const hub = await startHub();
    const stolen = await hub.signIn('rosa.lind');
    await revoke(hub, stolen);
    hub.clock.advance(15 * 86_400_000);
    expect((await (await stolen.request('/v1/account')).json()).code).toBe('device-revoked');
    await hub.signIn('ben.achebe');
    expect((await (await stolen.request('/v1/account')).json()).code).toBe('session-expired');
    expect(await standingOf(stolen)).toMatchObject({ standing: 'revoked', shreddedAt: null });
    const guessed = await signInRequest(hub.url, 'rosa.lind', 'guessed', stolen.deviceId);
    expect((await guessed.json()).code).toBe('account-unknown');
  });

  it('revoking is done once, by who did it first; a code nobody has is not found', async () => {
    const hub = await startHub();
    const stolen = await hub.signIn('rosa.lind');
    const first = await revokeDevice(hub.deps, { code: codeOf(stolen), by: 'ivo.marsh' });
    hub.clock.advance(60_000);
    expect(await revokeDevice(hub.deps, { code: codeOf(stolen), by: '' })).toEqual(first);
    expect(await revokeDevice(hub.deps, { code: 'AAAA-AAAA-AAAA', by: '' })).toEqual({
      ok: false,
      problem: { code: 'not-found' },
    });
    expect((await revokeDevice(hub.deps, { code: 'x\0', by: '' })).ok).toBe(false);
  });
});

onBothDatabases('the standing of a device', (startHub) => {
  it('is told to it alone, with an order that only its hub can give, and takes one receipt', async () => {
    const hub = await startHub();
    const rosa = await hub.signIn('rosa.lind');
    const other = await hub.signIn('rosa.lind');
    expect(await standingOf(rosa)).toEqual({ standing: 'registered' });
    // A receipt says nothing while nobody has ordered anything.
    expect(await standingOf(rosa, { shredded: proof(rosa, 'shredded') })).toEqual({ standing: 'registered' });
    await revoke(hub, rosa);
    expect(await standingOf(rosa)).toMatchObject({
      standing: 'revoked',
      order: proof(rosa, 'order'),
      shreddedAt: null,
    });
    expect(await standingOf(rosa, { shredded: proof(rosa, 'ask') })).toMatchObject({ shreddedAt: null });
    const told = await standingOf(rosa, { shredded: proof(rosa, 'shredded') });
    if (told.standing !== 'revoked') throw new Error('it is revoked');
    expect(told.shreddedAt).not.toBeNull();
    hub.clock.advance(60_000);
    expect(await standingOf(rosa, { shredded: proof(rosa, 'shredded') })).toEqual(told);
    expect(await standingOf(other)).toEqual({ standing: 'registered' });
    const issuer = await hub.signIn('ivo.marsh');
    const listed = (await devicesAt(issuer, '/v1/devices')).find(({ code }) => code === codeOf(rosa));
    expect(listed?.shreddedAt).toBe(told.shreddedAt);
  });

  it('is refused alike to who cannot prove it and about a device that is not there', async () => {
    const hub = await startHub();
    const rosa = await hub.signIn('rosa.lind');
    await revoke(hub, rosa);
    const other = await hub.signIn('rosa.lind');
    const answers = await Promise.all([
      ask(rosa, { ask: proof(rosa, 'ask', other.session.deviceSecret) }),
      ask(rosa, { ask: proof(rosa, 'shredded') }),
      ask(rosa, { deviceId: 'nobodys' }),
      ask(rosa, { accountId: 'acc-nobody' }),
      ask(rosa, { deviceId: 'x\0' }),
    ]);
    const bodies = new Set<string>();
    for (const answer of answers.slice(0, 4)) {
      expect(answer.status).toBe(404);
      bodies.add(await answer.text());
    }
    expect(bodies.size).toBe(1);
    expect(answers[4]?.status).toBe(400);
  });
});

onBothDatabases('a database from before devices could be revoked', (startHub) => {
  it('gets a code for each device it has', async () => {
    const hub = await startHub();
    const rosa = await hub.signIn('rosa.lind');
    const { kysely } = hub.deps.database;
    for (const index of ['devices_code', 'devices_page'])
      await sql.raw(`drop index ${index}`).execute(kysely);
    for (const column of ['code', 'platform', 'last_contact_at', 'revoked_at', 'revoked_by', 'shredded_at']) {
      await sql.raw(`alter table devices drop column ${column}`).execute(kysely);
    }
    await sql`delete from hub_migrations where name = '0005-revoked-devices'`.execute(kysely);
    await migrate(hub.deps.database);
    expect(await devicesAt(rosa, '/v1/account/devices')).toMatchObject([
      { code: codeOf(rosa), platform: '', revokedAt: null },
    ]);
  });
});

it('a code is read however it is typed', () => {
  const code = deviceCode('acc-1', 'dev-1');
  expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$/);
  expect(
    typedDeviceCode(
      ` ${code.toLowerCase().replaceAll('-', ' – ').replaceAll('0', 'o').replaceAll('1', 'l')} `,
    ),
  ).toBe(code);
  expect(deviceCode('acc-1', 'dev-2')).not.toBe(code);
  expect(deviceCode('acc-2', 'dev-1')).not.toBe(code);
});
