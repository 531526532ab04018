import { z } from 'zod';
import { cellText, neededText, parseRows, plainName, readDate, wholeNumber, withoutTwins } from './cells.ts';
import type { Issues } from './import-issue.ts';
import { readCsv } from './read-csv.ts';

export const submissionsFile = 'submissions.csv';
export const priorFeedbackFile = 'prior-feedback.csv';

export type SubmissionDraft = {
  readonly row: number;
  readonly code: string;
  readonly microCredential: string;
  readonly earner: string;
  readonly attempt: number;
  /** The code of the earlier attempt; empty for a first one. */
  readonly previous: string;
  readonly submittedAt: string;
  readonly employer: string;
  readonly district: string;
  readonly context: string;
  readonly changeNote: string;
};

const submissionSchema = z
  .object({
    submission: plainName(60),
    micro_credential: neededText(40),
    earner: neededText(60),
    attempt: z
      .string()
      .default('')
      .transform((text) => (text === '' ? '1' : text))
      .pipe(wholeNumber(1)),
    previous: z.union([z.literal(''), plainName(60)]).default(''),
    submitted_at: z.string().transform((text, context): string => {
      const ms = readDate(text, '00:00:00');
      if (ms !== null) return new Date(ms).toISOString();
      context.addIssue({
        code: 'custom',
        message: 'is not a date. Write 2026-03-04 or 2026-03-04T15:30:00Z',
      });
      return z.NEVER;
    }),
    employer: cellText(200).default(''),
    district: cellText(200).default(''),
    context: cellText(2000).default(''),
    change_note: cellText(4000).default(''),
  })
  .superRefine(({ attempt, previous }, context) => {
    if (attempt > 1 && previous === '') {
      context.addIssue({
        code: 'custom',
        path: ['previous'],
        message: `is missing: attempt ${attempt} needs the earlier one`,
      });
    }
  });

/** submissions.csv: one row for each attempt. Null when there is no such file. */
export const readSubmissions = async (folder: string, issues: Issues): Promise<SubmissionDraft[] | null> => {
  const columns = {
    required: ['submission', 'micro_credential', 'earner', 'submitted_at'],
    optional: ['attempt', 'previous', 'employer', 'district', 'context', 'change_note'],
  };
  const rows = await readCsv(folder, submissionsFile, columns, issues);
  if (rows === null) return null;
  const drafts = parseRows(rows, submissionsFile, submissionSchema, issues, (cells) =>
    issues.markBroken('submission', cells.submission ?? ''),
  ).map(({ row, value }) => ({
    row,
    code: value.submission,
    microCredential: value.micro_credential,
    earner: value.earner,
    attempt: value.attempt,
    previous: value.previous,
    submittedAt: value.submitted_at,
    employer: value.employer,
    district: value.district,
    context: value.context,
    changeNote: value.change_note,
  }));
  return withoutTwins(
    drafts,
    submissionsFile,
    // Folders of two names that differ in case alone are one folder on many disks.
    (draft) => draft.code.toLowerCase(),
    (draft) => `the submission ${draft.code}`,
    issues,
  );
};

export type PriorFeedbackDraft = {
  readonly row: number;
  readonly submission: string;
  /** Empty: feedback on the submission as a whole. */
  readonly criterion: string;
  readonly score: number | null;
  readonly strength: string;
  readonly gap: string;
  readonly nextStep: string;
};

const priorFeedbackSchema = z.object({
  submission: plainName(60),
  criterion: cellText(120).default(''),
  score: z
    .string()
    .default('')
    .transform((text) => (text === '' ? null : Number(text)))
    .refine((score) => score === null || Number.isFinite(score), 'must be a number, or empty'),
  strength: cellText(20_000).default(''),
  gap: cellText(20_000).default(''),
  next_step: cellText(20_000).default(''),
});

/** prior-feedback.csv: what the earner was told on an earlier attempt. */
export const readPriorFeedback = async (folder: string, issues: Issues): Promise<PriorFeedbackDraft[]> => {
  const columns = {
    required: ['submission', 'criterion', 'strength', 'gap', 'next_step'],
    optional: ['score'],
  };
  const rows = (await readCsv(folder, priorFeedbackFile, columns, issues)) ?? [];
  const drafts = parseRows(rows, priorFeedbackFile, priorFeedbackSchema, issues).map(
    ({ row, value: { next_step: nextStep, ...value } }) => ({ row, ...value, nextStep }),
  );
  return withoutTwins(
    drafts,
    priorFeedbackFile,
    (draft) => `${draft.submission}\n${draft.criterion}`,
    (draft) => `feedback on ${draft.criterion === '' ? 'the whole' : draft.criterion} of ${draft.submission}`,
    issues,
  );
};
