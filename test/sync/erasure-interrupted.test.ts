import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventsSince } from '../../main/database/tables/events-since.ts';
import { readSubmissionHead } from '../../main/database/tables/hub-submissions.ts';
import { startTestHub, type TestHub } from '../helpers/hub/start-test-hub.ts';
import { type Device, must } from './helpers/device.ts';
import { eraseAt, joinOn, nothingIsLeft, receiptsAt, submissionId, write } from './helpers/erasure.ts';
import { outbox } from './helpers/review.ts';

let hub: TestHub;
let devices: Device[];
let device: Device;

const joinHub = () => joinOn(hub, devices);
const eraseAtHub = () => eraseAt(hub);
const receipts = () => receiptsAt(hub);

beforeEach(async () => {
  hub = await startTestHub();
  devices = [];
});

afterEach(async () => {
  for (const one of devices) await one.close();
  await hub.close();
});

describe('an erasure that is interrupted', () => {
  beforeEach(async () => {
    device = await joinHub();
    await write(device);
    must(await device.sync.now());
    await eraseAtHub();
  });

  const onceAndWhole = async () => {
    await nothingIsLeft(device);
    must(await device.sync.now());
    expect(await receipts()).toHaveLength(1);
    const log = eventsSince(device.workspace.db, 1, 1000);
    expect(log.filter(({ type }) => type === 'erasure.carried-out')).toHaveLength(1);
    expect(outbox(device)).toMatchObject({ pending: 0, sending: 0, blocked: 0 });
    expect(device.sync.status().erased).toMatchObject([{ submissionCode: 'QST-1', hubTold: true }]);
  };

  it('before the key is destroyed', async () => {
    const { keyring } = device.workspace;
    Object.assign(keyring, { destroyKey: () => Promise.reject(new Error('killed')) });
    await device.sync.now();
    expect(keyring.keyFor(submissionId)).toBeDefined();
    expect(await receipts()).toEqual([]);
    await device.restart();
    must(await device.sync.now());
    await onceAndWhole();
  });

  it('between the two keys', async () => {
    const { keyring } = device.workspace;
    const destroy = keyring.destroyKey;
    Object.assign(keyring, {
      destroyKey: (id: string) => (id === submissionId ? destroy(id) : Promise.reject(new Error('killed'))),
    });
    await device.sync.now();
    await device.restart();
    must(await device.sync.now());
    await onceAndWhole();
  });

  it('between the destroyed key and the receipt', async () => {
    const { keyring, vault } = device.workspace;
    Object.assign(vault, { removeSubmission: () => Promise.reject(new Error('killed')) });
    await device.sync.now();
    expect(keyring.keyFor(submissionId)).toBeUndefined();
    expect(await receipts()).toEqual([]);
    await device.restart();
    // The hub is away at the start: it is carried out, and waits to be told.
    const plug = device.net.cut();
    await device.sync.now();
    await nothingIsLeft(device);
    expect(device.sync.status().erased).toMatchObject([{ hubTold: false }]);
    plug();
    must(await device.sync.now());
    await onceAndWhole();
  });

  it('at the commit of the receipt', async () => {
    const { db } = device.workspace;
    db.exec(`CREATE TRIGGER refuse BEFORE INSERT ON events BEGIN SELECT RAISE(ABORT, 'killed'); END`);
    await device.sync.now();
    expect(readSubmissionHead(db, submissionId)).toBeUndefined();
    db.exec('DROP TRIGGER refuse');
    await device.restart();
    must(await device.sync.now());
    await onceAndWhole();
  });

  it('before the receipt is sent', async () => {
    Object.assign(device.hub, { pushEvents: () => Promise.reject(new Error('killed')) });
    await device.sync.now();
    await device.restart();
    must(await device.sync.now());
    await onceAndWhole();
  });

  it('after the hub has the receipt and before the device knows', async () => {
    const pushEvents = device.hub.pushEvents;
    Object.assign(device.hub, {
      pushEvents: async (...args: Parameters<typeof pushEvents>) => {
        await pushEvents(...args);
        throw new Error('killed');
      },
    });
    await device.sync.now();
    expect(await receipts()).toHaveLength(1);
    await device.restart();
    must(await device.sync.now());
    await onceAndWhole();
  });

  it('and a hub whose history changed afterwards asks for no second receipt', async () => {
    must(await device.sync.now());
    await hub.deps.database.kysely
      .updateTable('feed_entries')
      .set({ chain_hash: 'f'.repeat(64) })
      .execute();
    await hub.deps.database.kysely
      .updateTable('feeds')
      .set({ head_hash: 'f'.repeat(64) })
      .execute();
    must(await device.sync.now());
    must(await device.sync.now());
    await onceAndWhole();
  });
});
