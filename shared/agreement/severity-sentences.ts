import type { FacetSummary } from './facets-summary.ts';
import { gapThatMatters, productive } from './severity-elements.ts';
import type { CategoryReport, DriftReport, RaterReport, SeverityReport } from './severity-report.ts';
import { pInWords } from './severity-words.ts';

type Said = Omit<SeverityReport, 'sentences'>;

/** What a lead would read aloud: how it was fitted, how far raters differ, then each rater. Nothing else of a bad fit. */
export const severitySentences = (report: Said): string[] =>
  report.converged
    ? [
        overall(report),
        ...spread(report),
        ...report.raters.map((rater) => raterSentence(rater, report)),
        ...(report.drift ?? []).filter(({ drifted }) => drifted).map(driftSentence),
      ]
    : [overall(report)];

const overall = ({ model, n, converged, iterations, subsets }: Said): string => {
  const method =
    model.method === 'joint'
      ? `joint maximum likelihood${model.biasCorrection === null ? '' : `, corrected for bias by ${model.biasCorrection.toFixed(3)}`}`
      : 'marginal maximum likelihood';
  const steps =
    model.steps === 'rating-scale'
      ? 'one set of steps for all criteria'
      : 'steps of its own for each criterion';
  const fit = converged
    ? `converged in ${iterations} iterations`
    : `has no usable maximum after ${iterations} iterations, so its measures are not to be used`;
  const links =
    subsets.length === 1
      ? 'all raters are linked by shared work'
      : `the ratings fall into ${subsets.length} subsets`;
  return `${n.ratings} ratings of ${n.persons} submissions by ${n.raters} raters on ${n.criteria} ${n.criteria === 1 ? 'criterion' : 'criteria'}, with ${steps}, by ${method}: the fit ${fit}; ${links}.`;
};

const spread = ({ summaries, fit }: Said): string[] => {
  const said: string[] = [];
  if (summaries.raters !== null) {
    const { fixed, sample } = summaries.raters;
    said.push(
      `${fixed.p < 0.05 ? 'Raters differ in severity beyond chance' : 'Raters do not differ in severity beyond chance'}: chi-square ${fixed.chiSquare.toFixed(1)} on ${fixed.df} degrees of freedom, p ${pInWords(fixed.p)}; ${levels(sample)}. For raters, low reliability is good news: they can stand in for each other.`,
    );
  }
  if (summaries.persons !== null) {
    const { sample } = summaries.persons;
    said.push(
      `Submissions are told apart with reliability ${sample.reliability.toFixed(2)}: ${levels(sample)}.`,
    );
  }
  if (typeof fit.eapReliability === 'number')
    said.push(
      `Submissions are told apart with reliability ${fit.eapReliability.toFixed(2)} (of the posterior means).`,
    );
  return said;
};

const levels = ({ separation, strata, reliability }: FacetSummary['sample']): string =>
  `separation ${separation.toFixed(2)}, ${strata.toFixed(1)} levels, reliability ${reliability.toFixed(2)} (Wright & Masters 1982)`;

const signed = (value: number): string => `${value <= -0.005 ? '−' : ''}${Math.abs(value).toFixed(2)}`;

const scaleInWords = (categories: readonly CategoryReport[]): string => {
  const first = categories[0]?.category;
  const last = categories.at(-1)?.category;
  return typeof first === 'number'
    ? `on the scale from ${first} to ${last}`
    : `on the scale from ${first} (1) to ${last} (${categories.length})`;
};

const raterSentence = (rater: RaterReport, { categories, subsets }: Said): string => {
  const { estimate, ratings, fairAverage, fairDifference, ci95 } = rater;
  if (ratings === 0) return `${rater.rater} gave no rating.`;
  if (estimate === null || fairAverage === null || fairDifference === null) {
    return `${rater.rater}: severity cannot be told from ${ratings} ratings, as no work that is left in the fit is shared with another rater.`;
  }
  if (rater.extreme !== null) {
    const word = rater.extreme === 'minimum' ? 'lowest' : 'highest';
    return `${rater.rater} gave the ${word} score only (${ratings} ratings): more ${rater.extreme === 'minimum' ? 'severe' : 'lenient'} than can be measured; ${signed(estimate)} logits is a bound by convention (0.3 points inside the extreme).`;
  }
  const among = subsets.length > 1 && rater.subset !== null ? ` of subset ${rater.subset}` : '';
  const points = Math.abs(fairDifference).toFixed(2);
  const compared =
    points === '0.00'
      ? `as many points as the average reviewer${among} on the same work`
      : `${points} points ${fairDifference < 0 ? 'less' : 'more'} than the average reviewer${among} on the same work`;
  const interval = ci95 === null ? 'no interval' : `95 % interval ${signed(ci95[0])} to ${signed(ci95[1])}`;
  return `${rater.rater} ${verdict(rater)}: ${scaleInWords(categories)} ${rater.rater} gives ${compared} (fair average ${fairAverage.toFixed(2)}; ${signed(estimate)} logits, ${interval}; n = ${ratings}).${fitWords(rater)}`;
};

/** The words for half a logit are those of `flags`. */
const verdict = ({ estimate, ci95, flags }: RaterReport): string => {
  if (flags.includes('severe'))
    return 'is severe, by half a logit or more (a gap that matters, Linacre 2004)';
  if (flags.includes('lenient'))
    return 'is lenient, by half a logit or more (a gap that matters, Linacre 2004)';
  if (estimate === null || ci95 === null) return 'has a severity without an interval';
  if (ci95[0] > 0 || ci95[1] < 0)
    return `is a little ${estimate > 0 ? 'severe' : 'lenient'}, by less than half a logit (the gap that matters, Linacre 2004)`;
  const wide = Math.max(-ci95[0], ci95[1]) > gapThatMatters;
  return wide
    ? 'cannot be told from the average, on ratings too few to rule out half a logit'
    : 'is in line with the panel';
};

const fitWords = ({ flags, infit, outfit }: RaterReport): string => {
  if (infit === null || outfit === null) return '';
  const numbers = `infit ${infit.toFixed(2)}, outfit ${outfit.toFixed(2)}; ${productive.least} to ${productive.most} is productive, Linacre 2002`;
  if (flags.includes('noisy'))
    return ` The scores are noisy: less predictable than the model expects (${numbers}).`;
  if (flags.includes('muted'))
    return ` The scores are muted: more alike than the model expects (${numbers}).`;
  return '';
};

const driftSentence = ({ rater, windows, chiSquare, df, pHolm }: DriftReport): string => {
  // By t: a window of a few ratings can be far off and say little.
  const ordered = [...windows].sort((a, b) => a.t - b.t);
  const [mildest, strictest] = [ordered[0], ordered.at(-1)];
  if (mildest === undefined || strictest === undefined) return `${rater} drifted.`;
  const ends = [strictest, mildest].map(({ window, severity }) => `${signed(severity)} (${window})`);
  return `${rater} changes over time: ${ends.join(' at the strictest, ')} at the mildest, in logits; chi-square ${(chiSquare ?? 0).toFixed(1)} on ${df} degrees of freedom, p ${pInWords(pHolm)} adjusted for all raters (Holm 1979).`;
};
