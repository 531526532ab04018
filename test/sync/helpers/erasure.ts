import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { eraseSubmission } from '../../../hub/services/erase-submission.ts';
import { findChainBreak } from '../../../main/database/tables/events.ts';
import type { HubErasure } from '../../../shared/hub-api/results.ts';
import { fixturePassword, type TestHub } from '../../helpers/hub/start-test-hub.ts';
import { type Device, must, openDevice } from './device.ts';
import { codesOf, edit } from './review.ts';

/** What must be nowhere afterwards. */
export const secret = 'Marmalade-canary-4711';
/** QST-1, of which Rosa is a reviewer. */
export const submissionId = 'sub-QST-1';

/** A device of Rosa that has pulled everything, on the hub's clock. */
export const joinOn = async (hub: TestHub, devices: Device[]): Promise<Device> => {
  const clock = { now: () => hub.clock.now(), monotonic: () => performance.now() };
  const device = await openDevice(hub.url, { clock });
  devices.push(device);
  await device.signIn('rosa.lind', fixturePassword);
  must(await device.sync.now());
  await device.sync.settled();
  return device;
};

export const eraseAt = async (hub: TestHub): Promise<HubErasure> =>
  must(await eraseSubmission(hub.deps, { submissionId, by: '', disclosures: 'keep' }));

export const receiptsAt = (hub: TestHub) =>
  hub.deps.database.kysely
    .selectFrom('erasure_receipts')
    .select(['erasure_id', 'device_id', 'event_id'])
    .orderBy('device_id')
    .execute();

/** Writes the secret into the review of QST-1. */
export const write = (device: Device, text = secret) =>
  edit(device, 'QST-1', [{ op: 'feedback.set', criterionId: null, field: 'gap', text }]);

/** Every value of every table of the decrypted database, as text. */
export const dump = ({ workspace: { db } }: Device, schema = 'main'): string =>
  db
    .prepare<{ name: string }>(`SELECT name FROM ${schema}.sqlite_master WHERE type = 'table'`)
    .all()
    .flatMap(({ name }) => db.prepare<Record<string, unknown>>(`SELECT * FROM ${schema}.${name}`).all())
    .flatMap((row) => Object.values(row))
    .map((value) => (value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : String(value)))
    .join('\n');

/** All files under a folder, one after another. */
export const bytesUnder = async (folder: string): Promise<Buffer> => {
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = names.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
  return Buffer.concat(await Promise.all(files.map((path) => readFile(path))));
};

/** Sealed texts of the submission that are still in a table, by table. */
const sealedTexts = ({ workspace: { db } }: Device): Record<string, number> => {
  const count = (sql: string) => db.prepare<{ n: number }>(sql).get()?.n ?? -1;
  return {
    events: count(
      `SELECT COUNT(*) AS n FROM events WHERE submission_id = '${submissionId}' AND sealed_payload <> x''
         AND type <> 'erasure.carried-out'`,
    ),
    registers: count(
      `SELECT COUNT(*) AS n FROM review_registers r WHERE EXISTS (
         SELECT 1 FROM events e WHERE e.assignment_id = r.assignment_id AND e.submission_id = '${submissionId}')`,
    ),
    hub: count(`SELECT COUNT(*) AS n FROM hub_review_registers WHERE submission_id = '${submissionId}'`),
    artifacts: count(`SELECT COUNT(*) AS n FROM hub_artifacts WHERE submission_id = '${submissionId}'`),
    submission: count(`SELECT COUNT(*) AS n FROM hub_submissions WHERE id = '${submissionId}'`),
  };
};
const none = { events: 0, registers: 0, hub: 0, artifacts: 0, submission: 0 };

/** No key, no file, no sealed text; and the log is whole. */
export const nothingIsLeft = async (device: Device): Promise<void> => {
  const { db, keyring, vault } = device.workspace;
  expect(keyring.submissionIds().filter((id) => id.includes(submissionId))).toEqual([]);
  expect(must(await vault.sizeOnDisk(submissionId))).toBe(0);
  expect(sealedTexts(device)).toEqual(none);
  expect(findChainBreak(db)).toBeNull();
  expect(codesOf(device)).not.toContain('QST-1');
};
