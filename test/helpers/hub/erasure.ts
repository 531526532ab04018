import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { type HubErasure, hubErasureSchema } from '../../../shared/hub-api/results.ts';
import { reviewDesk } from './review-work.ts';
import type { TestHub } from './start-test-hub.ts';

/** What must be nowhere afterwards. */
export const secret = 'Marmalade-canary-4711';

/** Everything in every table of a hub, as text. */
export const dump = async ({ deps }: TestHub): Promise<string> => {
  const { kysely } = deps.database;
  const tables = await kysely.introspection.getTables();
  const rows = await Promise.all(
    tables.map(({ name }) =>
      kysely
        .selectFrom(name as 'events')
        .selectAll()
        .execute(),
    ),
  );
  return JSON.stringify(rows);
};

export const blobsOf = async ({ dataDir }: TestHub): Promise<string[]> => {
  const names = await readdir(join(dataDir, 'evidence'), { recursive: true, withFileTypes: true });
  return names.filter((one) => one.isFile()).map(({ name }) => name);
};

export const erase = async (hub: TestHub, submissionId: string, query = ''): Promise<Response> => {
  const issuer = await hub.signIn('ivo.marsh');
  return issuer.request(`/v1/submissions/${submissionId}${query}`, { method: 'DELETE' });
};

export const eraseNow = async (hub: TestHub, submissionId: string): Promise<HubErasure> => {
  const response = await erase(hub, submissionId);
  expect(response.status).toBe(200);
  return hubErasureSchema.parse(await response.json());
};

/** A whole review whose words hold the secret, and what the desk needs to go on. */
export const reviewed = async (hub: TestHub, account: string, code: string) => {
  const device = await hub.signIn(account);
  const work = await device.assignment(code);
  const desk = reviewDesk(device, work);
  const edit = desk.edit({ op: 'feedback.set', criterionId: null, field: 'gap', text: secret });
  const results = await device.push([edit, ...desk.whole()]);
  expect(new Set(results.map(({ result }) => result))).toEqual(new Set(['accepted']));
  return { device, work, desk };
};
