import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { realTimers } from '../../main/hub-client/timers.ts';
import { signInWindowMs } from '../../main/identity/browser-sign-in.ts';
import { signInByPage } from '../helpers/hub/sign-in-by-page.ts';
import { fixturePassword, startTestHub, type TestHub } from '../helpers/hub/start-test-hub.ts';
import { tempFolder } from '../helpers/temp-folder.ts';
import type { TestWorkbench, TestWorkbenchOptions } from '../helpers/workbench.ts';
import { itemOf, score, startBench } from '../helpers/workbench-steps.ts';

/*
 * The real workbench signs people in at the real hub's own page. Only the browser is played: it follows redirects, keeps cookies
 * and sends the form.
 */

const hour = 3_600_000;
const person = (account: string) => ({ account, password: fixturePassword });

const aTestHub = async (): Promise<TestHub> => {
  const hub = await startTestHub();
  onTestFinished(() => hub.close());
  return hub;
};

/** What went over the wire to the provider, and how often; `lose` drops the answer of the next token request. */
const watchedFetch = () => {
  const tokens: string[] = [];
  const watch = { refreshes: 0, lose: false, tokens };
  const watched: typeof globalThis.fetch = async (input, init) => {
    const answer = await globalThis.fetch(input, init);
    if (!String(input).endsWith('/oidc/token')) return answer;
    if (String(init?.body).includes('grant_type=refresh_token')) watch.refreshes += 1;
    const text = await answer.clone().text();
    for (const [, token = ''] of text.matchAll(/"(?:refresh_token|id_token)":"([^"]+)"/g)) tokens.push(token);
    if (watch.lose) {
      watch.lose = false;
      throw new TypeError('fetch failed');
    }
    return answer;
  };
  return { watch, fetch: watched };
};

const atTheDoor = (hub: TestHub, options: TestWorkbenchOptions = {}): Promise<TestWorkbench> =>
  startBench({ hub, profile: tempFolder(), ...options });

const waitingAt = async (bench: TestWorkbench) => {
  const state = await bench.call('session.startBrowserSignIn', {});
  if (state.phase !== 'signed-out' && state.phase !== 'ready') throw new Error(state.phase);
  if (state.browserSignIn?.state !== 'waiting') throw new Error('nothing waits for the browser');
  return state.browserSignIn;
};

const enter = async (bench: TestWorkbench, account = 'rosa.lind') => {
  const { address } = await waitingAt(bench);
  return signInByPage(address, person(account));
};

const failedWith = (bench: TestWorkbench) =>
  bench.until(async () => {
    const state = await bench.call('app.getState', {});
    return (
      'browserSignIn' in state && state.browserSignIn?.state === 'failed' && state.browserSignIn.problem.code
    );
  });

const bytesUnder = (folder: string): Buffer[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path));

