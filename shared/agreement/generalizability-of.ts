import { type Cells, cellsOf, completeBlock, ratersOfTasks } from './generalizability-cells.ts';
import {
  type DecisionBounds,
  type DecisionRow,
  decisionBounds,
  decisionRow,
  type Needed,
  readsNeeded,
} from './generalizability-decision.ts';
import { type Design, effectsOf } from './generalizability-designs.ts';
import { reasonAgainst, reasonAgainstAnova, reasonAgainstReml } from './generalizability-reasons.ts';
import { unbalancedReml } from './generalizability-reml.ts';
import type { Generalizability, Study } from './generalizability-result.ts';
import { sentencesOf, warningsOf } from './generalizability-sentences.ts';
import {
  anovaFit,
  balancedRemlFit,
  estimateOf,
  type Fit,
  type FitOptions,
  remlFit,
  sizeOfCells,
  truncated,
} from './generalizability-study.ts';
import type { RatingTable } from './rating-table.ts';

export type GeneralizabilityOptions = FitOptions & {
  /** Null: persons × raters for one criterion, persons × raters × criteria for several. */
  readonly design: Design | null;
  /** The place of the criterion to analyse alone; null: all of them, as the items or the tasks. */
  readonly criterion: number | null;
  /** Null: the analysis of variance where every rating is there, else REML. */
  readonly method: 'anova' | 'reml' | null;
  /** D-studies from one rater to this many. */
  readonly maxRaters: number;
  /** And for these numbers of items; null: one, as many as there are, and twice as many. */
  readonly items: readonly number[] | null;
  readonly target: number;
};

/** A generalizability study. Null when its bootstrap was stopped. */
export const generalizabilityOf = (
  table: RatingTable,
  options: GeneralizabilityOptions,
): Generalizability | null => {
  const several = options.criterion === null && table.criteria.length > 1;
  const cells = cellsOf(table, options.criterion);
  const asked = options.design ?? (several ? 'p×r×i' : 'p×r');
  // One criterion alone varies over no items: the two designs are then one.
  const design = asked === 'p×r×i' && cells.items.length === 1 ? 'p×r' : asked;
  const nested = design === 'p×(r:t)' ? ratersOfTasks(cells) : null;
  const about = {
    design,
    criterion: options.criterion === null && several ? null : (cells.items[0] ?? null),
    n: sizeOfCells(cells, nested),
    cut: options.cut,
    target: options.target,
  };
  const reason = reasonAgainst(table, cells, design);
  if (reason !== null) {
    return {
      ...about,
      study: null,
      undefined: reason,
      other: null,
      otherUndefined: reason,
      sentences: [`Undefined: ${reason}.`],
      warnings: [],
    };
  }
  const anova = anovaOf(cells, design, options);
  if (anova === null) return null;
  const reml = remlOf(cells, design);
  const complete = 'fit' in anova && anova.fit.n.ratings === cells.values.length;
  const method = options.method ?? (complete || !('fit' in reml) ? 'anova' : 'reml');
  const [chosen, other] = method === 'anova' ? [anova, reml] : [reml, anova];
  const study = 'fit' in chosen ? studyOf(chosen.fit, design, options) : null;
  const second = 'fit' in other ? studyOf(other.fit, design, options) : null;
  const result = {
    ...about,
    study,
    ...('fit' in chosen ? {} : { undefined: chosen.why }),
    other: second,
    ...('fit' in other ? {} : { otherUndefined: other.why }),
  };
  return {
    ...result,
    sentences: sentencesOf(result),
    warnings: warningsOf(result, cells, { asked, complete, bootstrap: options.bootstrap }),
  };
};

type Attempt = { readonly fit: Fit } | { readonly why: string };

const anovaOf = (cells: Cells, design: Design, options: FitOptions): Attempt | null => {
  const block = completeBlock(cells, design === 'p×(r:t)');
  const why = reasonAgainstAnova(cells, design, block);
  if (why !== null || block === null) return { why: why ?? '' };
  const fit = anovaFit(design, block, options);
  return fit === null ? null : { fit };
};

/** On all ratings: from the mean squares when none is missing, else by scoring. */
const remlOf = (cells: Cells, design: Design): Attempt => {
  const nested = design === 'p×(r:t)' ? ratersOfTasks(cells) : null;
  const block = completeBlock(cells, nested !== null);
  if (
    block !== null &&
    block.values.length === cells.values.length &&
    reasonAgainstAnova(cells, design, block) === null
  ) {
    const fit = balancedRemlFit(design, block);
    return fit.remlCriterion === null ? { why: reasonAgainstReml({ why: 'exact' }) } : { fit };
  }
  const found = unbalancedReml(cells, effectsOf[design]);
  if (!found.ok) return { why: reasonAgainstReml(found) };
  const { mean, meanVar } = found.fit;
  return { fit: remlFit(design, found.fit, { n: sizeOfCells(cells, nested), mean, meanVar }) };
};

const studyOf = (fit: Fit, design: Design, options: GeneralizabilityOptions): Study => {
  const { uncertainty: _, meanVar: __, ...shown } = fit;
  const { cut, target } = options;
  const floored = truncated(fit.varComp);
  const total = Object.values(floored).reduce((sum, value) => sum + value, 0);
  const raw = estimateOf(fit, { components: fit.varComp, cut, itemsFixed: false });
  const random = estimateOf(fit, { components: floored, cut, itemsFixed: false });
  const fixed = estimateOf(fit, { components: floored, cut, itemsFixed: true });
  const plans = plansFor(fit, design, options);
  // Bounds are those of the truncated components: what a variance under 0 would have said is no number of reads.
  const bounds = plans.map((plan) => decisionBounds(random, { ...plan, itemsFixed: false }));
  const rows = (estimate: typeof raw): DecisionRow[] =>
    plans.map((plan, at) =>
      decisionRow(estimate, { ...plan, itemsFixed: false }, bounds[at] as DecisionBounds),
    );
  const fixedRows = (): DecisionRow[] =>
    plans
      .map((plan) => ({ ...plan, itemsFixed: true }))
      .map((plan) => decisionRow(fixed, plan, decisionBounds(fixed, plan)));
  const own = fit.n.items;
  const needed = (estimate: typeof raw, itemsFixed: boolean): Needed[] =>
    (['G', 'Phi'] as const).map((one) => readsNeeded(estimate, { items: own, itemsFixed }, one, target));
  return {
    ...shown,
    varCompTruncatedAt0: floored,
    percentOfTotal: Object.fromEntries(
      Object.entries(floored).map(([name, value]) => [name, (100 * value) / total]),
    ),
    dStudy: rows(raw),
    dStudyRandom_truncatedAt0: rows(random),
    ...(design === 'p×r' ? {} : { dStudyItemsFixed_truncatedAt0: fixedRows() }),
    needed: [...needed(random, false), ...(design === 'p×r' ? [] : needed(fixed, true))],
  };
};

/** The numbers of raters and items that decisions are thought out for: what was asked, and what there is. */
const plansFor = (
  { n }: Fit,
  design: Design,
  { maxRaters, items }: GeneralizabilityOptions,
): readonly { readonly raters: number; readonly items: number }[] => {
  const raters = Array.from({ length: maxRaters }, (_, at) => at + 1);
  if (n.raters > maxRaters && Number.isInteger(n.raters)) raters.push(n.raters);
  const own = design === 'p×r' ? [1] : [...new Set(items ?? [1, n.items, 2 * n.items])];
  return own.flatMap((count) => raters.map((one) => ({ raters: one, items: count })));
};
