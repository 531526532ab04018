import type { ScoreBlock } from './generalizability.ts';
import { type Cells, ratersOfTasks } from './generalizability-cells.ts';
import type { Design } from './generalizability-designs.ts';
import type { RemlOutcome } from './generalizability-reml.ts';
import type { RatingTable } from './rating-table.ts';

/** Effects in words, as they stand in a sentence. */
export const effectWords: Readonly<Record<string, string>> = {
  p: 'submissions',
  r: 'raters',
  i: 'criteria',
  t: 'tasks',
  'r:t': 'raters within tasks',
  pr: 'submissions by raters',
  pi: 'submissions by criteria',
  pt: 'submissions by tasks',
  ri: 'raters by criteria',
  pr_e: 'submissions by raters, and error',
  pri_e: 'submissions by raters by criteria, and error',
  'pr:t_e': 'submissions by raters within tasks, and error',
};

/** Why no study of the design can be made at all; null: one can. */
export const reasonAgainst = (table: RatingTable, cells: Cells, design: Design): string | null => {
  const { values, persons, raters, items } = cells;
  if (values.length === 0) return 'there are no ratings';
  if (table.labels !== null) {
    return `the scores are words (${table.labels.slice(0, 5).join(', ')}): variances need numbers`;
  }
  if (persons === 1) return 'there is one submission only: what varies between submissions cannot be seen';
  if (raters.length === 1) {
    return `there is one rater only, ${raters[0]}: what raters do differently cannot be told from error`;
  }
  if (values.every((value) => value === values[0])) {
    return `every rating is ${values[0]}: there is no variance to take apart`;
  }
  if (design === 'p×(r:t)') return reasonAgainstTasks(cells);
  if (design === 'p×r' && items.length > 1) {
    return `there are ${items.length} criteria: design p×r is of one criterion at a time`;
  }
  if (mostRaters(cells) < 2) {
    return 'no submission was rated by two raters: what raters do differently cannot be told from the submissions';
  }
  if (
    design === 'p×r×i' &&
    ratersOfTasks(cells).reduce((sum, own) => sum + own.length, 0) === raters.length
  ) {
    return `every rater scored one of the ${items.length} criteria only: raters are nested in criteria, and design p×(r:t) fits, with the criteria as tasks`;
  }
  return null;
};

const reasonAgainstTasks = (cells: Cells): string | null => {
  if (cells.items.length < 2) {
    return 'there is one task only (the tasks are the criteria of the file): design p×r fits it';
  }
  if (ratersOfTasks(cells).every(({ length }) => length < 2)) {
    return 'every task has one rater only: raters cannot be told from tasks; with the tasks in the place of the raters, design p×r fits';
  }
  return null;
};

/** How many raters the submission with most has. */
const mostRaters = ({ persons, starts, rater }: Cells): number => {
  let most = 0;
  for (let person = 0; person < persons; person += 1) {
    let own = 0;
    for (let at = starts[person] as number; at < (starts[person + 1] as number); at += 1) {
      if (at === starts[person] || rater[at] !== rater[at - 1]) own += 1;
    }
    most = Math.max(most, own);
  }
  return most;
};

/** Why the balanced analysis of variance cannot be made; null: it can, on the submissions of the block. */
export const reasonAgainstAnova = (cells: Cells, design: Design, block: ScoreBlock | null): string | null => {
  if (block === null) {
    const counts = ratersOfTasks(cells).map((own, at) => `${cells.items[at]} ${own.length}`);
    return `the tasks have different numbers of raters (${counts.join(', ')}): the analysis of variance needs the same for each`;
  }
  if (block.raters < 2) return 'every task has one rater only';
  if (block.persons >= 2) return null;
  const whole = block.persons === 0 ? 'no submission was' : 'only one submission was';
  const most = mostRaters(cells);
  const all = cells.raters.length;
  if (design === 'p×r' && most < all) {
    return (
      `${whole} rated by all ${all} raters (at most by ${most}): raters differ from submission to submission. ` +
      'Raters nested in submissions, r:p, is the design that fits an analysis of variance then: its Phi for one read is ' +
      'ICC(1,1) of assay agreement where every submission has the same number of ratings. REML uses the ratings as they are'
    );
  }
  const on =
    design === 'p×(r:t)'
      ? 'by every rater of every task'
      : `by all ${all} raters on all ${cells.items.length} criteria`;
  return `${whole} rated ${on}: the analysis of variance needs two such submissions or more`;
};

export const reasonAgainstReml = (found: Extract<RemlOutcome, { ok: false }> | { why: 'exact' }): string => {
  switch (found.why) {
    case 'exact':
      return 'the scores are explained exactly, without any error: the likelihood has no maximum';
    case 'large':
      return 'there are too many raters for REML here (raters, criteria and their combinations over 1,200)';
    case 'confounded':
      return `the variance of ${effectWords[found.effect]} cannot be told from the others in these data`;
  }
};
