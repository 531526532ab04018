import { cpSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { migrations } from '../../main/database/migrate.ts';
import { closeDatabase, openDatabase } from '../../main/database/open.ts';
import { openKeyEnvelope } from '../../main/keys/key-envelope.ts';
import { deriveKeys } from '../../main/keys/root-key.ts';
import { openLeadDesk } from '../helpers/lead-desk.ts';
import { programPassword } from '../helpers/program-hub.ts';
import { tempFolder } from '../helpers/temp-folder.ts';
import { testKeystore, tryTestWorkbench } from '../helpers/workbench.ts';
import { aHub, allHere, itemOf, score, startBench } from '../helpers/workbench-steps.ts';

const inAYear = { now: () => Date.now() + 400 * 24 * 3_600_000, monotonic: () => performance.now() };

describe('a day of work', () => {
  test('pull, read evidence, review while the hub is away, submit, and the hub has it', async () => {
    const hub = await aHub();
    const bench = await startBench({ hub, account: 'rosa.lind', profile: tempFolder() });
    await bench.call('sync.now', {});
    const { items } = await bench.call('queue.list', {});
    expect(items.map(({ submissionCode }) => submissionCode)).toEqual(['QST-1', 'QST-2', 'FBK-2']);
    await allHere(bench);
    await hub.stop();

    const { assignmentId } = await itemOf(bench, 'QST-1');
    const { evidence } = await bench.call('review.open', { assignmentId });
    for (const { id, size, availability } of evidence) {
      expect(availability).toBe('here');
      const opened = await bench.workbench.openEvidence(id);
      if (!opened.ok) throw new Error(opened.problem.code);
      let bytes = 0;
      for await (const part of opened.value.stream(0, size - 1)) bytes += part.length;
      await opened.value.close();
      expect(bytes).toBe(size);
    }
    await score(bench, assignmentId);
    const submitted = await bench.call('review.submit', { assignmentId });
    expect(await bench.refused('sync.now', {})).toMatchObject({ code: 'hub-unreachable' });
    expect((await itemOf(bench, 'QST-1')).unsent).toBeGreaterThan(0);

    const back = await hub.again();
    const { changes } = await bench.call('sync.now', {});
    expect(changes).toEqual({ total: 8, acknowledged: 8, waiting: 0, blocked: 0, settled: 0 });
    const lead = await openLeadDesk(back.url);
    expect(await lead.reviews()).toMatchObject([
      { submissionCode: 'QST-1', content: submitted.content, activeSeconds: 60, counted: true },
    ]);
    expect(await itemOf(bench, 'QST-1')).toMatchObject({ state: 'submitted', unsent: 0 });
  });

  test('recusing after opening erases the work here, and the lead gets the reason', async () => {
    const hub = await aHub();
    const bench = await startBench({ hub, account: 'rosa.lind', profile: tempFolder() });
    await bench.call('sync.now', {});
    await hub.stop();
    const { assignmentId } = await itemOf(bench, 'QST-2');
    await score(bench, assignmentId);
    await bench.call('review.recuse', { assignmentId, reason: 'taught-with', note: 'We shared a class.' });
    expect(await bench.refused('review.open', { assignmentId })).toMatchObject({ code: 'assignment-closed' });

    const back = await hub.again();
    const status = await bench.until(async () => {
      await bench.call('sync.now', {});
      const now = await bench.call('sync.getStatus', {});
      return now.changes.waiting === 0 && now;
    });
    expect(status.changes.blocked).toBe(0);
    const lead = await openLeadDesk(back.url);
    expect(await lead.alerts()).toMatchObject([
      { kind: 'recused', submissionCode: 'QST-2', note: 'We shared a class.' },
    ]);
    const { items } = await bench.call('queue.list', {});
    expect(items.map(({ submissionCode }) => submissionCode)).toEqual(['QST-1', 'FBK-2']);
  });
});

describe('starting again', () => {
  test('returns to the same reviewer and every saved word, without a network', async () => {
    const hub = await aHub();
    const profile = tempFolder();
    const first = await startBench({ hub, account: 'rosa.lind', profile });
    await first.call('sync.now', {});
    const { assignmentId } = await itemOf(first, 'QST-1');
    await score(first, assignmentId);
    const before = await first.call('review.open', { assignmentId });
    await first.close();
    await hub.stop();
    const again = await startBench({ profile });
    expect(await again.call('app.getState', {})).toMatchObject({
      phase: 'ready',
      account: { account: 'rosa.lind' },
      signInNeeded: false,
      cleanExit: true,
    });
    expect(await again.call('review.open', { assignmentId })).toEqual(before);
  });

  test('after a kill finds everything that was answered as saved', async () => {
    const hub = await aHub();
    const profile = tempFolder();
    const first = await startBench({ hub, account: 'rosa.lind', profile });
    await first.call('sync.now', {});
    const { assignmentId } = await itemOf(first, 'QST-1');
    await score(first, assignmentId);
    const copy = tempFolder();
    cpSync(profile, copy, { recursive: true });
    await hub.stop();
    const again = await startBench({ profile: copy });
    expect(await again.call('app.getState', {})).toMatchObject({ phase: 'ready', cleanExit: false });
    const shown = await again.call('review.open', { assignmentId });
    expect(shown.content.criteria.map(({ score: level }) => level)).toEqual([2.5, 2.5]);
  });

  test('twice on one profile is refused, and possible again after closing', async () => {
    const profile = tempFolder();
    const first = await startBench({ profile });
    const second = await tryTestWorkbench({ profile });
    expect(second.ok ? 'started' : second.problem.code).toBe('workspace-in-use');
    await first.close();
    await startBench({ profile });
  });

  test('with a clock that is a year off stays signed in: only the hub ends a session', async () => {
    const hub = await aHub();
    const profile = tempFolder();
    const first = await startBench({ hub, account: 'rosa.lind', profile });
    await first.call('sync.now', {});
    await first.close();
    const again = await startBench({ profile, clock: inAYear });
    await again.call('sync.now', {});
    expect(await again.call('app.getState', {})).toMatchObject({ phase: 'ready', signInNeeded: false });
  });

  test('with a sign-in that the hub has ended goes on working and says so', async () => {
    const hub = await aHub();
    const bench = await startBench({ hub, account: 'rosa.lind' });
    await bench.call('sync.now', {});
    await hub.stop();
    await hub.again(inAYear);
    await bench.refused('sync.now', {});
    expect(await bench.call('app.getState', {})).toMatchObject({ phase: 'ready', signInNeeded: true });
    expect((await bench.call('queue.list', {})).items).toHaveLength(3);
  });

  test('with a key file that is lost makes no new key, and says what is missing', async () => {
    const hub = await aHub();
    const profile = tempFolder();
    const first = await startBench({ hub, account: 'rosa.lind', profile });
    await first.close();
    rmSync(join(profile, 'key.json'));
    const again = await tryTestWorkbench({ profile });
    expect(again.ok ? 'started' : again.problem.code).toBe('key-missing');
    expect(readdirSync(profile)).not.toContain('key.json');
  });
});

test('a workspace of a newer Assay is refused at the start, and untouched', async () => {
  const hub = await aHub();
  const profile = tempFolder();
  const first = await startBench({ hub, account: 'rosa.lind', profile });
  await first.close();
  const rootKey = await openKeyEnvelope({ profile, unlock: { kind: 'os-keystore', keystore: testKeystore } });
  if (!rootKey.ok) throw new Error(rootKey.problem.code);
  const [account = ''] = readdirSync(join(profile, 'accounts'));
  const file = join(profile, 'accounts', account, 'workspace.db');
  const knownMigrations = [...migrations, 'CREATE TABLE of_the_future (id TEXT) STRICT;'];
  const newer = openDatabase({ file, key: deriveKeys(rootKey.value).databaseKey, knownMigrations });
  if (newer.ok) closeDatabase(newer.value.db);
  const before = readFileSync(file);
  expect(await tryTestWorkbench({ profile })).toEqual({
    ok: false,
    problem: { code: 'database-newer', params: { found: knownMigrations.length, known: migrations.length } },
  });
  expect(readFileSync(file).equals(before)).toBe(true);
});

describe('a passphrase', () => {
  const passphrase = 'correct horse battery';

  const connected = async () => {
    const hub = await aHub();
    const profile = tempFolder();
    const bench = await startBench({ profile });
    const { recoveryCode, state } = await bench.call('setup.connectHub', {
      url: hub.url,
      protection: { kind: 'passphrase', passphrase },
    });
    expect(state.phase).toBe('signed-out');
    await bench.call('session.signIn', { account: 'rosa.lind', password: programPassword });
    return { bench, profile, recoveryCode: recoveryCode ?? '' };
  };

  test('locks the next start; a wrong one opens nothing, the right one everything', async () => {
    const { bench, profile, recoveryCode } = await connected();
    await bench.close();
    const again = await startBench({ profile });
    expect((await again.call('app.getState', {})).phase).toBe('locked');
    expect(await again.refused('queue.list', {})).toEqual({ code: 'vault-locked' });
    const wrong = { with: 'passphrase', passphrase: 'correct horse battery!' } as const;
    expect(await again.refused('vault.unlock', wrong)).toEqual({ code: 'wrong-passphrase' });
    expect(await again.call('vault.unlock', { with: 'passphrase', passphrase })).toMatchObject({
      phase: 'ready',
      account: { account: 'rosa.lind' },
    });
    expect((await again.call('vault.lock', {})).phase).toBe('locked');
    const code = { with: 'recovery-code', recoveryCode } as const;
    expect((await again.call('vault.unlock', code)).phase).toBe('ready');
  });

  test('given at the start unlocks by itself', async () => {
    const { bench, profile } = await connected();
    await bench.close();
    const again = await startBench({ profile, ports: { passphrase } });
    expect((await again.call('app.getState', {})).phase).toBe('ready');
    await again.close();
    const wrong = await startBench({ profile, ports: { passphrase: 'something else' } });
    expect((await wrong.call('app.getState', {})).phase).toBe('locked');
  });
});

describe('accounts', () => {
  test('each have a workspace of their own on one computer', async () => {
    const hub = await aHub();
    const bench = await startBench({ hub, account: 'rosa.lind', profile: tempFolder() });
    await bench.call('sync.now', {});
    const { assignmentId } = await itemOf(bench, 'QST-1');
    await score(bench, assignmentId);
    await allHere(bench);
    const { deviceId } = await bench.call('device.get', {});

    await bench.call('session.signIn', { account: 'ben.achebe', password: programPassword });
    await bench.call('sync.now', {});
    await allHere(bench);
    const { items } = await bench.call('queue.list', {});
    expect(items.map(({ submissionCode }) => submissionCode).sort()).toEqual(['FBK-1', 'QST-1']);
    expect(await bench.refused('review.open', { assignmentId })).toEqual({ code: 'not-found' });
    expect((await bench.call('device.get', {})).deviceId).not.toBe(deviceId);

    await bench.call('session.signIn', { account: 'rosa.lind', password: programPassword });
    expect((await bench.call('device.get', {})).deviceId).toBe(deviceId);
    expect((await itemOf(bench, 'QST-1')).scored).toEqual({ done: 2, of: 2 });
  });

  test('signing out keeps drafts and unsent work', async () => {
    const hub = await aHub();
    const profile = tempFolder();
    const bench = await startBench({ hub, account: 'rosa.lind', profile });
    await bench.call('sync.now', {});
    await hub.stop();
    const { assignmentId } = await itemOf(bench, 'QST-1');
    await score(bench, assignmentId);
    expect((await bench.call('session.signOut', {})).phase).toBe('signed-out');
    expect(await bench.refused('queue.list', {})).toEqual({ code: 'signed-out' });
    await bench.close();
    const again = await startBench({ profile });
    expect((await again.call('app.getState', {})).phase).toBe('signed-out');
    await hub.again();
    await again.call('session.signIn', { account: 'rosa.lind', password: programPassword });
    const { changes } = await again.call('sync.now', {});
    expect(changes).toMatchObject({ total: 7, acknowledged: 7 });
  });

  test('a wrong password changes nothing', async () => {
    const hub = await aHub();
    const bench = await startBench({ hub, profile: tempFolder() });
    const wrong = { account: 'rosa.lind', password: 'guess' };
    expect(await bench.refused('session.signIn', wrong)).toMatchObject({ code: 'account-unknown' });
    expect((await bench.call('app.getState', {})).phase).toBe('signed-out');
  });
});

test('what a reviewer typed stands nowhere in the profile, nor in the log', async () => {
  const hub = await aHub();
  const profile = tempFolder();
  const bench = await startBench({ hub, account: 'rosa.lind', profile });
  await bench.call('sync.now', {});
  const { assignmentId } = await itemOf(bench, 'QST-1');
  const canary = 'canary-words-of-a-reviewer';
  await score(bench, assignmentId, canary);
  expect((await bench.call('review.open', { assignmentId })).content.criteria[0]?.rationale).toBe(canary);
  const secrets = [canary, 'rosa.lind', 'Rosa Lind', programPassword, 'Grade 4, science'];
  const leaks = () =>
    readdirSync(profile, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .flatMap((entry) => {
        const bytes = readFileSync(join(entry.parentPath, entry.name));
        return secrets.filter(
          (secret) => bytes.includes(secret) || bytes.includes(Buffer.from(secret, 'utf16le')),
        );
      });
  expect(leaks()).toEqual([]);
  await bench.close();
  expect(leaks()).toEqual([]);
  expect(secrets.filter((secret) => JSON.stringify(bench.logged).includes(secret))).toEqual([]);
});

test('preferences are kept with the account', async () => {
  const hub = await aHub();
  const profile = tempFolder();
  const bench = await startBench({ hub, account: 'rosa.lind', profile });
  expect(await bench.call('settings.set', { theme: 'dark' })).toMatchObject({
    theme: 'dark',
    captions: true,
  });
  expect(await bench.refused('settings.set', { evidenceShare: 2 })).toMatchObject({ code: 'bad-request' });
  await bench.close();
  const again = await startBench({ profile });
  expect(await again.call('settings.get', {})).toMatchObject({ theme: 'dark', evidenceShare: 0.58 });
});
