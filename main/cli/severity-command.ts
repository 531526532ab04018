import type { Readable } from 'node:stream';
import type { AnalysisWarning } from '../../shared/agreement/analysis.ts';
import type { RatingTable } from '../../shared/agreement/rating-table.ts';
import { severityOf } from '../../shared/agreement/severity.ts';
import { type SeverityReport, severityDefaults } from '../../shared/agreement/severity-report.ts';
import { type ExitCode, type Output, UsageError } from './output.ts';
import { readRatings } from './ratings/read-ratings.ts';
import { severityCsv } from './severity-csv.ts';
import { readSeverityFlags, type SeverityRequest } from './severity-flags.ts';
import { severityHelp } from './severity-help.ts';
import { severityPage } from './severity-table.ts';

/** `assay severity`: a many-facet Rasch analysis of a file of ratings. */
export const severityCommand = async (
  args: readonly string[],
  output: Output,
  stdin: Readable & { readonly isTTY?: boolean } = process.stdin,
): Promise<ExitCode> => {
  const request = readSeverityFlags(args, stdin);
  if (request === null) {
    output.out(severityHelp);
    return 0;
  }
  const read = await readRatings(request.source, request.options);
  if (!read.ok) {
    for (const issue of [...read.issues, 'Nothing was computed.']) output.error(issue);
    return 1;
  }
  const table = onlyCriteria(read.table, request.criteria);
  if (request.asked.window !== null && table.time === null) {
    output.error('--window needs a time for each rating, and the file has none. Nothing was computed.');
    return 1;
  }
  const { categories } = read;
  const found = severityOf(table, { ...severityDefaults, ...request.asked, categories });
  if (!found.ok) {
    output.error(`${found.problem} Nothing was computed.`);
    return 1;
  }
  print(found.value, read.warnings, request, output);
  return 0;
};

const print = (
  found: SeverityReport,
  fileWarnings: readonly AnalysisWarning[],
  { form, facet }: SeverityRequest,
  output: Output,
): void => {
  const report = { ...found, warnings: [...fileWarnings, ...found.warnings] };
  if (form === 'json') output.out(JSON.stringify(report));
  else
    output.out(
      (form === 'csv' ? severityCsv(report, facet ?? 'raters') : severityPage(report, facet)).join('\n'),
    );
  // In a table it is the first line; a program that reads the others should not be the only one to know.
  if (form !== 'table' && !report.converged) {
    output.error(
      `Warning: the fit did not converge in ${report.iterations} iterations; its measures are not to be used.`,
    );
  }
};

/** The ratings on the criteria named; all of them when none is. */
const onlyCriteria = (table: RatingTable, names: readonly string[]): RatingTable => {
  if (names.length === 0) return table;
  const missing = names.find((name) => !table.criteria.includes(name));
  if (missing !== undefined) {
    throw new UsageError(
      `There is no criterion ${missing}. There are: ${table.criteria.slice(0, 20).join(', ')}.`,
    );
  }
  const criteria = table.criteria.filter((name) => names.includes(name));
  const place = table.criteria.map((name) => criteria.indexOf(name));
  const kept = (_: number, entry: number): boolean => place[table.criterion[entry] as number] !== -1;
  return {
    ...table,
    criteria,
    unit: table.unit.filter(kept),
    rater: table.rater.filter(kept),
    criterion: table.criterion.filter(kept).map((criterion) => place[criterion] as number),
    score: table.score.filter(kept),
    time: table.time?.filter(kept) ?? null,
  };
};
