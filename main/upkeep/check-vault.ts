import { join, relative } from 'node:path';
import type { Result } from '../../shared/lib/result.ts';
import type { ReadableDb } from '../database/connection.ts';
import { readProgress } from '../database/tables/downloads.ts';
import { everyFile, type FileRow, submissionCodes } from '../database/tables/whole-workspace.ts';
import { type FileFault, inspectStored, inspectUnfinished } from '../evidence/inspect-file.ts';
import { listVaultFiles } from '../evidence/vault-listing.ts';
import { createVaultNames } from '../evidence/vault-names.ts';
import { attempt, type FileSystem, type StorageProblem } from '../keys/durable-file.ts';
import type { Keyring } from '../keys/keyring.ts';
import type { NameKey } from '../keys/root-key.ts';
import { codeOf } from './check-registers.ts';
import type { Finding } from './findings.ts';

export type VaultCheck = {
  readonly findings: readonly Finding[];
  /** Finished files that were read whole, and the bytes of evidence in them. */
  readonly files: number;
  readonly bytes: number;
};

type VaultSetup = {
  readonly fs: FileSystem;
  readonly profile: string;
  /** The account's folder. */
  readonly folder: string;
  readonly db: ReadableDb;
  readonly keyring: Pick<Keyring, 'keyFor'>;
  readonly nameKey: NameKey;
};

/** Every file of the vault against what the workspace says is here: read whole, and nothing more or less than that. */
export const checkVault = async (setup: VaultSetup): Promise<VaultCheck> => {
  const { fs, profile, folder, db, nameKey } = setup;
  const names = createVaultNames(join(folder, 'evidence'), nameKey);
  const codes = submissionCodes(db);
  const findings: Finding[] = [];
  const expected = new Set<string>();
  let files = 0;
  let bytes = 0;
  let waiting = 0;
  let away = 0;
  const present = new Set((await listVaultFiles(fs, join(folder, 'evidence'))).map(({ path }) => path));
  for (const row of everyFile(db)) {
    const stored = names.storedPath(row.submissionId, row.sha256);
    const unfinished = names.unfinishedPath(row.submissionId, row.sha256);
    expected.add(stored).add(unfinished);
    const submission = codeOf(codes, row.submissionId);
    const say = (path: string): Say => ({ place: relative(profile, path), submission });
    if (row.state === 'here' || present.has(stored)) {
      const checked = await checkStored(setup, row, stored, say(stored));
      findings.push(...checked);
      if (checked.length === 0) bytes += row.size;
      if (present.has(stored)) files += 1;
      // What is being taken off may still be there: that goes on at the next sync.
      if (row.state !== 'here' && !row.evicted && checked.length === 0)
        findings.push(found('evidence-not-noted', say(stored)));
    } else if (row.evicted) away += 1;
    else waiting += 1;
    if (present.has(unfinished))
      findings.push(...(await checkUnfinished(setup, row, unfinished, say(unfinished))));
  }
  for (const path of present) {
    if (!expected.has(path)) findings.push({ code: 'evidence-unknown', place: relative(profile, path) });
  }
  const place = relative(profile, folder);
  if (waiting > 0) findings.push({ code: 'evidence-waiting', place, params: { count: waiting } });
  if (away > 0) findings.push({ code: 'evidence-away', place, params: { count: away } });
  return { findings, files, bytes };
};

type Say = { readonly place: string; readonly submission: string };

const found = (
  code: Finding['code'],
  { place, submission }: Say,
  params: Readonly<Record<string, string | number>> = {},
): Finding => ({ code, place, params: { submission, ...params } });

const checkStored = async (
  { fs, keyring }: VaultSetup,
  row: FileRow,
  path: string,
  say: Say,
): Promise<Finding[]> => {
  const key = keyring.keyFor(row.submissionId);
  if (key === undefined) {
    const there = await attempt('reading evidence', async () => (await fs.stat(path)).size);
    return [found(there.ok ? 'evidence-without-key' : 'evidence-missing', say)];
  }
  return findingsOf(await inspectStored({ fs, path, key }, row), say);
};

const checkUnfinished = async (
  { fs, db, keyring }: VaultSetup,
  { submissionId, sha256 }: FileRow,
  path: string,
  say: Say,
): Promise<Finding[]> => {
  const key = keyring.keyFor(submissionId);
  if (key === undefined) return [found('evidence-without-key', say)];
  const progress = readProgress(db, submissionId, sha256);
  if (progress === undefined) return [found('unfinished-download', say)];
  const checked = await inspectUnfinished({ fs, path, key }, manifestOf(progress), progress.partsDone);
  if (!checked.ok) return findingsOf(checked, say);
  return [found(checked.value === null ? 'unfinished-download' : 'unfinished-damaged', say)];
};

const manifestOf = ({ manifest }: NonNullable<ReturnType<typeof readProgress>>) => {
  const { sha256, size, partSize, parts } = manifest;
  return { sha256, size, partSize, parts };
};

const findingsOf = (checked: Result<FileFault | null, StorageProblem>, say: Say): Finding[] => {
  if (!checked.ok) {
    const { problem } = checked;
    const reason = problem.code === 'storage-failed' ? problem.params.reason : problem.code;
    return [found('evidence-unreadable', say, { reason })];
  }
  if (checked.value === null) return [];
  const { kind, ...params } = checked.value;
  return [found(`evidence-${kind}`, say, params)];
};
