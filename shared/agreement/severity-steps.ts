import type { RatingTable } from './rating-table.ts';
import { finite } from './severity-elements.ts';
import type { Fitted } from './severity-fit.ts';
import type { CategoryReport, StepReport } from './severity-report.ts';
import type { Categories } from './severity-scale.ts';
import { type Coded, type Selection, scaleFor } from './severity-selection.ts';

/** The steps of the scale, or of each criterion's, each between two categories that are used. */
export const stepReports = (
  table: RatingTable,
  categories: Categories,
  selection: Selection,
  { data, criteria }: Coded,
  { parameters, errors }: Fitted,
  errorFactor: number,
): StepReport[] => {
  const { scales } = selection;
  const counts = new Float64Array(scales.length * categories.values.length);
  for (const row of selection.rows) {
    const set = scales.length === 1 ? 0 : (table.criterion[row] as number);
    const at = set * categories.values.length + (categories.of[row] as number);
    counts[at] = (counts[at] as number) + 1;
  }
  const sets = scales.length === 1 ? [-1] : [...criteria.all];
  return sets.flatMap((criterion, set) => {
    const { used } = scaleFor(scales, criterion);
    return used.slice(1).map((category, step) => {
      const at = set * data.top + step;
      const from = Math.max(0, criterion) * categories.values.length;
      // The one step of two categories is held at 0: there is nothing to be uncertain of.
      const free = used.length > 2 ? errors?.steps[at] : undefined;
      return {
        step: `step${step + 1}`,
        criterion: criterion < 0 ? null : (table.criteria[criterion] as string),
        from: categories.names[used[step] as number] as number | string,
        to: categories.names[category] as number | string,
        estimate: parameters.steps[at] as number,
        se: free === undefined ? null : finite(errorFactor * free),
        n: counts[from + category] as number,
      };
    });
  });
};

/** How often each category was given, in the whole table. */
export const categoryReports = (categories: Categories): CategoryReport[] => {
  const counts = new Float64Array(categories.values.length);
  for (const category of categories.of) counts[category] = (counts[category] as number) + 1;
  return categories.names.map((category, at) => ({ category, n: counts[at] as number }));
};
