/** What the keys and the buttons do with the selected row. */
export type RowActions = {
  readonly open: () => void;
  readonly download: () => void;
  readonly recuse: () => void;
};
