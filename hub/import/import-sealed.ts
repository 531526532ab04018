import { createHmac, timingSafeEqual } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { EventResult } from '../../shared/hub-api/events.ts';
import { type SealedContent, sealedWorkSchema } from '../../shared/hub-api/sealed-work.ts';
import { canonicalJson, type Json } from '../../shared/lib/canonical-json.ts';
import { fail, ok, type Result } from '../../shared/lib/result.ts';
import { openDeviceSecret } from '../auth/device-secret.ts';
import type { HubDeps } from '../context/deps.ts';
import { isTooDeep } from '../core/json-depth.ts';
import { hasNul } from '../core/storable-text.ts';
import { findAccount } from '../database/tables/accounts.ts';
import { findDevice } from '../database/tables/devices.ts';
import { applyEvents, type Sender } from '../services/push/apply-events.ts';
import { openSealedWork } from './open-sealed-work.ts';

/** What became of the work in a sealed file. `refused` names each event that was not taken in, with why. */
type SealedReport = {
  readonly account: string;
  readonly exportedAt: string;
  readonly events: number;
  readonly accepted: number;
  readonly duplicates: number;
  readonly refused: readonly { readonly eventId: string; readonly reason: string }[];
};

export type SealedOutcome = Result<SealedReport, string>;

/**
 * Takes in work that a reviewer exported sealed. The events go the same way as pushed ones, as the account and device that
 * the device's own secret proves; a second import of the file adds nothing.
 */
export const importSealed = async (path: string, deps: HubDeps): Promise<SealedOutcome> => {
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null) return fail('cannot be read');
  const sealed = sealedWorkSchema.safeParse(parseJson(text));
  if (!sealed.success) return fail('is not a sealed export of Assay');
  if (sealed.data.hubId !== deps.identity.hubId) return fail('is sealed for another hub');
  const content = openSealedWork(sealed.data, deps.keys);
  if (!content.ok) return content;
  const { accountId, deviceId, events, exportedAt } = content.value;
  const account = await provenAccount(deps, content.value);
  if (account === null)
    return fail('does not come from the account and device it names. Nothing was taken in');
  const results = await applyUntilSettled(deps, { accountId, deviceId, sealed: true }, events);
  if (results === null) return fail('does not come from a device that this hub takes work from');
  return ok({ account, exportedAt, events: events.length, ...tally(results) });
};

/**
 * A workbench would send again what was put off behind a refused change. Nobody sends a file again, so that is done here,
 * until a round settles nothing more. Null: no such device.
 */
const applyUntilSettled = async (
  deps: HubDeps,
  sender: Sender,
  events: readonly unknown[],
): Promise<EventResult[] | null> => {
  const settled: EventResult[] = [];
  for (let waiting = events; ; ) {
    const round = await applyEvents(deps, sender, waiting);
    if (!round.ok) return null;
    const results = round.value;
    const putOff = waiting.filter((_event, at) => results[at]?.result === 'deferred');
    const done = putOff.length === 0 || putOff.length === waiting.length;
    settled.push(...results.filter(({ result }) => done || result !== 'deferred'));
    if (done) return settled;
    waiting = putOff;
  }
};

/** The name of the account, when its device's secret made the proof; null else. */
const provenAccount = (deps: HubDeps, content: SealedContent): Promise<string | null> =>
  deps.database.read(async (db) => {
    const { accountId, deviceId, events, proof } = content;
    if (hasNul(accountId) || hasNul(deviceId) || events.some((event) => isTooDeep(event))) return null;
    const device = await findDevice(db, accountId, deviceId);
    const account = await findAccount(db, accountId);
    if (device === null || account === null) return null;
    const secret = openDeviceSecret(device.secret, { accountId, deviceId }, deps.keys.deviceKey);
    const expected = createHmac('sha256', secret)
      .update(canonicalJson(events as Json))
      .digest();
    return timingSafeEqual(expected, Buffer.from(proof, 'hex')) ? account.account : null;
  });

const tally = (results: readonly EventResult[]) => ({
  accepted: results.filter(({ result }) => result === 'accepted').length,
  duplicates: results.filter(({ result }) => result === 'duplicate').length,
  refused: results
    .filter(({ result }) => result === 'rejected' || result === 'deferred')
    .map(({ eventId, problem }) => ({ eventId, reason: problem?.title ?? 'not judged' })),
});

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON is not a sealed export: the schema says so.
    return null;
  }
};
