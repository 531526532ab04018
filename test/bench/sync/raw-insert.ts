import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { inTransaction, openDatabase } from '../../../main/database/open.ts';
import type { Keyring } from '../../../main/keys/keyring.ts';
import { deriveKeys, generateRootKey } from '../../../main/keys/root-key.ts';
import type { Change, EntityKind } from '../../../shared/hub-api/changes.ts';
import { ok } from '../../../shared/lib/result.ts';
import { must } from '../../sync/helpers/device.ts';

type Value = string | number;

/** What stands in a row beside the state, and whose key seals the state; null: it stands as it came. */
type Row = {
  readonly kind: EntityKind;
  readonly id: string;
  readonly values: readonly Value[];
  readonly state: string;
  readonly sealedBy: string | null;
};

const inserts: Readonly<Partial<Record<EntityKind, string>>> = {
  'micro-credential': 'INSERT INTO hub_micro_credentials (id, version, state) VALUES (?, ?, ?)',
  submission:
    'INSERT INTO hub_submissions (id, version, micro_credential_id, code, sealed_state) VALUES (?, ?, ?, ?, ?)',
  artifact: `INSERT INTO hub_artifacts (id, version, submission_id, sha256, size, media_type, slot_id, sealed_state)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  assignment:
    'INSERT INTO hub_assignments (id, version, submission_id, due_at, state) VALUES (?, ?, ?, ?, ?)',
};

const headOf = (change: Change): { values: readonly Value[]; sealedBy: string | null } => {
  if (change.change === 'tombstone') throw new Error('a bench feed has no tombstones');
  switch (change.kind) {
    case 'submission':
      return { values: [change.state.microCredentialId, change.state.code], sealedBy: change.id };
    case 'artifact': {
      const { submissionId, sha256, size, mediaType, slotId } = change.state;
      return { values: [submissionId, sha256, size, mediaType, slotId], sealedBy: submissionId };
    }
    case 'assignment':
      return { values: [change.state.submissionId, change.state.dueAt], sealedBy: null };
    default:
      return { values: [], sealedBy: null };
  }
};

export const rowsOf = (changes: readonly Change[]): Row[] =>
  changes.map((change) => {
    const { values, sealedBy } = headOf(change);
    const state = change.change === 'state' ? JSON.stringify(change.state) : '';
    return {
      kind: change.kind,
      id: change.id,
      values: [change.id, change.version, ...values],
      state,
      sealedBy,
    };
  });

/**
 * Milliseconds to write these rows into a new database with the product's own cipher, pragmas and schema: statements
 * prepared once, one transaction for each page. The words are sealed as ours are, with keys that are there already: a
 * row that is not sealed is not the same row.
 */
export const rawInsert = async (
  folder: string,
  rows: readonly Row[],
  pageSize: number,
  keyring: Pick<Keyring, 'sealText'>,
): Promise<number> => {
  const file = join(folder, `raw-${randomBytes(6).toString('hex')}.db`);
  const random = (length: number) => new Uint8Array(randomBytes(length));
  const { db } = must(openDatabase({ file, key: deriveKeys(generateRootKey(random)).databaseKey }));
  try {
    const begun = performance.now();
    for (let at = 0; at < rows.length; at += pageSize) {
      const written = inTransaction(db, (writable) => {
        for (const { kind, id, values, state, sealedBy } of rows.slice(at, at + pageSize)) {
          const stored =
            sealedBy === null ? state : must(keyring.sealText(sealedBy, `raw/${kind}/${id}`, state));
          writable.prepare(inserts[kind] ?? '').run(...values, stored);
        }
        return ok(undefined);
      });
      must(written);
    }
    return performance.now() - begun;
  } finally {
    db.close();
    for (const end of ['', '-wal', '-shm']) await rm(`${file}${end}`, { force: true });
  }
};
