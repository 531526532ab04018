import type { AnalysisWarning } from './analysis.ts';
import type { DecisionRow, Needed } from './generalizability-decision.ts';
import type { Design } from './generalizability-designs.ts';
import type { Fit, StudySize } from './generalizability-study.ts';

/** The components by one method, with what follows for decisions. */
export type Study = Omit<Fit, 'uncertainty' | 'meanVar'> & {
  readonly varCompTruncatedAt0: Readonly<Record<string, number>>;
  /** Of the sum of the truncated components. */
  readonly percentOfTotal: Readonly<Record<string, number>>;
  /** From the components as they came out; as the reference has it. */
  readonly dStudy: readonly DecisionRow[];
  readonly dStudyRandom_truncatedAt0: readonly DecisionRow[];
  /** These items and no others; only in designs with items. */
  readonly dStudyItemsFixed_truncatedAt0?: readonly DecisionRow[];
  readonly needed: readonly Needed[];
};

export type Generalizability = {
  readonly design: Design;
  /** The criterion that was analysed alone; null: all of them. */
  readonly criterion: string | null;
  readonly n: StudySize;
  readonly cut: number | null;
  readonly target: number;
  /** By the method that was asked for, or that fits; null: `undefined` says why there is none. */
  readonly study: Study | null;
  readonly undefined?: string;
  /** By the other method, where it can be had. */
  readonly other: Study | null;
  readonly otherUndefined?: string;
  readonly sentences: readonly string[];
  readonly warnings: readonly AnalysisWarning[];
};