describe('signing in with the browser', () => {
  test('opens the workspace of whoever signed in there, and the page says so', async () => {
    const hub = await aTestHub();
    const bench = await atTheDoor(hub);
    const page = await enter(bench);
    expect(page).toMatchObject({ status: 200, text: expect.stringContaining('You are signed in') });
    expect(await bench.call('app.getState', {})).toMatchObject({
      phase: 'ready',
      account: { account: 'rosa.lind' },
      signInNeeded: false,
      signsInBy: 'browser',
      browserSignIn: null,
    });
    await bench.call('sync.now', {});
    expect((await bench.call('queue.list', {})).items).toHaveLength(3);
    await expect(fetch(page.url)).rejects.toThrow('fetch failed');
  });

  test("is started in the person's own browser where the host can open one", async () => {
    const hub = await aTestHub();
    const opened: string[] = [];
    const openPage = async (address: string) => opened.push(address) > 0;
    const bench = await atTheDoor(hub, { ports: { openPage } });
    const { address, opened: isOpen } = await waitingAt(bench);
    expect([opened, isOpen]).toEqual([[address], true]);
    expect(new URL(address).origin).toBe(hub.url);
  });

  test('leaves no token, code or secret outside the encrypted database, nor in the log', async () => {
    const hub = await aTestHub();
    const { watch, fetch: watched } = watchedFetch();
    const bench = await atTheDoor(hub, { ports: { fetch: watched } });
    await enter(bench);
    expect(watch.tokens).toHaveLength(2);
    const files = bytesUnder(bench.profile);
    expect(files.length).toBeGreaterThan(3);
    for (const token of [...watch.tokens, fixturePassword]) {
      expect(files.filter((bytes) => bytes.includes(token))).toEqual([]);
      expect(JSON.stringify([bench.logged, bench.notices])).not.toContain(token);
    }
  });

  test('a wrong password stays at the page; a stranger at the listener changes nothing; the right one goes on', async () => {
    const hub = await aTestHub();
    const bench = await atTheDoor(hub);
    const { address } = await waitingAt(bench);
    const wrong = await signInByPage(address, { account: 'rosa.lind', password: 'guessed' });
    expect(wrong).toMatchObject({ status: 401 });
    const listener = new URL(address).searchParams.get('redirect_uri') ?? '';
    const strangers: [string, RequestInit][] = [
      [`${listener}?code=stolen&state=guessed`, {}],
      [listener, { method: 'POST' }],
      [new URL('/', listener).href, {}],
      [
        `${listener}?state=${new URL(address).searchParams.get('state')}`,
        { headers: { origin: 'https://evil.example' } },
      ],
    ];
    for (const [url, init] of strangers) expect((await fetch(url, init)).status).toBe(400);
    const right = await signInByPage(address, person('rosa.lind'));
    expect(right.text).toContain('You are signed in');
  });

  test.each([
    ['declined in the browser', 'sign-in-declined'],
    ['not finished in two minutes', 'sign-in-timed-out'],
  ])('%s ends it, and can be started again', async (why, code) => {
    const hub = await aTestHub();
    const rings: (() => void)[] = [];
    const after = (ms: number, work: () => void) => {
      if (ms !== signInWindowMs) return realTimers.after(ms, work);
      rings.push(work);
      return () => undefined;
    };
    const bench = await atTheDoor(hub, { timers: { after } });
    const { address } = await waitingAt(bench);
    if (why.startsWith('declined')) {
      const page = await signInByPage(address, { ...person('rosa.lind'), choice: 'cancel' });
      expect(page.text).toContain('You are not signed in');
    } else {
      rings.at(-1)?.();
    }
    expect(await failedWith(bench)).toBe(code);
    expect((await enter(bench)).text).toContain('You are signed in');
  });

  test('cancelled, started anew, or left by locking out: the old address opens nothing any more', async () => {
    const hub = await aTestHub();
    const bench = await atTheDoor(hub);
    const first = await waitingAt(bench);
    const second = await waitingAt(bench);
    await expect(signInByPage(first.address, person('rosa.lind'))).rejects.toThrow('ECONNREFUSED');
    expect(await bench.call('session.cancelBrowserSignIn', {})).toMatchObject({ browserSignIn: null });
    await expect(signInByPage(second.address, person('rosa.lind'))).rejects.toThrow('ECONNREFUSED');
    expect(await bench.call('app.getState', {})).toMatchObject({ phase: 'signed-out', browserSignIn: null });
  });

  test('a hub that knows no browser sign-in is named, and the password still works there', async () => {
    const hub = await aTestHub();
    const older: typeof globalThis.fetch = async (input, init) => {
      const answer = await globalThis.fetch(input, init);
      if (!String(input).endsWith('/v1/hub')) return answer;
      const { identity: _, ...described } = (await answer.json()) as Record<string, unknown>;
      return Response.json(described);
    };
    const bench = await atTheDoor(hub, { ports: { fetch: older } });
    expect(await bench.refused('session.startBrowserSignIn', {})).toMatchObject({
      code: 'hub-without-browser-sign-in',
    });
    const state = await bench.call('session.signIn', person('rosa.lind'));
    expect(state).toMatchObject({ phase: 'ready', signsInBy: 'password' });
  });
});

describe('one computer of several people, and several ways of one person', () => {
  test('each gets their own workspace; the hub lists one computer for each, however they sign in', async () => {
    const hub = await aTestHub();
    const bench = await atTheDoor(hub);
    await bench.call('session.signIn', person('rosa.lind'));
    await enter(bench);
    await enter(bench, 'ben.achebe');
    expect(await bench.call('app.getState', {})).toMatchObject({ account: { account: 'ben.achebe' } });
    expect((await bench.call('device.listOwn', {})).devices).toHaveLength(1);
    await bench.call('session.signOut', {});
    await enter(bench);
    expect(await bench.call('app.getState', {})).toMatchObject({ account: { account: 'rosa.lind' } });
    expect((await bench.call('device.listOwn', {})).devices).toHaveLength(1);
  });
});

/** Signed in with the browser and synced; then the hub takes the session no longer. */
const afterTwoHours = async () => {
  const hub = await aTestHub();
  const { watch, fetch: watched } = watchedFetch();
  const bench = await atTheDoor(hub, { ports: { fetch: watched } });
  await enter(bench);
  await bench.call('sync.now', {});
  hub.clock.advance(2 * hour);
  return { hub, bench, watch };
};

