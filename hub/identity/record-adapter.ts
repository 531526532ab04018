import type { Adapter, AdapterPayload } from 'oidc-provider';
import { sha256Hex } from '../core/hashing.ts';
import type { HubDatabase } from '../database/open.ts';
import {
  consumeIdentityRecord,
  deleteExpiredIdentityRecords,
  deleteIdentityRecord,
  deleteIdentityRecordsOfGrant,
  findIdentityRecord,
  putIdentityRecord,
} from '../database/tables/identity-records.ts';

/**
 * A refresh token works this long after its successor was issued: an answer that was lost on the way, or two requests at
 * once, must not end a sign-in. Later use is taken for a thief's, and ends it. Seconds.
 */
const rotationGrace = 60;

/** Kept where nothing says how long. Seconds. */
const longest = 86_400;

/**
 * Keeps what the provider must remember in the hub's own tables. An id is stored as its SHA-256, because a token's id is
 * the token; what has expired goes with the next write. `now` in seconds since 1970, on the provider's own clock.
 */
export const recordAdapter =
  (database: HubDatabase, now: () => number) =>
  (kind: string): Adapter =>
    kind === 'Session' ? noSessions : rememberedAs(kind, database, now);

const rememberedAs = (kind: string, database: HubDatabase, now: () => number): Adapter => ({
  upsert: async (id, { jti: _, ...payload }, expiresIn = longest) => {
    await database.write(async (db) => {
      await deleteExpiredIdentityRecords(db, now());
      await putIdentityRecord(db, {
        kind,
        idHash: sha256Hex(id),
        payload: JSON.stringify(payload),
        grantId: payload.grantId ?? null,
        expiresAt: now() + expiresIn,
      });
    });
  },
  find: async (id) => {
    const record = await database.read((db) => findIdentityRecord(db, kind, sha256Hex(id)));
    if (record === null || record.expiresAt <= now()) return undefined;
    const payload = { ...(JSON.parse(record.payload) as AdapterPayload), jti: id };
    if (record.consumedAt === null) return payload;
    const inGrace = kind === 'RefreshToken' && now() - record.consumedAt <= rotationGrace;
    return inGrace ? payload : { ...payload, consumed: record.consumedAt };
  },
  consume: (id) => database.write((db) => consumeIdentityRecord(db, kind, sha256Hex(id), now())),
  destroy: (id) => database.write((db) => deleteIdentityRecord(db, kind, sha256Hex(id))),
  revokeByGrantId: (grantId) => database.write((db) => deleteIdentityRecordsOfGrant(db, kind, grantId)),
  findByUid: async () => undefined,
  findByUserCode: async () => undefined,
});

/** Nobody stays signed in at the hub's page: each sign-in asks for the password, whoever sat at that browser before. */
const noSessions: Adapter = {
  upsert: async () => undefined,
  find: async () => undefined,
  consume: async () => undefined,
  destroy: async () => undefined,
  revokeByGrantId: async () => undefined,
  findByUid: async () => undefined,
  findByUserCode: async () => undefined,
};
