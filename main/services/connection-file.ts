import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { accountIdSchema } from '../../shared/domain/ids.ts';
import { problem } from '../../shared/lib/problem.ts';
import { fail, ok, type Result } from '../../shared/lib/result.ts';
import { keyProtectionSchema } from '../../shared/workbench-api/app-state.ts';
import { attempt, nodeFileSystem, readIfPresent, writeDurably } from '../keys/durable-file.ts';

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

export const writeConnection = (profileFolder: string, connection: Connection): Promise<Result<void>> =>
  attempt(`writing ${CONNECTION_FILE}`, () =>
    writeDurably(
      nodeFileSystem,
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
