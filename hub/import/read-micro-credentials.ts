import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { issuerSnippetSchema } from '../../shared/domain/comment-snippet.ts';
import { decisionRuleSchema } from '../../shared/domain/decision-rule.ts';
import { placeholderNames, unknownPlaceholders } from '../../shared/domain/fill-snippet.ts';
import type { MicroCredentialId } from '../../shared/domain/ids.ts';
import { evidenceSlotSchema, type MicroCredential } from '../../shared/domain/micro-credential.ts';
import { policiesSchema } from '../../shared/domain/policies.ts';
import { type Rubric, rubricHash, rubricSchema } from '../../shared/domain/rubric.ts';
import { sha256Hex } from '../core/hashing.ts';
import { plainName } from './cells.ts';
import type { Issues } from './import-issue.ts';
import { readRubricCsv } from './read-rubric-csv.ts';

/** A micro-credential as the folder has it, and the file that errors about it name. */
export type MicroCredentialDraft = { readonly file: string; readonly state: MicroCredential };

const microCredentialsFolder = 'micro-credentials';

const fileSchema = z.object({
  code: plainName(40),
  title: z.string().min(1).max(200),
  competency: z.string().min(1).max(4000),
  version: z.string().min(1).max(40),
  issuer: z.object({ name: z.string().min(1).max(200) }),
  evidenceSlots: z.array(evidenceSlotSchema).min(1).max(40),
  decisionRule: decisionRuleSchema,
  policies: policiesSchema,
  commentBank: z.array(issuerSnippetSchema).max(200).default([]),
});

/** micro-credentials/<code>/: micro-credential.json, and the rubric as rubric.json or rubric.csv. */
export const readMicroCredentials = async (
  folder: string,
  issues: Issues,
): Promise<MicroCredentialDraft[] | null> => {
  const entries = await readdir(join(folder, microCredentialsFolder), { withFileTypes: true }).catch(
    ifMissing,
  );
  if (entries === null) return null;
  const drafts: MicroCredentialDraft[] = [];
  for (const entry of entries.filter(({ name }) => !name.startsWith('.')).sort(byName)) {
    const place = `${microCredentialsFolder}/${entry.name}`;
    if (!entry.isDirectory()) {
      issues.error(place, null, 'is not a folder; each micro-credential has a folder of its own');
      continue;
    }
    const draft = await readOne(folder, place, issues);
    if (draft === null) {
      issues.markBroken('micro-credential', entry.name);
      continue;
    }
    const twin = drafts.find(({ state }) => state.id === draft.state.id);
    if (twin === undefined) drafts.push(draft);
    else issues.error(draft.file, null, `the code ${draft.state.code} is that of ${twin.file} too`);
  }
  return drafts;
};

const readOne = async (
  folder: string,
  place: string,
  issues: Issues,
): Promise<MicroCredentialDraft | null> => {
  const file = `${place}/micro-credential.json`;
  const parsed = await readJson(folder, file, fileSchema, issues);
  const name = { title: parsed?.title ?? place, version: parsed?.version ?? '1' };
  const rubric = await readRubric(folder, place, name, issues);
  if (parsed === null || rubric === null) return null;
  const { issuer, ...rest } = parsed;
  const sound = [checkTwins(file, parsed, issues), checkBank(file, parsed, rubric, issues)].every(Boolean);
  const state: MicroCredential = {
    ...rest,
    id: `mc-${parsed.code.toLowerCase()}` as MicroCredentialId,
    issuerName: issuer.name,
    rubric,
    rubricHash: rubricHash(rubric, sha256Hex),
  };
  return sound ? { file, state } : null;
};

const checkTwins = (file: string, parsed: z.output<typeof fileSchema>, issues: Issues): boolean => {
  const slots = parsed.evidenceSlots.map(({ id }) => id);
  const codes = parsed.policies.conditionCodes.map(({ code }) => code);
  const twins = [
    ...slots.filter((id, at) => slots.indexOf(id) !== at).map((id) => `two evidence slots have the id ${id}`),
    ...codes
      .filter((code, at) => codes.indexOf(code) !== at)
      .map((code) => `the condition code ${code} stands twice`),
  ];
  for (const text of twins) issues.error(file, null, text);
  return twins.length === 0;
};

/** Each entry has its own id, a criterion of this rubric or none, and placeholders that something can fill. */
const checkBank = (
  file: string,
  { commentBank }: z.output<typeof fileSchema>,
  rubric: Rubric,
  issues: Issues,
): boolean => {
  const before = issues.errors.length;
  commentBank.forEach(({ id, title, text, criterionId }, at) => {
    const entry = `commentBank[${at}] (${title}):`;
    if (commentBank.findIndex((other) => other.id === id) !== at)
      issues.error(file, null, `${entry} another entry has the id ${id} already`);
    if (criterionId !== null && !rubric.criteria.some((criterion) => criterion.id === criterionId))
      issues.error(file, null, `${entry} the rubric has no criterion ${criterionId}`);
    for (const name of unknownPlaceholders(text)) {
      const known = placeholderNames.map((one) => `{{${one}}}`).join(', ');
      issues.error(file, null, `${entry} {{${name}}} is not a placeholder. There are ${known}`);
    }
  });
  return issues.errors.length === before;
};

const readRubric = async (
  folder: string,
  place: string,
  name: { readonly title: string; readonly version: string },
  issues: Issues,
): Promise<Rubric | null> => {
  const names = await readdir(join(folder, place));
  const json = names.includes('rubric.json');
  const csv = names.includes('rubric.csv');
  if (json && csv) {
    issues.error(place, null, 'has both rubric.json and rubric.csv; keep one');
    return null;
  }
  if (json) return readJson(folder, `${place}/rubric.json`, rubricSchema, issues);
  if (csv) return readRubricCsv(folder, `${place}/rubric.csv`, name, issues);
  issues.error(place, null, 'has no rubric: add rubric.json or rubric.csv');
  return null;
};

const readJson = async <Schema extends z.ZodType>(
  folder: string,
  file: string,
  schema: Schema,
  issues: Issues,
): Promise<z.output<Schema> | null> => {
  const text = await readFile(join(folder, file), 'utf8').catch(ifMissing);
  if (text === null) {
    issues.error(file, null, 'is missing');
    return null;
  }
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    issues.error(file, null, `is not JSON (${error instanceof Error ? error.message : 'unreadable'})`);
    return null;
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues)
    issues.error(file, null, `${pathText(issue.path)}${issue.message}`);
  return null;
};

const pathText = (path: readonly PropertyKey[]): string =>
  path.length === 0
    ? ''
    : `${path.map((part, at) => (typeof part === 'number' ? `[${part}]` : `${at === 0 ? '' : '.'}${String(part)}`)).join('')}: `;

const ifMissing = (error: NodeJS.ErrnoException): null => {
  if (error.code === 'ENOENT') return null;
  throw error;
};

const byName = (a: { name: string }, b: { name: string }): number =>
  a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
