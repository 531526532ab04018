/** What one comparison measured: the same thing done by Assay and by what it is held against, in turns. */
export type Measured = {
  readonly unit: 'ms' | 'MB' | 'MB/s' | 'entities/s';
  readonly ours: readonly number[];
  readonly peer: readonly number[];
  /** What was measured, on what, and what is counted. Shown with the figures. */
  readonly note: string;
};

/** A ratio with the limit it has to keep. */
export type Ratio = {
  readonly name: string;
  readonly limit: number;
  /** Which side of the limit is good for ours ÷ peer. */
  readonly direction: 'at most' | 'at least';
  readonly measure: () => Promise<Measured>;
};

/** What a section has to tell besides its ratios: `lines` for people, `data` for programs. */
export type SectionReport = {
  readonly lines: readonly string[];
  readonly data: Readonly<Record<string, unknown>>;
};

/** What a section needs stands between `open` and `close`: servers, files, browsers. */
export type OpenSection = {
  readonly ratios: readonly Ratio[];
  /** Asked for once, after the last ratio was measured. */
  readonly report?: () => SectionReport;
  readonly close: () => Promise<void>;
};

export type Section = {
  readonly name: string;
  /** Tells how it goes on, for whoever waits; never part of the results. */
  readonly open: (tell: (line: string) => void) => Promise<OpenSection>;
};
