import BetterSqlite3 from 'better-sqlite3';
import { sqliteCode } from '../core/sqlite-problem.ts';
import type { Database } from '../database/connection.ts';
import { copyDatabase } from '../database/copy-database.ts';
import { migrate, migrations, schemaVersion } from '../database/migrate.ts';
import { openEncrypted } from '../database/open.ts';
import { schemaObjects } from '../database/tables/whole-workspace.ts';
import type { DatabaseKey } from '../keys/root-key.ts';
import type { Finding } from './findings.ts';

/** `usable` is false when its rows cannot be believed or read: nothing else is concluded from them. */
export type DatabaseCheck = { readonly findings: readonly Finding[]; readonly usable: boolean };

/** Key, schema version, pages, references, and whether tables, indexes and triggers are those Assay makes. */
export const checkDatabase = (db: Database, place: string): DatabaseCheck => {
  try {
    const version = schemaVersion(db);
    const known = migrations.length;
    if (version > known)
      return unusable({ code: 'database-newer', place, params: { found: version, known } });
    const damage = integrityFault(db);
    if (damage !== null) return unusable({ code: 'database-damaged', place, params: { detail: damage } });
    const findings: Finding[] = [];
    if (version < known) findings.push({ code: 'schema-older', place, params: { found: version, known } });
    const dangling = (db.pragma('foreign_key_check') as unknown[]).length;
    if (dangling > 0) findings.push({ code: 'database-references', place, params: { count: dangling } });
    for (const object of schemaDifferences(db, version)) {
      findings.push({ code: 'schema-changed', place, params: { object } });
    }
    const shaped = !findings.some(({ code }) => code === 'schema-changed') || tablesAreThere(db, version);
    return { findings, usable: version === known && shaped };
  } catch (error) {
    return unusable(faultOf(error, place));
  }
};

/** Why a backup is of no use, from a copy of it; null when it opens and every page is right. */
export const backupFault = async (file: string, key: DatabaseKey): Promise<string | null> => {
  const copy = await copyDatabase(file);
  let db: Database | undefined;
  try {
    db = openEncrypted(copy.file, key, { readonly: false });
    schemaVersion(db);
    return integrityFault(db);
  } catch (error) {
    const { code, params } = faultOf(error, file);
    return code === 'database-key-wrong'
      ? 'it does not open with the key of this profile'
      : String(params?.detail);
  } finally {
    db?.close();
    await copy.remove();
  }
};

/** What an error of SQLite says about the file. Errors of ours are thrown on. */
export const faultOf = (error: unknown, place: string): Finding => {
  const code = sqliteCode(error);
  if (code === undefined) throw error;
  return code === 'SQLITE_NOTADB'
    ? { code: 'database-key-wrong', place }
    : { code: 'database-damaged', place, params: { detail: code } };
};

/** Every page, every index against its table. Null when all is well; else the first complaint. */
export const integrityFault = (db: Database): string | null => {
  const rows = db.pragma('integrity_check(20)') as { readonly integrity_check: string }[];
  const complaints = rows.map((row) => row.integrity_check).filter((text) => text !== 'ok');
  const [first] = complaints;
  if (first === undefined) return null;
  const line = first.split('\n').find((text) => !text.startsWith('***')) ?? first;
  return complaints.length > 1 ? `${line}, and ${complaints.length - 1} more` : line;
};

const unusable = (finding: Finding): DatabaseCheck => ({ findings: [finding], usable: false });

/** Names of what is missing, added or made otherwise, as "trigger events_never_go". */
const schemaDifferences = (db: Database, version: number): string[] => {
  const wanted = schemaOf(version);
  const found = new Map(schemaObjects(db).map(({ name, sql }) => [name, sql]));
  const names = new Set([...wanted.keys(), ...found.keys()]);
  return [...names]
    .filter((name) => wanted.get(name) !== found.get(name))
    .map((name) => `${kindOf(wanted.get(name) ?? found.get(name) ?? '')} ${name}`)
    .sort();
};

const tablesAreThere = (db: Database, version: number): boolean => {
  const found = new Map(schemaObjects(db).map(({ name, sql }) => [name, sql]));
  return [...schemaOf(version)].every(([name, sql]) => kindOf(sql) !== 'table' || found.get(name) === sql);
};

const schemaOf = (version: number): ReadonlyMap<string, string> => {
  const fresh = new BetterSqlite3(':memory:') as unknown as Database;
  try {
    const made = migrate(fresh, migrations.slice(0, version));
    if (!made.ok) throw new Error(made.problem.code);
    return new Map(schemaObjects(fresh).map(({ name, sql }) => [name, sql]));
  } finally {
    fresh.close();
  }
};

const kindOf = (sql: string): string =>
  /^CREATE (?:UNIQUE )?(\w+)/i.exec(sql)?.[1]?.toLowerCase() ?? 'object';
