import { createReadStream } from 'node:fs';
import { hashPassword } from '../auth/passwords.ts';
import { partHasher } from '../blobs/part-hasher.ts';
import type { HubDeps } from '../context/deps.ts';
import type { ReadableDb } from '../database/open.ts';
import { erasedCodes } from '../database/tables/erasures.ts';
import { noteErasedBlobs } from '../database/tables/evidence-files.ts';
import { lockImports } from '../database/tables/settings.ts';
import { removeErasedBlobs } from '../services/finish-erasures.ts';
import { applyPlan } from './apply-plan.ts';
import type { HashedEvidence } from './artifacts-of.ts';
import { collectIssues, type ImportIssue, type Issues } from './import-issue.ts';
import { type ImportPlan, planImport } from './plan-import.ts';
import type { SubmissionsPlan } from './plan-submissions.ts';
import type { EvidenceSource, ExtraFile } from './read-evidence.ts';
import type { PersonDraft } from './read-people.ts';
import { readProgram } from './read-program.ts';

export type ImportDeps = Pick<HubDeps, 'database' | 'blobs' | 'clock' | 'random' | 'passwordCost'>;

export type ImportCounts = { readonly added: number; readonly changed: number; readonly unchanged: number };

/** What an import did. `newPasswords` exist nowhere else: show them once. */
export type ImportReport = {
  readonly people: ImportCounts;
  readonly microCredentials: ImportCounts;
  readonly submissions: ImportCounts;
  readonly artifacts: ImportCounts;
  readonly assignments: ImportCounts & { readonly withdrawn: number };
  readonly evidenceBytes: number;
  readonly warnings: readonly ImportIssue[];
  readonly newPasswords: readonly { readonly account: string; readonly password: string }[];
};

export type ImportOutcome =
  | { readonly ok: true; readonly report: ImportReport }
  | {
      readonly ok: false;
      readonly errors: readonly ImportIssue[];
      readonly warnings: readonly ImportIssue[];
    };

/**
 * Imports a program folder: all of it or nothing. Everything is checked first and every error is reported at once; what
 * the hub has already is left alone, so a second import adds nothing. `extraFiles` are evidence files from elsewhere.
 */
export const importFolder = async (
  folder: string,
  deps: ImportDeps,
  { extraFiles = [] }: { readonly extraFiles?: readonly ExtraFile[] } = {},
): Promise<ImportOutcome> => {
  const issues = collectIssues();
  const refused = (found: Issues): ImportOutcome => ({ ok: false, ...pick(found) });
  const draft = await readProgram(folder, extraFiles, issues);
  if (draft === null) return refused(issues);
  const wanted = await deps.database.read((db) => withoutErased(db, draft.evidence));
  const evidence = await hashAll(wanted, issues);
  const now = deps.clock.now();
  const firstLook = await deps.database.read((db) => planImport(db, draft, evidence, now, issues));
  if (issues.errors.length > 0) return refused(issues);
  const secrets = await passwordsFor(
    firstLook.people.added.map((one) => one.draft),
    deps,
  );
  await storeNew(evidence, deps);
  // Planned again under the lock: another import may have come in between.
  const underLock = collectIssues();
  const plan = await deps.database.write(async (db) => {
    await lockImports(db);
    const final = await planImport(db, draft, evidence, now, underLock);
    if (underLock.errors.length > 0) return null;
    if (!(await isAllThere(db, deps, evidence))) return 'erased';
    await applyPlan(db, final, evidence, secrets.hashes, now);
    return final;
  });
  if (plan === null) return refused(underLock);
  if (plan === 'erased') return removeAgain(evidence, deps);
  const added = new Set(plan.people.added.map(({ record }) => record.account));
  return {
    ok: true,
    report: {
      ...countAll(plan, evidence),
      warnings: issues.warnings,
      newPasswords: secrets.generated.filter(({ account }) => added.has(account)),
    },
  };
};

const pick = ({ errors, warnings }: Issues) => ({ errors, warnings });

