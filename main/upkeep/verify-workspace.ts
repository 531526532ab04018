import { readdir } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { operationKey, type ReviewOperation } from '../../shared/domain/review-operation.ts';
import type { RandomBytes } from '../core/ports.ts';
import {
  BACKUPS_FOLDER,
  dayOfBackup,
  listBackups,
  RESTORED_FILE,
  RESTORING_FILE,
  SET_ASIDE_FOLDER,
} from '../database/backup-files.ts';
import type { Database, ReadableDb } from '../database/connection.ts';
import { copyDatabase } from '../database/copy-database.ts';
import { openEncrypted } from '../database/open.ts';
import { handOverScope, sealScopeOf } from '../database/sealed-columns.ts';
import { dueErasures } from '../database/tables/erasures.ts';
import { outboxCounts } from '../database/tables/outbox.ts';
import {
  knownSubmissionIds,
  readableSubmissions,
  submissionCodes,
} from '../database/tables/whole-workspace.ts';
import { nodeFileSystem } from '../keys/durable-file.ts';
import { type Keyring, openKeyring } from '../keys/keyring.ts';
import { KEYRING_FILE } from '../keys/keyring-file.ts';
import type { WorkspaceKeys } from '../keys/root-key.ts';
import { DEVICE_FILE } from '../services/device-file.ts';
import { backupFault, checkDatabase, faultOf } from './check-database.ts';
import { checkLog, type LogCheck, named } from './check-log.ts';
import { checkRegisters, codeOf } from './check-registers.ts';
import { checkVault } from './check-vault.ts';
import type { Finding } from './findings.ts';
import { exists } from './open-profile.ts';

/** How much was looked at. Bytes: of evidence that is right. */
export type Checked = {
  readonly workspaces: number;
  readonly events: number;
  readonly registers: number;
  readonly keys: number;
  readonly files: number;
  readonly bytes: number;
  readonly backups: number;
};

export const nothingChecked: Checked = {
  workspaces: 0,
  events: 0,
  registers: 0,
  keys: 0,
  files: 0,
  bytes: 0,
  backups: 0,
};

export type WorkspaceSetup = {
  readonly profile: string;
  /** The account's folder. */
  readonly folder: string;
  readonly keys: WorkspaceKeys;
  readonly random: RandomBytes;
  readonly onStep: (step: string) => void;
};

type Part = { readonly findings: readonly Finding[]; readonly checked: Partial<Checked> };

/** One account's folder, from its keyring to its backups. What one part lacks, the others do without and say so. */
export const verifyWorkspace = async (
  setup: WorkspaceSetup,
): Promise<{ readonly findings: readonly Finding[]; readonly checked: Checked }> => {
  const { onStep } = setup;
  onStep('keys');
  const ring = await openRing(setup);
  onStep('database');
  const content = await verifyDatabaseFile(setup, ring.keyring);
  onStep('backups');
  const backups = await verifyBackups(setup);
  const parts: Part[] = [ring, content, backups, { findings: await strangeFiles(setup), checked: {} }];
  return {
    findings: parts.flatMap(({ findings }) => findings),
    checked: Object.assign(
      { ...nothingChecked, workspaces: 1 },
      ...parts.map(({ checked }) => checked),
    ) as Checked,
  };
};

const placeIn = ({ profile, folder }: WorkspaceSetup, ...names: string[]): string =>
  relative(profile, join(folder, ...names));

