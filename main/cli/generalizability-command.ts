import type { Readable } from 'node:stream';
import type { AnalysisWarning } from '../../shared/agreement/analysis.ts';
import { generalizabilityOf } from '../../shared/agreement/generalizability-of.ts';
import type { Generalizability } from '../../shared/agreement/generalizability-result.ts';
import type { RatingTable } from '../../shared/agreement/rating-table.ts';
import { type GeneralizabilityRequest, readGeneralizabilityFlags } from './generalizability-flags.ts';
import { generalizabilityHelp } from './generalizability-help.ts';
import { studiesCsv, studyJson } from './generalizability-json.ts';
import { studyPage } from './generalizability-table.ts';
import { type ExitCode, type Output, UsageError } from './output.ts';
import { readRatings } from './ratings/read-ratings.ts';

/** What generalized intervals are drawn from. */
const draws = 10_000;

/** `assay generalizability`: variance components of a file of ratings, and how many reads would be needed. */
export const generalizabilityCommand = async (
  args: readonly string[],
  output: Output,
  stdin: Readable & { readonly isTTY?: boolean } = process.stdin,
): Promise<ExitCode> => {
  const request = readGeneralizabilityFlags(args, stdin);
  if (request === null) {
    output.out(generalizabilityHelp);
    return 0;
  }
  const read = await readRatings(request.source, request.options);
  if (!read.ok) {
    for (const issue of [...read.issues, 'Nothing was computed.']) output.error(issue);
    return 1;
  }
  const table = onlyCriteria(read.table, request.criteria);
  const results = studiesOf(table, request);
  for (const line of linesOf(results, read.warnings, request)) output.out(line);
  return 0;
};

/** The ratings on the criteria named; all of them when none is. */
const onlyCriteria = (table: RatingTable, names: readonly string[]): RatingTable => {
  if (names.length === 0) return table;
  const missing = names.find((name) => !table.criteria.includes(name));
  if (missing !== undefined) {
    const some = table.criteria.slice(0, 20).join(', ');
    throw new UsageError(`There is no criterion ${missing}. There are: ${some}.`);
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

/** One study of all criteria, or with design p × r one of each. */
const studiesOf = (table: RatingTable, request: GeneralizabilityRequest): Generalizability[] => {
  const { design, method, maxRaters, items, target, cut, bootstrap, seed } = request;
  const each = design === 'p×r' && table.criteria.length > 1;
  const places = each ? [...table.criteria.keys()] : [null];
  return places.flatMap((criterion) => {
    const options = { design, criterion, method, maxRaters, items, target, cut, bootstrap, seed, draws };
    const found = generalizabilityOf(table, options);
    return found === null ? [] : [found];
  });
};

const linesOf = (
  results: readonly Generalizability[],
  fileWarnings: readonly AnalysisWarning[],
  { form, source, items, seed, bootstrap }: GeneralizabilityRequest,
): string[] => {
  if (form === 'csv') return studiesCsv(results);
  if (form === 'json') {
    const [first] = results;
    const intervals = { seed, ...(bootstrap > 0 ? { bootstrap } : { draws }) };
    if (results.length !== 1 || first === undefined) {
      const all = { design: first?.design, criteria: results.map(studyJson), warnings: fileWarnings };
      return [JSON.stringify({ ...all, intervals })];
    }
    const one = studyJson(first);
    return [JSON.stringify({ ...one, warnings: [...fileWarnings, ...one.warnings], intervals })];
  }
  return [
    source.file ?? 'standard input',
    ...fileWarnings.map(({ text }) => `Warning: ${text}`),
    ...results.flatMap((result) => ['', ...studyPage(result, items)]),
  ];
};
