import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { accountIdSchema, deviceIdSchema, instantSchema } from '../../shared/domain/ids.ts';
import { problem } from '../../shared/lib/problem.ts';
import { fail, ok, type Result } from '../../shared/lib/result.ts';
import { keyProtectionSchema } from '../../shared/workbench-api/app-state.ts';
import {
  attempt,
  type FileSystem,
  nodeFileSystem,
  readIfPresent,
  writeDurably,
} from '../keys/durable-file.ts';

/** An account that the hub has ordered to be shredded here, from the order until hub and person have heard of it. */
const revokedAccountSchema = z.object({
  /** The name of its folder. */
  folder: z.string().regex(/^[0-9a-f]{32}$/),
  accountId: accountIdSchema,
  deviceId: deviceIdSchema,
  /** What the hub is asked, and told, with: see device-file.ts. */
  ask: z.string(),
  receipt: z.string(),
  revokedAt: instantSchema,
  /** Null: it is still to be gone on with. */
  shreddedAt: instantSchema.nullable(),
  hubTold: z.boolean(),
  /** The person is still to be told. */
  notice: z.boolean(),
  /** Changes that had not reached the hub; null: its database was closed, nobody could count. */
  unsent: z.number().int().nullable(),
});
export type RevokedAccount = z.infer<typeof revokedAccountSchema>;

/** Which hub this profile works with, and who worked last. No secret and no name of a person stands in it. */
const connectionSchema = z.object({
  format: z.literal('assay-connection/1'),
  kind: z.enum(['sample', 'hub']),
  url: z.string(),
  hubId: z.string(),
  name: z.string(),
  /** The hub's X25519 public key, raw, base64url: unsent work can be sealed for it when it never answers again. */
  sealingKey: z.string(),
  protection: keyProtectionSchema,
  /** Null when nobody is signed in. */
  lastAccountId: accountIdSchema.nullable(),
  /** The sample is being deleted; an interrupted deletion is finished at the next start. */
  leaving: z.boolean(),
  revoked: z.array(revokedAccountSchema).default([]),
});

export type Connection = z.infer<typeof connectionSchema>;

const CONNECTION_FILE = 'connection.json';

/** Null before the first run was completed. */
export const readConnection = async (profileFolder: string): Promise<Result<Connection | null>> => {
  const bytes = await attempt(`reading ${CONNECTION_FILE}`, () =>
    readIfPresent(nodeFileSystem, join(profileFolder, CONNECTION_FILE)),
  );
  if (!bytes.ok) return bytes;
  if (bytes.value === undefined) return ok(null);
  const parsed = connectionSchema.safeParse(parseJson(bytes.value));
  return parsed.success ? ok(parsed.data) : fail(problem('connection-damaged'));
};

export const writeConnection = (
  profileFolder: string,
  connection: Connection,
  fs: FileSystem = nodeFileSystem,
): Promise<Result<void>> =>
  attempt(`writing ${CONNECTION_FILE}`, () =>
    writeDurably(
      fs,
      join(profileFolder, CONNECTION_FILE),
      Buffer.from(`${JSON.stringify(connection, null, 2)}\n`),
    ),
  );

export const removeConnection = (profileFolder: string): Promise<Result<void>> =>
  attempt(`removing ${CONNECTION_FILE}`, () => rm(join(profileFolder, CONNECTION_FILE), { force: true }));

const parseJson = (bytes: Uint8Array): unknown => {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    // Not JSON: the schema refuses undefined, and the caller says that the file is damaged.
    return undefined;
  }
};
