import type { ReadableDb } from '../database/open.ts';
import type { HashedEvidence } from './artifacts-of.ts';
import type { Issues } from './import-issue.ts';
import { type AssignmentsPlan, planAssignments } from './plan-assignments.ts';
import { type MicroCredentialsPlan, planMicroCredentials } from './plan-micro-credentials.ts';
import { type PeoplePlan, planPeople } from './plan-people.ts';
import { planSubmissions, type SubmissionsPlan } from './plan-submissions.ts';
import type { ProgramDraft } from './read-program.ts';

/** What an import would do to the hub as it stands. */
export type ImportPlan = {
  readonly people: PeoplePlan;
  readonly microCredentials: MicroCredentialsPlan;
  readonly submissions: SubmissionsPlan;
  readonly assignments: AssignmentsPlan;
};

export const planImport = async (
  db: ReadableDb,
  draft: ProgramDraft,
  evidence: readonly HashedEvidence[],
  now: number,
  issues: Issues,
): Promise<ImportPlan> => {
  const people = await planPeople(db, draft.people);
  const microCredentials = await planMicroCredentials(db, draft.microCredentials, issues);
  const submissions = await planSubmissions(db, draft, evidence, issues);
  const before = { people, microCredentials, submissions };
  const assignments = await planAssignments(db, draft.assignments, before, now, issues);
  return { ...before, assignments };
};
