import type { TextChange } from './text-changes.ts';

/** A change in a row; `change` counts changes from 0, null where both texts are the same. */
export type RowPart = TextChange & { readonly change: number | null };

/** One line as it is shown. `kind`: what the line as a whole is; `mixed` where words inside it changed. */
export type ChangeRow = {
  readonly kind: 'same' | 'added' | 'removed' | 'mixed';
  readonly parts: readonly RowPart[];
};

/** Rows that are shown, and runs of unchanged rows that are folded away. */
export type RowGroup =
  | { readonly kind: 'rows'; readonly rows: readonly ChangeRow[] }
  | { readonly kind: 'folded'; readonly rows: readonly ChangeRow[] };

/** Unchanged lines that stay beside a change, on either side. */
const context = 1;
/** Fewer unchanged lines are not worth folding. */
const leastFolded = 3;

/**
 * The changes by line. Neighbouring removals and additions are one change: a reader jumps to it once. The end of a line
 * that only one text has parts the lines of that text alone.
 */
export const rowsOf = (changes: readonly TextChange[]): { rows: ChangeRow[]; changes: number } => {
  const rows: ChangeRow[] = [];
  let parts: RowPart[] = [];
  let number = -1;
  let inChange = false;
  const end = (): void => {
    if (parts.length > 0) rows.push({ kind: kindOf(parts), parts });
    parts = [];
  };
  for (const { kind, text } of changes) {
    if (kind !== 'same' && !inChange) number += 1;
    inChange = kind !== 'same';
    const lines = text.split('\n');
    for (const [at, line] of lines.entries()) {
      if (at > 0) end();
      if (line !== '') parts.push({ kind, text: line, change: kind === 'same' ? null : number });
    }
  }
  end();
  return { rows, changes: number + 1 };
};

const kindOf = (parts: readonly RowPart[]): ChangeRow['kind'] => {
  const kinds = new Set(parts.map(({ kind }) => kind));
  const [only] = kinds;
  return kinds.size === 1 && only !== undefined ? only : 'mixed';
};

/** Long runs of unchanged rows folded, a row of context left on each side of a change. */
export const folded = (rows: readonly ChangeRow[]): RowGroup[] => {
  const near = rows.map((_, at) =>
    rows.slice(Math.max(0, at - context), at + context + 1).some(({ kind }) => kind !== 'same'),
  );
  const groups: { kind: RowGroup['kind']; rows: ChangeRow[] }[] = [];
  for (const [at, row] of rows.entries()) {
    const kind = near[at] ? 'rows' : 'folded';
    const last = groups.at(-1);
    if (last?.kind === kind) last.rows.push(row);
    else groups.push({ kind, rows: [row] });
  }
  const worth = groups.map(
    (group): RowGroup =>
      group.kind === 'folded' && group.rows.length < leastFolded ? { ...group, kind: 'rows' } : group,
  );
  const merged: RowGroup[] = [];
  for (const group of worth) {
    const last = merged.at(-1);
    if (last?.kind === 'rows' && group.kind === 'rows') {
      merged[merged.length - 1] = { kind: 'rows', rows: [...last.rows, ...group.rows] };
    } else merged.push(group);
  }
  return merged;
};
