import { stat } from 'node:fs/promises';
import type { Issues } from './import-issue.ts';
import { type AssignmentDraft, readAssignments } from './read-assignments.ts';
import { type EvidenceSource, type ExtraFile, readEvidence } from './read-evidence.ts';
import { type MicroCredentialDraft, readMicroCredentials } from './read-micro-credentials.ts';
import { type PersonDraft, readPeople } from './read-people.ts';
import {
  type PriorFeedbackDraft,
  readPriorFeedback,
  readSubmissions,
  type SubmissionDraft,
} from './read-submissions.ts';

/** A program folder as it stands, each part sound in itself; whether the parts fit together is asked later. */
export type ProgramDraft = {
  readonly people: readonly PersonDraft[];
  readonly microCredentials: readonly MicroCredentialDraft[];
  readonly submissions: readonly SubmissionDraft[];
  readonly evidence: readonly EvidenceSource[];
  readonly priorFeedback: readonly PriorFeedbackDraft[];
  readonly assignments: readonly AssignmentDraft[];
};

export const readProgram = async (
  folder: string,
  extraFiles: readonly ExtraFile[],
  issues: Issues,
): Promise<ProgramDraft | null> => {
  const isFolder = await stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) {
    issues.error(folder, null, 'is not a folder that can be read');
    return null;
  }
  const people = await readPeople(folder, issues);
  const microCredentials = await readMicroCredentials(folder, issues);
  const submissions = await readSubmissions(folder, issues);
  const assignments = await readAssignments(folder, issues);
  if ([people, microCredentials, submissions, assignments].every((part) => part === null)) {
    issues.error(
      folder,
      null,
      'holds nothing to import: no people.csv, micro-credentials, submissions.csv or assignments.csv',
    );
    return null;
  }
  return {
    people: people ?? [],
    microCredentials: microCredentials ?? [],
    submissions: submissions ?? [],
    assignments: assignments ?? [],
    evidence: await readEvidence(folder, extraFiles, issues),
    priorFeedback: await readPriorFeedback(folder, issues),
  };
};
