/** Something wrong, or worth knowing, in what is imported. `row` counts as a spreadsheet does: the header is row 1. */
export type ImportIssue = { readonly file: string; readonly row: number | null; readonly text: string };

type BrokenKind = 'account' | 'submission' | 'micro-credential';

/** Everything found so far: errors stop the import, warnings do not. */
export type Issues = {
  /** Marks a name whose own entry is wrong, so that what refers to it is not reported as well. */
  readonly markBroken: (kind: BrokenKind, name: string) => void;
  readonly isBroken: (kind: BrokenKind, name: string) => boolean;
  readonly errors: ImportIssue[];
  readonly warnings: ImportIssue[];
  readonly error: (file: string, row: number | null, text: string) => void;
  readonly warn: (file: string, row: number | null, text: string) => void;
};

export const collectIssues = (): Issues => {
  const errors: ImportIssue[] = [];
  const warnings: ImportIssue[] = [];
  const broken = new Set<string>();
  const key = (kind: BrokenKind, name: string) => `${kind}:${name.trim().toLowerCase()}`;
  return {
    markBroken: (kind, name) => broken.add(key(kind, name)),
    isBroken: (kind, name) => broken.has(key(kind, name)),
    errors,
    warnings,
    error: (file, row, text) => errors.push({ file, row, text }),
    warn: (file, row, text) => warnings.push({ file, row, text }),
  };
};

/** `submissions.csv, row 7: the date 31.2.2026 does not exist` */
export const issueText = ({ file, row, text }: ImportIssue): string =>
  row === null ? `${file}: ${text}` : `${file}, row ${row}: ${text}`;
