/** Persons × raters; persons × raters × items (criteria); persons × raters nested in tasks. */
export const designs = ['p×r', 'p×r×i', 'p×(r:t)'] as const;
export type Design = (typeof designs)[number];

/** The components of a design in the order they are printed, error last. */
export const effectsOf: Readonly<Record<Design, readonly string[]>> = {
  'p×r': ['p', 'r', 'pr_e'],
  'p×r×i': ['p', 'r', 'i', 'pr', 'pi', 'ri', 'pri_e'],
  'p×(r:t)': ['p', 't', 'r:t', 'pt', 'pr:t_e'],
};
