import { describeProblem, isProblemCode, type ProblemParams } from '../../shared/lib/problem.ts';

/** A reason as it comes over the bridge: its code may be newer than this Assay. */
export type AnyProblem = { readonly code: string; readonly params?: ProblemParams | undefined };

export const common = {
  appName: 'Assay',
  cancel: 'Cancel',
  close: 'Close',
  back: 'Back',
  retry: 'Try again',
  copy: 'Copy',
  copied: 'Copied',
  show: 'Show',
  hide: 'Hide',
  loading: 'Loading…',
  required: 'required',
  optional: 'optional',
  characters: (used: number, limit: number) => `${used} of ${limit} characters`,
  /** The sentence for a problem; one that this Assay does not know is named, not hidden. */
  problem: ({ code, params }: AnyProblem): string =>
    isProblemCode(code)
      ? describeProblem(params === undefined ? { code } : { code, params })
      : `The hub gave a reason this Assay does not know (${code}). Update Assay, or ask your issuer. Your work is kept.`,
};
