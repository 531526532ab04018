import type { StorageProblem } from '../keys/durable-file.ts';

/** The file on disk is not what was written: altered, cut, swapped, or sealed with another key. Download it again. */
export type DamagedProblem = { readonly code: 'evidence-damaged' };

export type ReadProblem =
  | StorageProblem
  | DamagedProblem
  /** No such file in the vault, or its submission was removed while it was being read. */
  | { readonly code: 'evidence-not-here' }
  /** The file is there, its key was destroyed. */
  | { readonly code: 'submission-key-missing' }
  | { readonly code: 'too-large'; readonly params: { readonly limit: string } };

export type WriteProblem =
  | StorageProblem
  /** What arrived is not what the manifest names. `parts`: those to fetch again; empty when no part is to blame. */
  | { readonly code: 'evidence-mismatch'; readonly parts: readonly number[] }
  | {
      readonly code: 'evidence-incomplete';
      readonly params: { readonly missing: number };
      readonly parts: readonly number[];
    }
  /** The writer was finished, suspended or aborted, or its submission was removed. */
  | { readonly code: 'evidence-write-ended' };

export type BeginProblem =
  | StorageProblem
  | { readonly code: 'evidence-manifest-invalid'; readonly params: { readonly detail: string } }
  | { readonly code: 'evidence-write-in-progress' }
  /** The vault holds this file whole; nothing to download. */
  | { readonly code: 'evidence-already-stored' };

/** Ends an evidence stream that cannot go on; a stream has no other way to say so. */
export class EvidenceReadError extends Error {
  readonly problem: ReadProblem;

  constructor(problem: ReadProblem) {
    super(`evidence cannot be read: ${problem.code}`);
    this.name = 'EvidenceReadError';
    this.problem = problem;
  }
}
