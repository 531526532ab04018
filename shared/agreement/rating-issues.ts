/** Something wrong with a file of ratings, in words. `row` counts as a spreadsheet does: the header is row 1. */
export type RatingIssue = { readonly row: number | null; readonly text: string };

/** As many issues as are told one by one. */
const told = 20;

export type RatingIssues = {
  readonly add: (row: number | null, text: string) => void;
  readonly any: () => boolean;
  /** The first issues in their order, and how many more there are. */
  readonly all: () => readonly RatingIssue[];
};

/** Collects what is wrong, in memory that does not grow with it. */
export const collectRatingIssues = (): RatingIssues => {
  const first: RatingIssue[] = [];
  let count = 0;
  return {
    add: (row, text) => {
      count += 1;
      if (first.length < told) first.push({ row, text });
    },
    any: () => count > 0,
    all: () =>
      count > told ? [...first, { row: null, text: `and ${count - told} more errors` }] : [...first],
  };
};