/** Never starts a new ring: a missing one is a fault wherever there is a workspace. */
const openRing = async (setup: WorkspaceSetup): Promise<Part & { readonly keyring: Keyring | null }> => {
  const { folder, keys, random } = setup;
  const place = placeIn(setup, KEYRING_FILE);
  const opened = await openKeyring({
    profile: folder,
    ringKey: keys.ringKey,
    random,
    ciphertextExists: async () => true,
  });
  if (!opened.ok) {
    const { problem } = opened;
    if (problem.code === 'keyring-missing' || problem.code === 'keyring-damaged') {
      return { keyring: null, findings: [{ code: problem.code, place }], checked: {} };
    }
    const reason = problem.code === 'storage-failed' ? problem.params.reason : problem.code;
    return {
      keyring: null,
      findings: [{ code: 'evidence-unreadable', place, params: { reason } }],
      checked: {},
    };
  }
  const keyring = opened.value;
  const ids = keyring.submissionIds();
  const broken = ids.filter((id) => !opens(keyring, id));
  const findings = broken.map(
    (submission): Finding => ({ code: 'keyring-entry-damaged', place, params: { submission } }),
  );
  return { keyring: broken.length === 0 ? keyring : null, findings, checked: { keys: ids.length } };
};

const opens = (keyring: Keyring, submissionId: string): boolean => {
  try {
    keyring.keyFor(submissionId)?.key.fill(0);
    return true;
  } catch {
    // Thrown for an entry under a right MAC that does not open. The caller names it.
    return false;
  }
};

const verifyDatabaseFile = async (setup: WorkspaceSetup, keyring: Keyring | null): Promise<Part> => {
  const { folder, keys } = setup;
  const place = placeIn(setup, 'workspace.db');
  const file = join(folder, 'workspace.db');
  const unchecked: Finding = {
    code: 'evidence-unchecked',
    place: placeIn(setup, 'evidence'),
    params: { why: 'the database that lists it cannot be read' },
  };
  if (!(await exists(file)))
    return { findings: [{ code: 'database-missing', place }, unchecked], checked: {} };
  const copy = await copyDatabase(file);
  let db: Database | undefined;
  try {
    db = openEncrypted(copy.file, keys.databaseKey, { readonly: false });
    const { findings, usable } = checkDatabase(db, place);
    if (!usable) return { findings: [...findings, unchecked], checked: {} };
    const content = await verifyContent(setup, db, keyring, place);
    return { ...content, findings: [...findings, ...content.findings] };
  } catch (error) {
    return { findings: [faultOf(error, place), unchecked], checked: {} };
  } finally {
    db?.close();
    await copy.remove();
  }
};

const verifyContent = async (
  setup: WorkspaceSetup,
  db: ReadableDb,
  keyring: Keyring | null,
  place: string,
): Promise<Part> => {
  const { profile, folder, keys, onStep } = setup;
  onStep('log');
  const keyOf = (operation: unknown) => operationKey(operation as ReviewOperation);
  const log = checkLog(db, keyring, place, keyOf);
  const findings: Finding[] = [...log.findings, ...openEnds(db, place, log.erased)];
  if (keyring === null) {
    const why = 'the keyring cannot be read';
    findings.push({ code: 'content-unchecked', place, params: { why } });
    findings.push({ code: 'evidence-unchecked', place: placeIn(setup, 'evidence'), params: { why } });
    return { findings, checked: { events: log.events } };
  }
  onStep('reviews');
  const registers = checkRegisters(db, keyring, log.edits, place);
  findings.push(...registers.findings);
  findings.push(...unreadableEvents(log, registers.unexplained, place));
  findings.push(...keyFaults(db, keyring, placeIn(setup, KEYRING_FILE)));
  onStep('evidence');
  const vault = await checkVault({ fs: nodeFileSystem, profile, folder, db, keyring, nameKey: keys.nameKey });
  findings.push(...vault.findings);
  return {
    findings,
    checked: { events: log.events, registers: registers.registers, files: vault.files, bytes: vault.bytes },
  };
};

/**
 * Content that does not open although there is a key: altered, unless the submission was removed from this computer and
 * came back under a new key. Then everything before some change does not open, everything from it on does, and no review
 * holds anything from before.
 */
