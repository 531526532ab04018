/** What the keys and the buttons do with the selected row. */
export type RowActions = {
  readonly open: () => void;
  readonly download: () => void;
  /** Keeps its evidence on this computer, or stops keeping it. */
  readonly keepOffline: () => void;
  readonly recuse: () => void;
};
