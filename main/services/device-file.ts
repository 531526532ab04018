import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { accountIdSchema, deviceIdSchema } from '../../shared/domain/ids.ts';
import { type StandingPurpose, standingPurpose } from '../../shared/hub-api/device-standing.ts';
import { ok, type Result } from '../../shared/lib/result.ts';
import { attempt, type FileSystem, readIfPresent, writeDurably } from '../keys/durable-file.ts';

/**
 * How a device asks the hub for its standing while its workspace is closed, and knows the hub's order to shred when it
 * comes. Lies unencrypted in the account's folder: without the device's secret, which is in the database, it opens
 * nothing, and whoever has it can ask one question.
 */
const deviceFileSchema = z.object({
  format: z.literal('assay-device/1'),
  accountId: accountIdSchema,
  deviceId: deviceIdSchema,
  ask: z.string().regex(/^[0-9a-f]{64}$/),
  /** SHA-256 of the order: it can be known again, and not made from here. */
  orderHash: z.string().regex(/^[0-9a-f]{64}$/),
  shredded: z.string().regex(/^[0-9a-f]{64}$/),
});
export type DeviceFile = z.infer<typeof deviceFileSchema>;

export const DEVICE_FILE = 'device.json';

export type DeviceProof = {
  readonly hubId: string;
  readonly accountId: string;
  readonly deviceId: string;
  /** Base64url. */
  readonly secret: string;
};

/** Writes what follows from the secret, unless it is there. */
export const keepDeviceFile = async (
  fs: FileSystem,
  folder: string,
  proof: DeviceProof,
): Promise<Result<void>> => {
  const wanted = deviceFileSchema.parse({
    format: 'assay-device/1',
    accountId: proof.accountId,
    deviceId: proof.deviceId,
    ask: prove(proof, 'ask'),
    orderHash: hashOf(prove(proof, 'order')),
    shredded: prove(proof, 'shredded'),
  });
  const content = Buffer.from(`${JSON.stringify(wanted, null, 2)}\n`);
  const path = join(folder, DEVICE_FILE);
  return attempt(`writing ${DEVICE_FILE}`, async () => {
    const there = await readIfPresent(fs, path);
    if (there === undefined || !content.equals(there)) await writeDurably(fs, path, content);
  });
};

/** Undefined where there is none, or none that can be read: the next sign-in writes it again. */
export const readDeviceFile = async (
  fs: FileSystem,
  folder: string,
): Promise<Result<DeviceFile | undefined>> => {
  const bytes = await attempt(`reading ${DEVICE_FILE}`, () => readIfPresent(fs, join(folder, DEVICE_FILE)));
  if (!bytes.ok) return bytes;
  if (bytes.value === undefined) return ok(undefined);
  return ok(deviceFileSchema.safeParse(parseJson(bytes.value)).data);
};

/** Whether an order comes from the hub this device is registered at. */
export const isOrder = ({ orderHash }: DeviceFile, order: string): boolean =>
  timingSafeEqual(Buffer.from(orderHash, 'hex'), Buffer.from(hashOf(order), 'hex'));

const prove = ({ hubId, accountId, deviceId, secret }: DeviceProof, purpose: StandingPurpose): string =>
  createHmac('sha256', Buffer.from(secret, 'base64url'))
    .update(JSON.stringify([standingPurpose[purpose], hubId, accountId, deviceId]))
    .digest('hex');

const hashOf = (proof: string): string =>
  createHash('sha256').update(Buffer.from(proof, 'hex')).digest('hex');

const parseJson = (bytes: Uint8Array): unknown => {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    // Not JSON: the schema refuses undefined, and the caller goes on without the file.
    return undefined;
  }
};
