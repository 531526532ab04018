import type { ImportCounts, ImportOutcome, ImportReport } from './import-folder.ts';
import { issueText } from './import-issue.ts';
import type { SealedOutcome } from './import-sealed.ts';

/** What an import did, or why it did nothing, as lines to print. */
export const importLines = (outcome: ImportOutcome): string[] => {
  if (outcome.ok) return reportLines(outcome.report);
  const { errors, warnings } = outcome;
  return [
    ...errors.map((issue) => `error: ${issueText(issue)}`),
    ...warnings.map((issue) => `warning: ${issueText(issue)}`),
    `Nothing was imported: ${errors.length} ${errors.length === 1 ? 'error' : 'errors'} to correct first.`,
  ];
};

const reportLines = (report: ImportReport): string[] => [
  ...report.warnings.map((issue) => `warning: ${issueText(issue)}`),
  countLine('people', report.people),
  countLine('micro-credentials', report.microCredentials),
  countLine('submissions', report.submissions),
  countLine('evidence files', report.artifacts),
  `${countLine('assignments', report.assignments)}${
    report.assignments.withdrawn > 0 ? `, ${report.assignments.withdrawn} withdrawn` : ''
  }`,
  ...passwordLines(report),
];

const countLine = (name: string, { added, changed, unchanged }: ImportCounts): string =>
  `${name}: ${added} new, ${changed} changed, ${unchanged} as before`;

const passwordLines = ({ newPasswords }: ImportReport): string[] =>
  newPasswords.length === 0
    ? []
    : [
        'Passwords of new accounts. They are shown this once and kept nowhere:',
        ...newPasswords.map(({ account, password }) => `  ${account}  ${password}`),
      ];

/** What a sealed import did, or why it did nothing, as lines to print. */
export const sealedLines = (file: string, outcome: SealedOutcome): string[] => {
  if (!outcome.ok) return [`error: ${file} ${outcome.problem}`];
  const { account, exportedAt, events, accepted, duplicates, refused } = outcome.value;
  return [
    `work of ${account}, exported ${exportedAt}: ${events} changes`,
    `${accepted} new, ${duplicates} here already, ${refused.length} not taken in`,
    ...refused.map(({ eventId, reason }) => `  ${eventId}: ${reason}`),
  ];
};
