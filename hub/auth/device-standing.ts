import { createHmac, timingSafeEqual } from 'node:crypto';
import {
  type Standing,
  type StandingPurpose,
  type StandingRequest,
  standingPurpose,
} from '../../shared/hub-api/device-standing.ts';
import { problem } from '../../shared/lib/problem.ts';
import { fail, ok, type Result } from '../../shared/lib/result.ts';
import type { HubDeps } from '../context/deps.ts';
import { instant } from '../core/ports.ts';
import { hasNul } from '../core/storable-text.ts';
import { type DeviceRecord, findDevice, noteContact, noteShredded } from '../database/tables/devices.ts';
import { openDeviceSecret } from './device-secret.ts';

/** Contacts closer together than this are not written down. Milliseconds. */
const CONTACT_EVERY_MS = 15 * 60_000;

export const isRevoked = async (
  { database }: Pick<HubDeps, 'database'>,
  accountId: string,
  deviceId: string,
): Promise<boolean> => (await database.read((db) => findDevice(db, accountId, deviceId)))?.revokedAt != null;

/**
 * Answers a device that proves itself with its secret. One that cannot is answered as one that does not exist. What comes
 * back is the order to shred, proven with the same secret; the device's receipt is taken once.
 */
export const deviceStanding = async (deps: HubDeps, request: StandingRequest): Promise<Result<Standing>> => {
  const { accountId, deviceId, ask, shredded } = request;
  const device = hasNul(accountId + deviceId)
    ? null
    : await deps.database.read((db) => findDevice(db, accountId, deviceId));
  if (device === null || !matches(deps, device, 'ask', ask)) return fail(problem('not-found'));
  await touchDevice(deps, device);
  if (device.revokedAt === null) return ok({ standing: 'registered' });
  const now = instant(deps.clock.now());
  const receipt = shredded !== undefined && matches(deps, device, 'shredded', shredded);
  if (receipt && device.shreddedAt === null) {
    await deps.database.write((db) => noteShredded(db, accountId, deviceId, now));
  }
  return ok({
    standing: 'revoked',
    revokedAt: device.revokedAt,
    order: proofOf(deps, device, 'order').toString('hex'),
    shreddedAt: device.shreddedAt ?? (receipt ? now : null),
  });
};

/** Notes that a device was heard from. Not being able to costs the device nothing. */
export const touchDevice = async (
  { database, clock, log }: Pick<HubDeps, 'database' | 'clock' | 'log'>,
  { accountId, id, lastContactAt }: Pick<DeviceRecord, 'accountId' | 'id' | 'lastContactAt'>,
): Promise<void> => {
  const now = clock.now();
  if (lastContactAt !== null && now - Date.parse(lastContactAt) < CONTACT_EVERY_MS) return;
  try {
    await database.write((db) => noteContact(db, accountId, id, instant(now)));
  } catch (error) {
    log('warn', 'contact-not-noted', { errorName: error instanceof Error ? error.name : 'unknown' });
  }
};

const matches = (deps: HubDeps, device: DeviceRecord, purpose: StandingPurpose, given: string): boolean =>
  timingSafeEqual(proofOf(deps, device, purpose), Buffer.from(given, 'hex'));

const proofOf = (
  { keys, identity }: HubDeps,
  { accountId, id, secret }: DeviceRecord,
  purpose: StandingPurpose,
): Buffer =>
  createHmac('sha256', openDeviceSecret(secret, { accountId, deviceId: id }, keys.deviceKey))
    .update(JSON.stringify([standingPurpose[purpose], identity.hubId, accountId, id]))
    .digest();
