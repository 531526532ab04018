import type { AnalysisJob, AnalysisOptions } from '../../../shared/agreement/analysis.ts';
import { readNumber } from '../../../shared/agreement/rating-scores.ts';
import { type Ratings, type RatingTable, ratingsOn } from '../../../shared/agreement/rating-table.ts';
import type { ReadRatings } from '../ratings/read-ratings.ts';
import type { AgreementRequest } from './agreement-flags.ts';
import { readWeights, type WeightsRead } from './weights-file.ts';

export type Jobs =
  | { readonly ok: true; readonly jobs: readonly AnalysisJob[]; readonly options: AnalysisOptions }
  | { readonly ok: false; readonly issues: readonly string[] };

type Read = Extract<ReadRatings, { readonly ok: true }>;

/** One job for each criterion asked for. What the flags name and the ratings do not have is told. */
export const agreementJobs = async (read: Read, request: AgreementRequest): Promise<Jobs> => {
  const { table } = read;
  const issues = [...unknownCriteria(table, request.criteria), ...unknownTruth(table, request.truth)];
  const cut = cutOf(request.cut, table.labels);
  if (typeof cut === 'string') issues.push(cut);
  const weights = await customWeights(read, request);
  if (weights !== null && !weights.ok) issues.push(...weights.issues);
  if (issues.length > 0) return { ok: false, issues };
  const options: AnalysisOptions = {
    scale: read.scale,
    categories: read.categories,
    distance: request.distance,
    customWeights: weights?.ok === true ? weights.weights : null,
    cut: typeof cut === 'number' ? cut : null,
    bootstrap: request.bootstrap,
    seed: request.seed,
    minOverlap: request.minOverlap,
    pairs: request.pairs,
  };
  const wanted = request.criteria.length === 0 ? table.criteria : [...new Set(request.criteria)];
  const expert = request.truth === null ? -1 : table.raters.indexOf(request.truth);
  const raters = table.raters.filter((_, at) => at !== expert);
  const jobs = wanted.map((criterion) => {
    const all = ratingsOn(table, table.criteria.indexOf(criterion));
    const { ratings, truth } = expert === -1 ? { ratings: all, truth: null } : withoutExpert(all, expert);
    return { criterion, units: table.units, raters, labels: table.labels, ratings, truth, options };
  });
  return { ok: true, jobs, options };
};

/** As many names as are listed of those there are. */
const listed = 12;

const oneOf = (names: readonly string[]): string =>
  names.length > listed
    ? `${names.slice(0, listed).join(', ')} and ${names.length - listed} more`
    : names.join(', ');

const unknownCriteria = ({ criteria }: RatingTable, asked: readonly string[]): string[] =>
  asked
    .filter((name) => !criteria.includes(name))
    .map((name) => `--criterion ${name}: there is no such criterion; there are ${oneOf(criteria)}`);

const unknownTruth = ({ raters }: RatingTable, asked: string | null): string[] =>
  asked === null || raters.includes(asked)
    ? []
    : [`--truth ${asked}: there is no such rater; there are ${oneOf(raters)}`];

/** The cut as a number, for labels as the place of one; null: none; what is wrong with it as text. */
const cutOf = (text: string | null, labels: readonly string[] | null): number | null | string => {
  if (text === null) return null;
  if (labels === null) return readNumber(text) ?? `--cut ${text}: a cut is a number, such as 3 or 2.5`;
  const place = labels.indexOf(text);
  return place === -1
    ? `--cut ${text}: a cut is the lowest category that passes, one of ${oneOf(labels)}`
    : place;
};

const customWeights = async (
  { table, categories }: Read,
  { weightsFile, options }: AgreementRequest,
): Promise<WeightsRead | null> => {
  if (weightsFile === null) return null;
  const declared = options.categories === null ? null : table.labels;
  const names = categories?.map(String) ?? declared;
  if (names !== null) return readWeights(weightsFile, names);
  const why = 'without --categories it is not known which row and column is whose';
  return { ok: false, issues: [`--weights-file ${weightsFile}: ${why}`] };
};

/** The ratings of all but one rater, whose scores are the truth about each unit, NaN where there is none. */
const withoutExpert = (
  all: Ratings,
  expert: number,
): { readonly ratings: Ratings; readonly truth: Float64Array } => {
  const truth = new Float64Array(all.units).fill(Number.NaN);
  const starts = new Uint32Array(all.units + 1);
  const rater = new Uint16Array(all.rater.length);
  const values = new Float64Array(all.values.length);
  let count = 0;
  for (let unit = 0; unit < all.units; unit += 1) {
    for (let at = all.starts[unit] as number; at < (all.starts[unit + 1] as number); at += 1) {
      const own = all.rater[at] as number;
      if (own === expert) {
        truth[unit] = all.values[at] as number;
        continue;
      }
      rater[count] = own > expert ? own - 1 : own;
      values[count] = all.values[at] as number;
      count += 1;
    }
    starts[unit + 1] = count;
  }
  const ratings = {
    units: all.units,
    raters: all.raters - 1,
    starts,
    rater: rater.slice(0, count),
    values: values.slice(0, count),
  };
  return { ratings, truth };
};