const hashAll = async (sources: readonly EvidenceSource[], issues: Issues): Promise<HashedEvidence[]> => {
  const hashed: HashedEvidence[] = [];
  for (const source of sources) {
    const hasher = partHasher();
    try {
      for await (const bytes of createReadStream(source.path)) hasher.update(bytes as Buffer);
      hashed.push({ ...source, blob: hasher.finish() });
    } catch (error) {
      issues.error(
        source.place,
        null,
        `cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`,
      );
    }
  }
  return hashed;
};

/** Blobs go in before the rows that name them: a row never points at bytes that are not there. */
const storeNew = async (evidence: readonly HashedEvidence[], deps: ImportDeps): Promise<void> => {
  for (const { path, place, blob } of evidence) {
    if ((await deps.blobs.sizeOf(blob.sha256)) === blob.size) continue;
    const stored = await deps.blobs.put(createReadStream(path));
    if (stored.sha256 !== blob.sha256)
      throw new Error(`${place} changed while it was imported. Import again.`);
  }
};

const withoutErased = async <One extends { readonly submission: string }>(
  db: ReadableDb,
  evidence: readonly One[],
): Promise<One[]> => {
  const erased = await erasedCodes(db);
  return evidence.filter(({ submission }) => !erased.has(submission));
};

/** False when an erasure came in between: what it took away is not brought back by halves. */
const isAllThere = async (
  db: ReadableDb,
  { blobs }: ImportDeps,
  evidence: readonly HashedEvidence[],
): Promise<boolean> => {
  const sizes = evidence.map(async ({ blob }) => (await blobs.sizeOf(blob.sha256)) === blob.size);
  return (
    (await Promise.all(sizes)).every(Boolean) &&
    (await withoutErased(db, evidence)).length === evidence.length
  );
};

/** Takes bytes that were stored and are not needed out of the hub again. */
const removeAgain = async (evidence: readonly HashedEvidence[], deps: ImportDeps): Promise<never> => {
  const hashes = evidence.map(({ blob }) => blob.sha256);
  await deps.database.write((db) => noteErasedBlobs(db, hashes));
  await removeErasedBlobs(deps);
  throw new Error('A submission was erased while this was imported. Nothing was imported; import again.');
};

type NewPasswords = {
  readonly hashes: ReadonlyMap<string, string>;
  readonly generated: readonly { readonly account: string; readonly password: string }[];
};

const passwordsFor = async (people: readonly PersonDraft[], deps: ImportDeps): Promise<NewPasswords> => {
  const hashes = new Map<string, string>();
  const generated: { account: string; password: string }[] = [];
  await Promise.all(
    people.map(async ({ account, password }) => {
      const secret = password === '' ? deps.random(12).toString('base64url') : password;
      if (password === '') generated.push({ account, password: secret });
      hashes.set(account, await hashPassword(secret, deps.passwordCost, deps.random));
    }),
  );
  return { hashes, generated };
};

const countAll = (plan: ImportPlan, evidence: readonly HashedEvidence[]) => {
  const { people, microCredentials, submissions, assignments } = plan;
  const artifactsIn = (plans: SubmissionsPlan['added']) =>
    plans.reduce((sum, one) => sum + one.artifacts.length, 0);
  const newArtifacts = artifactsIn(submissions.added);
  const changedArtifacts = artifactsIn(submissions.changed);
  return {
    people: { added: people.added.length, changed: people.changed.length, unchanged: people.unchanged },
    microCredentials: {
      added: microCredentials.added.length,
      changed: microCredentials.revised.length,
      unchanged: microCredentials.unchanged,
    },
    submissions: {
      added: submissions.added.length,
      changed: submissions.changed.length,
      unchanged: submissions.unchanged,
    },
    artifacts: {
      added: newArtifacts,
      changed: changedArtifacts,
      unchanged: evidence.length - newArtifacts - changedArtifacts,
    },
    assignments: {
      added: assignments.added.length,
      changed: assignments.changed.length,
      unchanged: assignments.unchanged,
      withdrawn: assignments.withdrawn.length,
    },
    evidenceBytes: evidence.reduce((sum, { blob }) => sum + blob.size, 0),
  };
};