const unreadableEvents = (
  { unopened, firstOpened }: LogCheck,
  unexplained: ReadonlySet<string>,
  place: string,
): Finding[] => {
  const findings: Finding[] = [];
  let before = 0;
  for (const event of unopened) {
    const scope = sealScopeOf(event.type, event.submissionId) ?? '';
    const from = firstOpened.get(scope) ?? Number.POSITIVE_INFINITY;
    if (event.deviceSeq < from && !unexplained.has(event.submissionId)) before += 1;
    else findings.push(named('event-unreadable', event, place));
  }
  return before === 0
    ? findings
    : [...findings, { code: 'changes-erased', place, params: { count: before } }];
};

/** What is still to be done, said and no fault. */
const openEnds = (db: ReadableDb, place: string, erased: number): Finding[] => {
  const findings: Finding[] = [];
  const note = (code: Finding['code'], count: number): void => {
    if (count > 0) findings.push({ code, place, params: { count } });
  };
  const { pending, sending, blocked } = outboxCounts(db);
  note('changes-unsent', pending + sending + blocked);
  note('changes-erased', erased);
  note('erasures-pending', dueErasures(db, '9').length);
  return findings;
};

/** Submissions whose texts are here and whose key is not, and keys that nothing here needs. */
const keyFaults = (db: ReadableDb, keyring: Keyring, place: string): Finding[] => {
  const ids = new Set(keyring.submissionIds());
  const codes = submissionCodes(db);
  const going = new Set(dueErasures(db, '9').map(({ submissionId }) => submissionId));
  const findings = readableSubmissions(db)
    .filter(({ id }) => !ids.has(id) && !going.has(id))
    .map(
      ({ id }): Finding => ({
        code: 'submission-key-missing',
        place,
        params: { submission: codeOf(codes, id) },
      }),
    );
  const known = knownSubmissionIds(db);
  const needed = new Set([...known, ...[...known].map(handOverScope)]);
  const unused = [...ids].filter((id) => !needed.has(id)).length;
  return unused === 0 ? findings : [...findings, { code: 'keys-unused', place, params: { count: unused } }];
};

/** Each backup is opened and read whole, from a copy. */
const verifyBackups = async (setup: WorkspaceSetup): Promise<Part> => {
  const { folder, keys } = setup;
  const backups = await listBackups(folder);
  const findings: Finding[] = [];
  for (const { file } of backups) {
    const detail = await backupFault(file, keys.databaseKey);
    if (detail !== null) {
      const place = placeIn(setup, BACKUPS_FOLDER, basename(file));
      findings.push({ code: 'backup-damaged', place, params: { detail } });
    }
  }
  if (backups.length === 0) findings.push({ code: 'no-backup', place: placeIn(setup, BACKUPS_FOLDER) });
  return { findings, checked: { backups: backups.length } };
};

/** Files in an account's folder that no part of Assay writes, and those that an interruption left. */
const strangeFiles = async (setup: WorkspaceSetup): Promise<Finding[]> => {
  const { folder } = setup;
  const findings: Finding[] = [];
  for (const name of await readdir(folder)) {
    const code = codeOfFile(name);
    if (code !== null) findings.push({ code, place: placeIn(setup, name) });
  }
  const backups = join(folder, BACKUPS_FOLDER);
  for (const name of (await exists(backups)) ? await readdir(backups) : []) {
    if (dayOfBackup(name) !== undefined) continue;
    const code = name.endsWith('.new') || name.endsWith('.new-journal') ? 'half-written' : 'file-unknown';
    findings.push({ code, place: placeIn(setup, BACKUPS_FOLDER, name) });
  }
  return findings;
};

const ours: ReadonlySet<string> = new Set([
  'workspace.db',
  'workspace.db-wal',
  'workspace.db-shm',
  'workspace.db-journal',
  KEYRING_FILE,
  DEVICE_FILE,
  'evidence',
  BACKUPS_FOLDER,
]);

const codeOfFile = (name: string): Finding['code'] | null => {
  if (ours.has(name)) return null;
  if (name === SET_ASIDE_FOLDER) return 'set-aside';
  if (name === RESTORED_FILE) return 'restore-unfinished';
  return name.endsWith('.new') || name.startsWith(`${RESTORING_FILE}`) ? 'half-written' : 'file-unknown';
};
