/** Where a command writes. Lines come without their line break. */
export type Output = {
  readonly out: (line: string) => void;
  readonly error: (line: string) => void;
};

/** 0: done. 1: it failed for a reason that was told. 2: the command line was not understood. 130: stopped by Ctrl+C. */
export type ExitCode = 0 | 1 | 2 | 130;

/** A command line that was not understood, in words for the person who typed it. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}
