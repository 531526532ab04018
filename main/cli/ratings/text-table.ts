export type TextColumn = { readonly title: string; readonly align: 'left' | 'right' };

/** Cells of a row. A row may end early, with a remark that runs over the columns after it. */
export type TextRow = readonly string[];

/** Rows in aligned columns, two spaces between them, with the titles above; no line ends in white space. */
export const textTable = (
  columns: readonly TextColumn[],
  rows: readonly TextRow[],
  indent = '',
): string[] => {
  const titled = [columns.map(({ title }) => title), ...rows.map((row) => row.map(oneLine))];
  // The last cell of a row that ends early is a remark: it runs over the columns after it and widens none.
  const isRemark = (row: TextRow, at: number): boolean =>
    row.length < columns.length && at === row.length - 1;
  const widths = columns.map((_, at) =>
    titled.reduce((widest, row) => {
      return isRemark(row, at) ? widest : Math.max(widest, displayWidth(row[at] ?? ''));
    }, 0),
  );
  return titled.map((row) => {
    const cells = row.map((cell, at) => {
      if (isRemark(row, at)) return cell;
      const free = ' '.repeat((widths[at] ?? 0) - displayWidth(cell));
      return columns[at]?.align === 'right' ? `${free}${cell}` : `${cell}${free}`;
    });
    return `${indent}${cells.join('  ')}`.trimEnd();
  });
};

/** Columns a text takes on a terminal, near enough: marks that combine take none. */
const displayWidth = (text: string): number => text.replace(/\p{M}/gu, '').length;

/** Text from a file as part of one line: line breaks and what a terminal takes for orders become spaces. */
export const oneLine = (text: string): string => text.replace(/\p{Cc}/gu, ' ');

/** Three decimals, or a power of ten for what would be 0.000. */
export const shortNumber = (value: number): string =>
  Math.abs(value) < 0.0005 && value !== 0 ? value.toExponential(1) : value.toFixed(3);
