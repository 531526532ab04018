import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { HubDeps } from '../../hub/context/deps.ts';
import { openHub } from '../../hub/open-hub.ts';
import {
  microCredentialByCode,
  type RatedOn,
  ratedReviews,
  reviewsOnOtherRubrics,
} from '../../hub/services/ratings.ts';
import { allowedScores } from '../../shared/domain/rubric.ts';
import { ratingsHelp } from './help.ts';
import { type ExitCode, type Output, UsageError } from './output.ts';
import { csvLine } from './ratings/csv-line.ts';
import { readFlags } from './read-flags.ts';

const options = {
  kind: { type: 'string', default: 'live' },
  json: { type: 'boolean', default: false },
  data: { type: 'string', default: 'hub-data' },
  database: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** `assay hub ratings CODE`: the scores that count for a micro-credential, as the statistics read them. */
export const ratingsCommand = async (args: readonly string[], output: Output): Promise<ExitCode> => {
  const { values, positionals } = readFlags(args, options);
  if (values.help) {
    output.out(ratingsHelp);
    return 0;
  }
  const [code, ...more] = positionals;
  if (code === undefined || more.length > 0) throw new UsageError('Name one micro-credential by its code.');
  const { kind } = values;
  if (kind !== 'live' && kind !== 'practice') throw new UsageError('--kind is one of live, practice.');
  const dataDir = resolve(values.data);
  if (!existsSync(join(dataDir, 'hub.key'))) {
    output.error(`There is no hub in ${values.data}. Name its folder with --data.`);
    return 1;
  }
  const hub = await openHub({
    dataDir,
    databaseUrl: values.database,
    log: (level, event) => {
      if (level !== 'info') output.error(`hub: ${event}`);
    },
  });
  try {
    const microCredential = await microCredentialByCode(hub, code);
    if (microCredential === null) {
      output.error(`The hub has no micro-credential ${code}.`);
      return 1;
    }
    return await printRatings(hub, { microCredential, kind }, values.json, output);
  } finally {
    await hub.database.close();
  }
};

type Rating = {
  readonly unit: string;
  readonly rater: string;
  readonly criterion: string;
  readonly score: number;
  readonly time: string;
};

const printRatings = async (
  hub: HubDeps,
  on: RatedOn,
  asJson: boolean,
  output: Output,
): Promise<ExitCode> => {
  const ratings: Rating[] = [];
  for await (const reviews of ratedReviews(hub, on)) {
    for (const { submissionCode, account, receivedAt, content } of reviews) {
      for (const { criterionId, score } of content.criteria) {
        if (score === null) continue;
        ratings.push({
          unit: submissionCode,
          rater: account,
          criterion: criterionId,
          score,
          time: receivedAt,
        });
      }
    }
  }
  const elsewhere = await reviewsOnOtherRubrics(hub, on);
  if (elsewhere > 0) {
    const reviews = elsewhere === 1 ? '1 review' : `${elsewhere} reviews`;
    output.error(`${reviews} on an earlier rubric left out: the scores mean something else there.`);
  }
  if (ratings.length === 0) {
    output.error(
      `Nobody has scored ${on.microCredential.code} yet (${on.kind} work, on its present rubric).`,
    );
    return 1;
  }
  if (asJson) output.out(JSON.stringify({ scale: 'ordinal', ...commonScores(on), ratings }));
  else {
    output.out('unit,rater,criterion,score,time');
    for (const { unit, rater, criterion, score, time } of ratings) {
      output.out(csvLine([unit, rater, criterion, score, time]));
    }
  }
  return 0;
};

/** The scores that the rubric allows, when they are the same on every criterion; else those given speak for themselves. */
const commonScores = ({ microCredential }: RatedOn): { readonly categories?: readonly number[] } => {
  const { rubric, policies } = microCredential;
  const [first, ...others] = rubric.criteria.map((criterion) =>
    allowedScores(criterion, policies.halfPoints),
  );
  const same = first !== undefined && others.every((scores) => scores.join() === first.join());
  return same ? { categories: first } : {};
};