describe('a session that has run out', () => {
  test('is renewed without the person, once for all requests that meet its end, also after a lost answer', async () => {
    const { hub, bench, watch } = await afterTwoHours();
    const { assignmentId } = await itemOf(bench, 'QST-1');
    await score(bench, assignmentId);
    const { changes } = await bench.call('sync.now', {});
    expect(changes).toMatchObject({ waiting: 0, blocked: 0 });
    expect(watch.refreshes).toBe(1);

    hub.clock.advance(2 * hour);
    watch.lose = true;
    expect(await bench.refused('sync.now', {})).toMatchObject({ code: 'identity-unreachable' });
    await bench.call('sync.now', {});
    expect(watch.refreshes).toBe(3);
    expect(await bench.call('app.getState', {})).toMatchObject({ signInNeeded: false });
  });

  test('twenty requests that meet it together make one refresh, and are all answered', async () => {
    const { bench, watch } = await afterTwoHours();
    const answers = await Promise.all(Array.from({ length: 20 }, () => bench.call('device.listOwn', {})));
    expect(answers.map(({ devices }) => devices.length)).toEqual(Array(20).fill(1));
    expect(watch.refreshes).toBe(1);
  });

  test('and that the provider no longer renews needs the person; the work waits for them and is sent once', async () => {
    const hub = await aTestHub();
    const bench = await atTheDoor(hub);
    await enter(bench);
    await bench.call('sync.now', {});
    const { assignmentId } = await itemOf(bench, 'QST-1');
    await score(bench, assignmentId);
    await hub.deps.database.write((db) => db.deleteFrom('identity_records').execute());
    hub.clock.advance(2 * hour);
    expect(await bench.refused('sync.now', {})).toMatchObject({ code: 'session-expired' });
    expect(await bench.call('app.getState', {})).toMatchObject({ phase: 'ready', signInNeeded: true });
    const before = (await bench.call('sync.getStatus', {})).changes;
    expect(before.waiting).toBeGreaterThan(0);

    await enter(bench);
    const { changes } = await bench.call('sync.now', {});
    expect(changes).toMatchObject({
      total: before.total,
      acknowledged: before.total,
      waiting: 0,
      blocked: 0,
    });
  });

  test('is told by syncing, whichever request met its end first', async () => {
    const hub = await aTestHub();
    const bench = await atTheDoor(hub);
    await enter(bench);
    await bench.call('sync.now', {});
    await hub.deps.database.write((db) => db.deleteFrom('identity_records').execute());
    hub.clock.advance(2 * hour);
    expect(await bench.refused('device.listOwn', {})).toMatchObject({ code: 'session-expired' });
    const told = bench.until(async () => {
      const state = await bench.call('app.getState', {});
      return (
        state.phase === 'ready' && state.signInNeeded && bench.notices.some(({ topic }) => topic === 'app')
      );
    });
    expect(await bench.refused('sync.now', {})).toMatchObject({ code: 'session-expired' });
    await told;
  });

  test('signing out ends the sign-in at the provider too, and keeps what was not sent', async () => {
    const hub = await aTestHub();
    const bench = await atTheDoor(hub);
    await enter(bench);
    await bench.call('sync.now', {});
    const { assignmentId } = await itemOf(bench, 'QST-1');
    await score(bench, assignmentId);
    const { waiting } = (await bench.call('sync.getStatus', {})).changes;
    await bench.call('session.signOut', {});
    const left = await hub.deps.database.read((db) =>
      db.selectFrom('identity_records').select('kind').where('kind', '=', 'RefreshToken').execute(),
    );
    expect(left).toEqual([]);
    await enter(bench);
    const { changes } = await bench.call('sync.now', {});
    expect([changes.acknowledged, changes.waiting]).toEqual([waiting, 0]);
  });

  test('of a computer that was revoked meanwhile is not renewed: it shreds', async () => {
    const hub = await aTestHub();
    const bench = await atTheDoor(hub);
    await enter(bench);
    await bench.call('sync.now', {});
    const issuer = await hub.signIn('ivo.marsh', 'issuers-desk');
    const { devices } = await bench.call('device.listOwn', {});
    const code = devices.find(({ current }) => current)?.code ?? '';
    await issuer.request(`/v1/devices/${code}`, { method: 'DELETE' });
    hub.clock.advance(2 * hour);
    await bench.refused('sync.now', {});
    await bench.until(async () => {
      const state = await bench.call('app.getState', {});
      return state.phase === 'revoked' && state.shreddedAt !== null && state;
    });
  });
});
